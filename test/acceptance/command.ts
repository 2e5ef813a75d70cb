import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { bundled } from '../run/bundled.ts';
import { COMPILE_CACHE } from '../run/compile-cache.ts';
import { quickFolder } from '../run/quick-folder.ts';

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

const ROOT = new URL('../../', import.meta.url).pathname;
const COMMAND = join(ROOT, 'functions/cli.ts');

/**
 * Runs the plumbline command as a person does, in its own process; only the given Plumbline variables are
 * set, and `input` stands on stdin. It is bundled, but for its launcher (`launcher.test.ts`).
 */
export async function plumbline(
  words: string[],
  variables: Record<string, string> = {},
  input: string | Uint8Array = '',
): Promise<CommandResult> {
  const child = spawn(process.execPath, [await bundled(COMMAND), ...words], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      METADATA_SERVER_DETECTION: 'none',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ...variables,
    },
  });
  const out: string[] = [];
  const err: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  // Who refuses the input may be gone before it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) =>
    child.on('close', (code) => resolve({ code, stdout: out.join(''), stderr: err.join('') })),
  );
}

/** Runs with a folder that is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = quickFolder('plumbline-test-');
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A new empty folder for each test of the block, gone after it. */
export function folderForEach(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = quickFolder('plumbline-test-');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}
