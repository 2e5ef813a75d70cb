import type { RunRecord, StateStore } from '../../ports.ts';
import { parseRun } from '../store/records.ts';
import { expiryFrom } from '../store/retention.ts';
import type { SqliteContext } from './database.ts';

/** Run records in SQLite; expired ones are not answered. */
export function sqliteRuns(context: SqliteContext): Pick<StateStore, 'getRun' | 'listRuns'> {
  const { db, estate, clock } = context;
  return {
    getRun: async (runId) =>
      context.read('read a run', () => {
        const row = db
          .prepare('SELECT json FROM run WHERE estate = ? AND run_id = ? AND expires_at > ?')
          .get(estate, runId, clock.now().getTime());
        return row === undefined ? null : parseRun(String(row.json), runId);
      }),
    listRuns: async (limit, since) =>
      context.read('list runs', () =>
        db
          .prepare(
            `SELECT run_id, json FROM run WHERE estate = ? AND expires_at > ? AND started_at >= ?
             ORDER BY started_at DESC, run_id DESC LIMIT ?`,
          )
          .all(estate, clock.now().getTime(), since == null ? 0 : Date.parse(since), limit)
          .map((row) => parseRun(String(row.json), String(row.run_id))),
      ),
  };
}

/** Whether the run was committed before; inside the transaction of the caller. */
export function hasRun({ db, estate }: SqliteContext, runId: string): boolean {
  return db.prepare('SELECT 1 FROM run WHERE estate = ? AND run_id = ?').get(estate, runId) !== undefined;
}

/** Keeps a run record; inside the transaction of the caller. */
export function insertRun({ db, estate, clock }: SqliteContext, run: RunRecord): void {
  db.prepare('INSERT INTO run (estate, run_id, started_at, expires_at, json) VALUES (?, ?, ?, ?, ?)').run(
    estate,
    run.runId,
    Date.parse(run.startedAt),
    expiryFrom(clock.now()).getTime(),
    JSON.stringify(run),
  );
}
