import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { StateStore } from '../../ports.ts';
import { decodeReading, encodeReading, missingReading, splitChunks } from '../reading-codec.ts';
import { corrupt } from '../store/records.ts';
import { expiryFrom, isDurable, isExpired } from '../store/retention.ts';
import type { FirestoreContext, Write } from './context.ts';
import { chunkRef } from './layout.ts';
import { MAX_BYTES } from './payload.ts';

/** Bytes of one batch of writes: a request may have 10 MiB, with the emulator 4 MiB. */
const BATCH_BYTES = 3 * 1024 * 1024;

/**
 * Readings by content in Firestore: gzipped, in pieces of at most 900 KiB. They are written with an expiry,
 * which the commit that refers to them takes away in its own transaction.
 */
export function firestoreReadings(
  context: FirestoreContext,
): Pick<StateStore, 'putReadings' | 'getReadings'> {
  return {
    putReadings: async (readings) => {
      const unknown = Object.keys(readings).filter((id) => !context.referenced.has(id));
      const headers = await context.getAll(
        'look for readings',
        unknown.map((id) => chunkRef(context.layout, id, 0)),
        ['expiresAt'],
      );
      const now = context.clock.now();
      const missing = unknown.filter((_, index) => {
        const header = headers[index];
        return !header?.exists || !isDurable(expiryOf(header), now);
      });
      const writes = missing.flatMap((id) => chunkWrites(context, id, readings[id] ?? ''));
      for (const batch of batches(writes)) await context.write('store readings', batch);
    },
    getReadings: async (ids) => {
      const wanted = [...new Set(ids)];
      const headers = await context.getAll(
        'read readings',
        wanted.map((id) => chunkRef(context.layout, id, 0)),
      );
      const texts = wanted.map(
        async (id, index) => [id, await readText(context, id, headers[index])] as const,
      );
      return Object.fromEntries(await Promise.all(texts));
    },
  };
}

/** In how many pieces a stored reading lies; null where it is not stored. */
export function chunkCount(header: DocumentSnapshot | undefined, id: string): number | null {
  if (!header?.exists) return null;
  const count: unknown = header.get('chunks');
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) throw corrupt(`reading ${id}`);
  return count;
}

async function readText(
  context: FirestoreContext,
  id: string,
  header: DocumentSnapshot | undefined,
): Promise<string> {
  const count = chunkCount(header, id);
  if (header === undefined || count === null) throw missingReading(id);
  if (isExpired(expiryOf(header), context.clock.now())) throw missingReading(id);
  const refs = Array.from({ length: count - 1 }, (_, index) => chunkRef(context.layout, id, index + 1));
  const rest = await context.getAll('read readings', refs);
  return decodeReading(id, Buffer.concat([header, ...rest].map((piece) => bytesOf(piece, id))));
}

/** The piece that carries the count comes last: where it is, the others are. */
function chunkWrites(context: FirestoreContext, id: string, text: string): Write[] {
  const chunks = splitChunks(encodeReading(id, text), MAX_BYTES);
  const expiresAt = expiryFrom(context.clock.now());
  return chunks
    .map((data, index): Write => {
      const count = index === 0 ? { chunks: chunks.length } : {};
      return { kind: 'set', ref: chunkRef(context.layout, id, index), data: { data, expiresAt, ...count } };
    })
    .reverse();
}

function batches(writes: Write[]): Write[][] {
  const result: Write[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const write of writes) {
    const bytes = write.data.data.length;
    if (size + bytes > BATCH_BYTES) {
      result.push([]);
      size = 0;
    }
    result.at(-1)?.push(write);
    size += bytes;
  }
  return result;
}

function bytesOf(piece: DocumentSnapshot, id: string): Uint8Array {
  const data: unknown = piece.get('data');
  if (!(data instanceof Uint8Array)) throw corrupt(`reading ${id}`);
  return data;
}

function expiryOf(header: DocumentSnapshot): Date | null {
  return header.get('expiresAt')?.toDate() ?? null;
}
