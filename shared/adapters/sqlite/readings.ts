import type { StateStore } from '../../ports.ts';
import { decodeReading, encodeReading, missingReading } from '../reading-codec.ts';
import { expiryFrom, isDurable, isExpired } from '../store/retention.ts';
import type { SqliteContext } from './database.ts';

/** Readings by content in SQLite, gzipped. */
export function sqliteReadings(context: SqliteContext): Pick<StateStore, 'putReadings' | 'getReadings'> {
  return {
    putReadings: async (readings) => {
      const now = context.clock.now();
      const missing = context.read('look for readings', () =>
        Object.keys(readings).filter((id) => {
          const expiresAt = readingExpiry(context, id);
          return expiresAt === undefined || !isDurable(expiresAt, now);
        }),
      );
      const encoded = missing.map((id) => ({ id, bytes: encodeReading(id, readings[id] ?? '') }));
      if (encoded.length > 0) context.write('store readings', () => insertReadings(context, encoded, now));
    },
    getReadings: async (ids) => {
      const bytes = context.read('read readings', () =>
        ids.map((id) => [id, readBytes(context, id)] as const),
      );
      return Object.fromEntries(bytes.map(([id, gzip]) => [id, decodeReading(id, gzip)]));
    },
  };
}

/** Takes the expiry away from what the new baseline refers to and gives one to what it no longer does. */
export function moveReadingExpiry(
  context: SqliteContext,
  change: { entered: string[]; left: string[] },
): void {
  const { db, estate, clock } = context;
  const update = db.prepare('UPDATE reading SET expires_at = ? WHERE estate = ? AND sha256 = ?');
  for (const id of change.entered) {
    if (readingExpiry(context, id) === undefined) throw missingReading(id);
    update.run(null, estate, id);
  }
  for (const id of change.left) update.run(expiryFrom(clock.now()).getTime(), estate, id);
}

function insertReadings(context: SqliteContext, encoded: { id: string; bytes: Buffer }[], now: Date): void {
  const { db, estate } = context;
  // A pass elsewhere may have made one of them part of the baseline meanwhile: its missing expiry stays.
  const insert = db.prepare(
    `INSERT INTO reading (estate, sha256, gzip, expires_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (estate, sha256) DO UPDATE SET gzip = excluded.gzip,
       expires_at = CASE WHEN expires_at IS NULL THEN NULL ELSE excluded.expires_at END`,
  );
  for (const { id, bytes } of encoded) insert.run(estate, id, bytes, expiryFrom(now).getTime());
}

function readBytes({ db, estate, clock }: SqliteContext, id: string): Uint8Array {
  const row = db
    .prepare('SELECT gzip, expires_at FROM reading WHERE estate = ? AND sha256 = ?')
    .get(estate, id);
  if (row === undefined || !(row.gzip instanceof Uint8Array)) throw missingReading(id);
  if (isExpired(toDate(row.expires_at), clock.now())) throw missingReading(id);
  return row.gzip;
}

/** Undefined where there is no such reading; null where it never expires. */
function readingExpiry({ db, estate }: SqliteContext, id: string): Date | null | undefined {
  const row = db.prepare('SELECT expires_at FROM reading WHERE estate = ? AND sha256 = ?').get(estate, id);
  return row === undefined ? undefined : toDate(row.expires_at);
}

function toDate(value: unknown): Date | null {
  return typeof value === 'number' ? new Date(value) : null;
}
