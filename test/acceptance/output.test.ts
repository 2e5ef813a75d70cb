import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, test } from '@jest/globals';
import { plumbline, withFolder } from './command.ts';

const CORPUS = 'test/corpus/jualuma-2026-02-22';
const CHECK = ['check', '--contract', `${CORPUS}/contract.yaml`, '--from', `${CORPUS}/exports`];
const FULL = '/dev/full';

/** Runs the command with something else than a pipe for its stdout; `null` is a pipe nobody reads. */
async function into(stdout: number | null, words: string[], variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['functions/plumbline.js', ...words], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  });
  child.stdout?.destroy();
  const ended = new Promise((resolve) => child.on('close', resolve));
  const said = child.stderr === null ? '' : await text(child.stderr);
  return { code: await ended, stderr: said };
}

/** Linux has a device on which no space is ever left. */
const onFullDisk = existsSync(FULL) ? describe : describe.skip;

onFullDisk('on a full disk', () => {
  const full = () => openSync(FULL, 'w');
  const NO_SPACE = /^plumbline: standard output: cannot be written \(ENOSPC\): no space is left [^\n]*\n$/;

  it.each([
    ['a report', CHECK],
    ['a report for scripts', [...CHECK, '--format', 'json']],
    ['what other commands print', ['contract', 'schema']],
    ['help', ['check', '--help']],
    ['the version', ['--version']],
  ])('%s that does not reach stdout is one line and exit 1', async (_, words) => {
    expect(await into(full(), words)).toEqual({ code: 1, stderr: expect.stringMatching(NO_SPACE) });
  });

  it('a file is named', async () => {
    const { code, stdout, stderr } = await plumbline([...CHECK, '--output', FULL]);
    expect(stderr).toMatch(/^plumbline: \/dev\/full: cannot be written \(ENOSPC\)[^\n]*\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('an alert nobody could read is told by the next pass', () =>
    withFolder(async (folder) => {
      const words = ['run', ...CHECK.slice(1)];
      const store = { PLUMBLINE_STORE: `sqlite:${join(folder, 'state.db')}` };
      expect(await into(full(), words, store)).toMatchObject({ code: 1 });
      expect((await plumbline(words, store)).stdout).toContain('1 messages sent');
      expect((await plumbline(words, store)).stdout).toContain('0 messages sent');
    }));
});

test('a reader that has read enough is no error', async () => {
  expect(await into(null, [...CHECK, '--format', 'json'])).toEqual({ code: 2, stderr: '' });
});

describe('a place that cannot be written', () => {
  it.each([
    [
      'a folder that is not there',
      ['none', 'report.txt'],
      /ENOENT.*: there is no folder .*none; make it first/,
    ],
    ['a folder', [], /EISDIR.*: it is a folder; name a file in it/],
    ['below a file', ['file', 'report.txt'], /ENOTDIR.*file is no folder/],
  ])('%s is told in one line before anything is read', (_, names, line) =>
    withFolder(async (folder) => {
      await plumbline([...CHECK, '--output', join(folder, 'file')]);
      for (const words of [
        ['check', '--output', join(folder, ...names)],
        ['capture', '--out', join(folder, ...names)],
      ]) {
        const { code, stdout, stderr } = await plumbline([...words, '--contract', 'no/such.yaml']);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toMatch(line);
        expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      }
      expect(readFileSync(join(folder, 'file'), 'utf8')).toContain('score');
    }),
  );
});
