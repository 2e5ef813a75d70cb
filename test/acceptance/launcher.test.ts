import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { withFolder } from './command.ts';
import { openWorld, sqliteIn } from './world.ts';

const LAUNCHER = 'functions/plumbline.js';
/** What an older Node says of itself. */
const OLD =
  "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.11.0'}})";

async function launch(
  words: string[],
  cwd = '.',
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, words, { cwd, env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

it('is what npm and the package run', () => {
  const { bin, scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect([scripts.plumbline, bin.plumbline]).toEqual([`node ${LAUNCHER}`, `dist/${LAUNCHER}`]);
});

it('runs the command, and ends as it does', async () => {
  expect(await launch([LAUNCHER, '--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Usage: plumbline/),
  });
  expect(await launch([LAUNCHER, 'chek'])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^plumbline: unknown command[^\n]*\n$/),
  });
});

it('explains a command that is asked about in other words, too', async () => {
  const [help, asked] = [
    await launch([LAUNCHER, 'help', 'check']),
    await launch([LAUNCHER, 'check', '--help']),
  ];
  expect(help).toEqual({ code: 0, stdout: expect.stringMatching(/^Usage: plumbline check/), stderr: '' });
  expect(asked).toEqual(help);
});

it('says its version and nothing else', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const word of ['--version', '-V'])
    expect(await launch([LAUNCHER, word])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it('has a whole pass on the sources as they are, and what was found can be listed', () =>
  withFolder(async (folder) => {
    const world = await openWorld(sqliteIn(folder));
    const variables = { ...process.env, ...world.variables };
    try {
      const passed = await launch([LAUNCHER, 'run', '--format', 'json'], '.', variables);
      expect({ ...passed, stdout: JSON.parse(passed.stdout) }).toMatchObject({
        code: 0,
        stdout: { outcome: 'complete' },
      });
      expect(world.slack.messages).toHaveLength(1);
      expect(await launch([LAUNCHER, 'findings', 'list'], '.', variables)).toMatchObject({ code: 0 });
    } finally {
      await world.close();
    }
  }));

it('before npm ci says so in one line', () =>
  withFolder(async (folder) => {
    for (const part of ['functions', 'shared', 'package.json'])
      cpSync(part, join(folder, part), { recursive: true });
    expect(await launch([LAUNCHER, 'check'], folder)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^plumbline: the package \S+ is not installed: run npm ci [^\n]*\n$/),
    });
  }));

it.each(['check', '--version'])('on an older Node %s says which one is needed, in one line', async (word) => {
  expect(await launch(['--import', OLD, LAUNCHER, word])).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^plumbline: Node 24 or later is needed, and this is 20\.11\.0: [^\n]*\n$/),
  });
});
