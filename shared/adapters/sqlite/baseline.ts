import type { Baseline } from '../../ports.ts';
import { parseBaseline } from '../store/records.ts';
import type { SqliteContext } from './database.ts';

/** The baseline as the last committed pass left it, null before the first; inside the transaction of the caller. */
export function readBaseline({ db, estate }: SqliteContext): Baseline | null {
  const row = db.prepare('SELECT json FROM baseline WHERE estate = ?').get(estate);
  return row === undefined ? null : parseBaseline(String(row.json));
}

/** Replaces the baseline; inside the transaction of the caller. */
export function writeBaseline({ db, estate }: SqliteContext, baseline: Baseline): void {
  db.prepare('INSERT OR REPLACE INTO baseline (estate, json) VALUES (?, ?)').run(
    estate,
    JSON.stringify(baseline),
  );
}
