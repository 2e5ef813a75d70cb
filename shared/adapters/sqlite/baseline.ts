import type { Baseline, PassHealth, RunRecord } from '../../ports.ts';
import { parseBaseline, parseHealth } from '../store/records.ts';
import type { SqliteContext } from './database.ts';

/** The baseline as the last committed pass left it, null before the first; inside the transaction of the caller. */
export function readBaseline({ db, estate }: SqliteContext): Baseline | null {
  const row = db.prepare('SELECT json FROM baseline WHERE estate = ?').get(estate);
  return row === undefined ? null : parseBaseline(String(row.json));
}

/** The health of the pass that wrote the baseline; inside the transaction of the caller. */
export function readHealth({ db, estate }: SqliteContext): PassHealth | null {
  const health = db.prepare('SELECT health FROM baseline WHERE estate = ?').get(estate)?.health;
  return typeof health === 'string' ? parseHealth(health) : null;
}

/** Replaces the baseline and the health beside it; inside the transaction of the caller. */
export function writeBaseline({ db, estate }: SqliteContext, baseline: Baseline, run: RunRecord): void {
  db.prepare('INSERT OR REPLACE INTO baseline (estate, json, health) VALUES (?, ?, ?)').run(
    estate,
    JSON.stringify(baseline),
    run.health === undefined ? null : JSON.stringify(run.health),
  );
}
