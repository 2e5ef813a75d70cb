import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { withFolder } from './command.ts';

/** Whoever waits for ever is ended: the test must not. */
const PATIENCE_MS = 20_000;
const KEY = Buffer.alloc(32, 3).toString('base64');

/** What a command says of a store; in a process of its own, since what is wrong here never ends. */
async function complaint(path: string, variables: Record<string, string> = {}): Promise<string> {
  const words = ['functions/cli.ts', 'findings', 'list', '--contract', 'contracts/example.yaml'];
  const env = { PATH: process.env.PATH ?? '', PLUMBLINE_STORE: `sqlite:${path}`, ...variables };
  try {
    await promisify(execFile)(process.execPath, words, { env, timeout: PATIENCE_MS });
    return '';
  } catch (error) {
    const { stderr, signal } = error as { stderr: string; signal: string | null };
    return signal === null ? stderr : `ended by ${signal}`;
  }
}

const hasProc = existsSync('/proc/self');

(hasProc ? it : it.skip)('a store where no folder can be made is an error within seconds', async () => {
  expect(await complaint('/proc/no-such/state.db', { PLUMBLINE_FINGERPRINT_KEY: KEY })).toMatch(
    /^plumbline: could not open the store \/proc\/no-such\/state\.db: .*; check the path[^\n]*\n$/,
  );
  expect(await complaint('/proc/no-such/state.db')).toMatch(
    /^plumbline: \/proc\/no-such\/fingerprint\.key: the fingerprint key cannot be read or made there[^\n]*\n$/,
  );
});

it('a store that is no file is an error within seconds', () =>
  withFolder(async (folder) => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await complaint(pipe, { PLUMBLINE_FINGERPRINT_KEY: KEY })).toBe(
      `plumbline: could not open the store ${pipe}: it is no ordinary file; name one in PLUMBLINE_STORE\n`,
    );
  }));
