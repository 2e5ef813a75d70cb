import type { FindingRecord } from '../../findings/model.ts';
import type { StateStore } from '../../ports.ts';
import { worstFirst } from '../store/order.ts';
import { parseFinding } from '../store/records.ts';
import { readBaseline, readHealth } from './baseline.ts';
import type { SqliteContext } from './database.ts';
import { appendHistory } from './history.ts';

/** A finding with the number of times it was written. */
export interface FindingRow {
  record: FindingRecord;
  revision: number;
}

type FindingMethods = 'loadState' | 'findingsByFingerprint' | 'listFindings' | 'updateFinding';

/** Findings in SQLite, kept whole as JSON beside the state they are looked up by. */
export function sqliteFindings(context: SqliteContext): Pick<StateStore, FindingMethods> {
  return {
    loadState: async () =>
      context.read('load the state', () => {
        const rows = unresolvedRows(context);
        context.loaded.clear();
        return {
          baseline: readBaseline(context),
          findings: remember(context, rows),
          health: readHealth(context),
        };
      }),
    findingsByFingerprint: async (fingerprints) =>
      context.read('read findings', () => {
        const rows = [...new Set(fingerprints)].map((fingerprint) => findingRow(context, fingerprint));
        return remember(
          context,
          rows.filter((row) => row !== null),
        );
      }),
    listFindings: async (states) =>
      context.read('list findings', () => {
        const records = allRows(context).map((row) => row.record);
        return worstFirst(records.filter(({ state }) => states.length === 0 || states.includes(state)));
      }),
    updateFinding: async (fingerprint, change) =>
      context.write('change a finding', () => {
        const row = findingRow(context, fingerprint);
        if (row === null) return null;
        const { record, transition } = change(row.record);
        writeFinding(context, record, row.revision + 1);
        appendHistory(context, [transition]);
        return record;
      }),
  };
}

/** The stored finding, or null; inside the transaction of the caller. */
export function findingRow({ db, estate }: SqliteContext, fingerprint: string): FindingRow | null {
  const row = db
    .prepare('SELECT fingerprint, revision, json FROM finding WHERE estate = ? AND fingerprint = ?')
    .get(estate, fingerprint);
  return row === undefined ? null : toRow(row);
}

/** Writes a finding with its revision; inside the transaction of the caller. */
export function writeFinding({ db, estate }: SqliteContext, record: FindingRecord, revision: number): void {
  db.prepare(
    `INSERT OR REPLACE INTO finding (estate, fingerprint, state, revision, json) VALUES (?, ?, ?, ?, ?)`,
  ).run(estate, record.fingerprint, record.state, revision, JSON.stringify(record));
}

function unresolvedRows({ db, estate }: SqliteContext): FindingRow[] {
  return db
    .prepare(`SELECT * FROM finding WHERE estate = ? AND state <> 'resolved' ORDER BY fingerprint`)
    .all(estate)
    .map(toRow);
}

function allRows({ db, estate }: SqliteContext): FindingRow[] {
  return db.prepare('SELECT * FROM finding WHERE estate = ?').all(estate).map(toRow);
}

function remember(context: SqliteContext, rows: FindingRow[]): FindingRecord[] {
  for (const { record, revision } of rows) context.loaded.set(record.fingerprint, revision);
  return rows.map((row) => row.record);
}

function toRow(row: Record<string, unknown>): FindingRow {
  return {
    record: parseFinding(String(row.json), String(row.fingerprint)),
    revision: Number(row.revision),
  };
}
