import type { OutboxEntry } from '../../alerts/model.ts';
import type { StateStore } from '../../ports.ts';
import { oldestFirst } from '../store/order.ts';
import { decideClaim, decideSettle } from '../store/outbox.ts';
import { parseEntry } from '../store/records.ts';
import { expiryFrom } from '../store/retention.ts';
import type { SqliteContext } from './database.ts';

type OutboxMethods = 'claimEntry' | 'settleEntry' | 'pendingEntries' | 'getEntry' | 'deliveredChannel';

/** The outbox in SQLite. */
export function sqliteOutbox(context: SqliteContext): Pick<StateStore, OutboxMethods> {
  return {
    claimEntry: async (id, claim) =>
      context.write('claim a message', () => {
        const entry = readEntry(context, id);
        const claimed = entry === null ? null : decideClaim(entry, claim, context.clock.now());
        if (claimed !== null) writeEntry(context, claimed);
        return claimed;
      }),
    settleEntry: async (entry) =>
      context.write('settle a message', () => {
        const settled = decideSettle(readEntry(context, entry.id), entry);
        if (settled !== null) writeEntry(context, settled);
      }),
    pendingEntries: async () => context.read('list undelivered messages', () => pending(context)),
    getEntry: async (id) => context.read('read a message', () => readEntry(context, id)),
    deliveredChannel: async (channel) =>
      context.read('look for a channel', () => deliveredChannel(context, channel)),
  };
}

/** Queues an entry unless one of that id was queued before; inside the transaction of the caller. */
export function insertEntry({ db, estate }: SqliteContext, entry: OutboxEntry, position: number): void {
  db.prepare('INSERT OR IGNORE INTO outbox (estate, id, state, position, json) VALUES (?, ?, ?, ?, ?)').run(
    estate,
    entry.id,
    entry.state,
    position,
    JSON.stringify(entry),
  );
}

function deliveredChannel({ db, estate }: SqliteContext, channel: string): string | null {
  const row = db
    .prepare(
      `SELECT json_extract(json, '$.delivery.channel') AS id FROM outbox
       WHERE estate = ? AND state = 'sent' AND json_extract(json, '$.channel') = ?
       ORDER BY json_extract(json, '$.createdAt') DESC LIMIT 1`,
    )
    .get(estate, channel);
  return typeof row?.id === 'string' ? row.id : null;
}

function pending({ db, estate }: SqliteContext): OutboxEntry[] {
  const rows = db
    .prepare(`SELECT id, position, json FROM outbox WHERE estate = ? AND state <> 'sent'`)
    .all(estate);
  return oldestFirst(
    rows.map((row) => ({
      entry: parseEntry(String(row.json), String(row.id)),
      position: Number(row.position),
    })),
  );
}

function readEntry({ db, estate, clock }: SqliteContext, id: string): OutboxEntry | null {
  const row = db
    .prepare('SELECT json FROM outbox WHERE estate = ? AND id = ? AND (expires_at IS NULL OR expires_at > ?)')
    .get(estate, id, clock.now().getTime());
  return row === undefined ? null : parseEntry(String(row.json), id);
}

/** What was sent may be forgotten in time; what was not may not. */
function writeEntry({ db, estate, clock }: SqliteContext, entry: OutboxEntry): void {
  const expiresAt = entry.state === 'sent' ? expiryFrom(clock.now()).getTime() : null;
  db.prepare(
    `INSERT INTO outbox (estate, id, state, position, json, expires_at) VALUES (?, ?, ?, 0, ?, ?)
     ON CONFLICT (estate, id) DO UPDATE
       SET state = excluded.state, json = excluded.json, expires_at = excluded.expires_at`,
  ).run(estate, entry.id, entry.state, JSON.stringify(entry), expiresAt);
}
