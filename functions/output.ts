import { writeFileSync } from 'node:fs';
import { PlumblineError } from '../shared/errors.ts';
import type { Json } from '../shared/snapshot/json.ts';

/** One JSON document, indented for people, as it goes to stdout. */
export function writeDocument(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
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
    throw new PlumblineError(
      'USAGE',
      `${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`,
      { cause: error },
    );
  }
}
