import type { OutboxEntry } from '../../alerts/model.ts';
import type { FindingRecord } from '../../findings/model.ts';
import type { Lease, PassCommit, RunRecord } from '../../ports.ts';
import { referenceChange } from '../store/baseline.ts';
import { changedMeanwhile } from '../store/conflict.ts';
import { readBaseline, writeBaseline } from './baseline.ts';
import type { SqliteContext } from './database.ts';
import { findingRow, writeFinding } from './findings.ts';
import { appendHistory } from './history.ts';
import { coverRequests, holdsLease } from './lease.ts';
import { insertEntry } from './outbox.ts';
import { moveReadingExpiry } from './readings.ts';
import { hasRun, insertRun } from './runs.ts';
import { writeWindow } from './windows.ts';

/** Keeps a whole pass in one transaction; a pass that was kept before answers the same and changes nothing. */
export function commitPass(context: SqliteContext, lease: Lease, pass: PassCommit): 'committed' | 'fenced' {
  const answer = context.write('commit the pass', () => {
    if (hasRun(context, pass.run.runId)) return 'committed';
    if (!holdsLease(context, lease)) return 'fenced';
    forgetExpired(context);
    moveReadingExpiry(context, referenceChange(readBaseline(context) ?? {}, pass.baseline));
    writeBaseline(context, pass.baseline, pass.run);
    keepFindings(context, pass.findings);
    keepOutbox(context, pass.outbox);
    for (const window of pass.windows) writeWindow(context, window);
    keepRun(context, pass.run);
    coverRequests(context, lease, pass.run.runId);
    return 'committed';
  });
  if (answer === 'committed') context.loaded.clear();
  return answer;
}

function keepFindings(context: SqliteContext, findings: FindingRecord[]): void {
  for (const record of findings) {
    const revision = findingRow(context, record.fingerprint)?.revision ?? 0;
    const loaded = context.loaded.get(record.fingerprint);
    if (loaded !== undefined && loaded !== revision) throw changedMeanwhile(record.fingerprint);
    writeFinding(context, record, revision + 1);
  }
}

function keepOutbox(context: SqliteContext, outbox: OutboxEntry[]): void {
  for (const [position, entry] of outbox.entries()) insertEntry(context, entry, position);
}

function keepRun(context: SqliteContext, run: RunRecord): void {
  insertRun(context, run);
  if (run.transitions.length > 0) appendHistory(context, run.transitions);
}

/** SQLite has nobody to delete what has expired, so each commit does. */
function forgetExpired({ db, estate, clock }: SqliteContext): void {
  const now = clock.now().getTime();
  for (const table of ['run', 'history', 'reading', 'outbox', 'break_glass_window']) {
    db.prepare(`DELETE FROM ${table} WHERE estate = ? AND expires_at <= ?`).run(estate, now);
  }
}
