import { existsSync, writeFileSync } from 'node:fs';
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

/** Writes to a file, or to stdout, and returns when all of it is out. */
export async function write(text: string, file: string | null): Promise<void> {
  if (file === null || file === '-') {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
    return;
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): PlumblineError {
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
  return new PlumblineError('USAGE', `${file}: cannot be written (${reason})`, { cause: error });
}
