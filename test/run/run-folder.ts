import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The variable that names the folder through which the test processes of one run share what is made once. */
export const RUN_FOLDER = 'PLUMBLINE_TEST_RUN_FOLDER';
const WAIT_MS = 180_000;
const POLL_MS = 50;

/** Makes the folder of a test run; programs in it find the packages that are installed here. */
export function openRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-run-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The folder of the run under way; a test process has one from Jest's global setup. */
export function runFolder(): string {
  const folder = process.env[RUN_FOLDER];
  if (!folder) throw new Error(`${RUN_FOLDER} is not set: Jest's global setup was not run`);
  return folder;
}

/** Removes the folder of a test run. */
export function closeRunFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** What was made under this name in the folder; null where nobody has, or not yet. */
export function madeIn<T>(folder: string, name: string): T | null {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : null;
}

/** Made once for all processes of the run under way; outside of one, here and now. */
export function onceInRun<T>(name: string, make: () => Promise<T>): Promise<T> {
  const folder = process.env[RUN_FOLDER];
  return folder ? makeOnce(folder, name, make) : make();
}

/** Made by whichever process asks first, and only then; the others wait for its answer, which is JSON, or its error. */
export async function makeOnce<T>(folder: string, name: string, make: () => Promise<T>): Promise<T> {
  if (takeTurn(folder, name)) return makeForAll(folder, name, make);
  const until = performance.now() + WAIT_MS;
  while (performance.now() < until) {
    const made = madeIn<T>(folder, name);
    if (made !== null) return made;
    const failed = join(folder, `${name}.failed`);
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    await setTimeout(POLL_MS);
  }
  throw new Error(`${name}: another test process did not come to its end with it`);
}

/** Making a folder succeeds once, whoever tries. */
function takeTurn(folder: string, name: string): boolean {
  try {
    mkdirSync(join(folder, `${name}.turn`));
    return true;
  } catch {
    return false;
  }
}

async function makeForAll<T>(folder: string, name: string, make: () => Promise<T>): Promise<T> {
  try {
    const made = await make();
    appear(folder, `${name}.json`, JSON.stringify(made));
    return made;
  } catch (error) {
    appear(folder, `${name}.failed`, String(error));
    throw error;
  }
}

/** Whole or not at all, for whoever looks meanwhile. */
function appear(folder: string, name: string, text: string): void {
  const draft = join(folder, `${name}.draft`);
  writeFileSync(draft, text);
  renameSync(draft, join(folder, name));
}
