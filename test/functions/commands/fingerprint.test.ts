import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folderForEach, plumbline } from '../../acceptance/command.ts';

const KEY = Buffer.alloc(32, 9);
const variables = { PLUMBLINE_FINGERPRINT_KEY: KEY.toString('base64') };
const CANARY = 'canary-secret-value-8Zq';
const folder = folderForEach();

function annotation(value: string, version = '3', key: Uint8Array = KEY): string {
  return `plumbline-fingerprint=${version}:${createHmac('sha256', key).update(value).digest('hex')}\n`;
}

describe('plumbline fingerprint', () => {
  it('prints the annotation and nothing else, by the key of the environment', async () => {
    const words = ['fingerprint', '--version', '3'];
    const result = await plumbline(words, variables, `${CANARY}\n`);
    expect(result).toEqual({ code: 0, stdout: annotation(CANARY), stderr: '' });
    const kept = await plumbline([...words, '--keep-newline'], variables, `${CANARY}\n`);
    expect(kept.stdout).toBe(annotation(`${CANARY}\n`));
  });

  it.each<[string, string[], string, RegExp]>([
    ['no value', ['--version', '3'], '', /stdin is empty/],
    ['a version that is no number', ['--version', 'latest'], CANARY, /must be the number of a version/],
    ['no version', [], CANARY, /--version/],
  ])('refuses %s in one line that holds no value', async (_, words, input, message) => {
    const { code, stdout, stderr } = await plumbline(['fingerprint', ...words], variables, input);
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
      code: 1,
      stdout: '',
      lines: 1,
    });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('canary');
  });

  it('takes the key beside the SQLite store, as the monitor does, and needs no contract', async () => {
    const store = {
      PLUMBLINE_STORE: `sqlite:${join(folder(), 'state.db')}`,
      PLUMBLINE_CONTRACT: 'no/such.yaml',
    };
    const { stdout } = await plumbline(['fingerprint', '--version', '12'], store, CANARY);
    const key = Buffer.from(readFileSync(join(folder(), 'fingerprint.key'), 'utf8'), 'base64');
    expect(stdout).toBe(annotation(CANARY, '12', key));
    expect(existsSync(join(folder(), 'state.db'))).toBe(false);
  });

  it('refuses to make a key where the monitor could not find it', async () => {
    const store = { PLUMBLINE_STORE: 'firestore:(default)' };
    const { code, stderr } = await plumbline(['fingerprint', '--version', '1'], store, CANARY);
    expect(code).toBe(1);
    expect(stderr).toMatch(/PLUMBLINE_FINGERPRINT_KEY is missing/);
  });

  it('says in its help what happens to a line break and to the value', async () => {
    const { stdout } = await plumbline(['fingerprint', '--help']);
    expect(stdout).toMatch(/One line break at the end .* is left out/s);
    expect(stdout).toMatch(/never printed, logged or stored/);
  });
});
