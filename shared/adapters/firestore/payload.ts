import { gunzipSync, gzipSync } from 'node:zlib';
import { corrupt } from '../store/records.ts';
import { tooLarge } from './errors.ts';

/** The largest Bytes field written, in bytes; a document may hold 1 MiB altogether. */
export const MAX_BYTES = 900 * 1024;
/** Longer JSON is gzipped: a document stays small and a commit of many stays below a request's 10 MiB. */
const INLINE_BYTES = 16 * 1024;

/**
 * A record inside a document: JSON text where it is short, gzipped JSON where it is long. Never a map,
 * since Firestore refuses a list within a list and counts an index entry for each field.
 */
export type Payload = { json: string; gzip: null } | { json: null; gzip: Buffer };

/** A record ready to be stored; `compress` gzips short ones too. Throws where it would not fit a document. */
export function pack(record: unknown, options: { what: string; place: string; compress?: boolean }): Payload {
  const json = JSON.stringify(record);
  const inline = options.compress === true ? 0 : INLINE_BYTES;
  if (Buffer.byteLength(json) <= inline) return { json, gzip: null };
  const gzip = gzipSync(json);
  if (gzip.length > MAX_BYTES) throw tooLarge(options.what, options.place);
  return { json: null, gzip };
}

/** The JSON text of a stored record; throws STORE_CORRUPT where the document holds none. */
export function unpack(data: Record<string, unknown>, what: string): string {
  if (typeof data.json === 'string') return data.json;
  if (!(data.gzip instanceof Uint8Array)) throw corrupt(what);
  try {
    return gunzipSync(data.gzip).toString('utf8');
  } catch (cause) {
    throw corrupt(what, cause);
  }
}

/** About how many bytes a record takes in a request. */
export function payloadSize(payload: Payload): number {
  return payload.json === null ? payload.gzip.length : Buffer.byteLength(payload.json);
}
