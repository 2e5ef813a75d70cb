import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { PlumblineError } from '../errors.ts';
import { corrupt } from './store/records.ts';

/** The content id of a reading: sha256, in hex, of its uncompressed canonical JSON in UTF-8. */
export function readingId(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The reading gzipped; throws INTERNAL where the id is not the text's own, before anything is stored. */
export function encodeReading(id: string, text: string): Buffer {
  if (readingId(text) !== id) {
    throw new PlumblineError('INTERNAL', `reading ${id} was to be stored under an id that is not its sha256`);
  }
  return gzipSync(text);
}

/** The text of a stored reading; throws STORE_CORRUPT unless it is what its id promises. */
export function decodeReading(id: string, bytes: Uint8Array): string {
  const text = inflate(id, bytes);
  if (readingId(text) !== id) throw corrupt(`reading ${id}`);
  return text;
}

/** The error for a reading that should be there and is not. */
export function missingReading(id: string): PlumblineError {
  return new PlumblineError(
    'STORE_CORRUPT',
    `the store has no reading ${id}: it has expired (readings outside the baseline are kept for 90 days) or was deleted`,
  );
}

/** The bytes in pieces of at most `size` bytes, in order; at least one piece. */
export function splitChunks(bytes: Buffer, size: number): Buffer[] {
  const count = Math.max(1, Math.ceil(bytes.length / size));
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

function inflate(id: string, bytes: Uint8Array): string {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch (cause) {
    throw corrupt(`reading ${id}`, cause);
  }
}
