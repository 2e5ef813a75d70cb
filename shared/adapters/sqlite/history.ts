import type { Transition } from '../../findings/model.ts';
import type { StateStore } from '../../ports.ts';
import { filedAt, newestTransitions } from '../store/order.ts';
import { parseTransitions } from '../store/records.ts';
import { expiryFrom } from '../store/retention.ts';
import type { SqliteContext } from './database.ts';

/** Transitions in SQLite: one row for each pass that decided any and for each change made by a person. */
export function sqliteHistory(context: SqliteContext): Pick<StateStore, 'listTransitions'> {
  return {
    listTransitions: async (limit, since) =>
      context.read('list transitions', () => {
        const rows = context.db
          .prepare(
            `SELECT id, json FROM history WHERE estate = ? AND expires_at > ? AND at >= ?
             ORDER BY at DESC, id DESC LIMIT ?`,
          )
          .all(context.estate, context.clock.now().getTime(), since == null ? 0 : Date.parse(since), limit);
        const batches = rows.map((row) => parseTransitions(String(row.json), String(row.id)));
        return newestTransitions(batches, limit, since);
      }),
  };
}

/** Adds transitions that were decided together; inside the transaction of the caller. */
export function appendHistory(context: SqliteContext, transitions: Transition[]): void {
  const { db, estate, clock } = context;
  db.prepare('INSERT INTO history (estate, at, expires_at, json) VALUES (?, ?, ?, ?)').run(
    estate,
    filedAt(transitions),
    expiryFrom(clock.now()).getTime(),
    JSON.stringify(transitions),
  );
}
