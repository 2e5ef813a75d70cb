import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlumblineError } from '../shared/errors.ts';
import type { Json } from '../shared/snapshot/json.ts';

/** One JSON document, indented for people, as it goes to stdout. */
export function writeDocument(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes a file that is not there yet; throws USAGE where it is. */
export function writeNew(text: string, file: string): void {
  refuseExisting(file);
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    refuseExisting(file);
    throw unwritable(file, error);
  }
}

/** Throws USAGE where a file is there already: nothing is written over. */
export function refuseExisting(file: string): void {
  if (existsSync(file))
    throw new PlumblineError(
      'USAGE',
      `${file}: is there already and is not written over; name another file with --output`,
    );
}

/** Throws USAGE where a file cannot be written, so that nobody waits for what will have no place. */
export function refuseUnwritable(file: string | null): void {
  if (file === null || file === '-') return;
  const fault = faultOf(file);
  if (fault !== null) throw unwritable(file, { code: fault });
}

/** The code that writing to a file would fail with, as far as that can be known before. */
function faultOf(file: string): string | null {
  const folder = dirname(file);
  try {
    const known = statSync(file, { throwIfNoEntry: false });
    if (known?.isDirectory() === true) return 'EISDIR';
    if (known === undefined && !statSync(folder).isDirectory()) return 'ENOTDIR';
    accessSync(known === undefined ? folder : file, constants.W_OK);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? null;
  }
}

/** Writes to a file, or to stdout, and returns when all of it is out; throws USAGE where that cannot be. */
export async function write(text: string, file: string | null): Promise<void> {
  if (file === null || file === '-') return print(text, process.stdout);
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
}

/** Writes to stdout or stderr and returns when all of it is out. Whoever stops reading (`| head`) has read enough. */
export async function print(text: string, stream: NodeJS.WriteStream): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
    stream.write(text, resolve);
  });
  if (error && error.code !== 'EPIPE')
    throw unwritable(stream === process.stderr ? 'standard error' : 'standard output', error);
}

const ELSEWHERE = 'name another file';
const ADVICE: Record<string, (place: string) => string> = {
  ENOSPC: () => 'no space is left there; make room, or write it elsewhere',
  EDQUOT: () => 'the quota is used up there; make room, or write it elsewhere',
  ENOENT: (place) =>
    existsSync(dirname(place)) ? ELSEWHERE : `there is no folder ${dirname(place)}; make it first`,
  ENOTDIR: (place) => `${dirname(place)} is no folder; name another file`,
  EISDIR: () => 'it is a folder; name a file in it',
  EACCES: () => 'this user may not; name another file, or change who may',
  EPERM: () => 'this user may not; name another file, or change who may',
  EROFS: () => 'the file system is read-only; name another file',
};

function unwritable(place: string, error: unknown): PlumblineError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  const advice = ADVICE[code]?.(place) ?? ELSEWHERE;
  return new PlumblineError('USAGE', `${place}: cannot be written (${code}): ${advice}`, { cause: error });
}
