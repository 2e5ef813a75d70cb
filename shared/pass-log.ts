import type { DrainSummary } from './alerts/drain.ts';
import { undeliveredWords } from './alerts/undelivered-words.ts';
import type { EventLog, RunRecord } from './ports.ts';
import { isGap } from './snapshot/model.ts';

/** What is said of one committed pass, for alarms and dashboards. */
export interface PassFacts {
  run: RunRecord;
  delivery: DrainSummary;
  findingsOpen: number;
  /** Requests sent to Google for this pass. */
  calls: number;
  durationMs: number;
  now: Date;
}

/** Logs a pass as the event `pass`, and undelivered messages as an error of their own. */
export function logPass(log: EventLog | undefined, facts: PassFacts): void {
  if (log === undefined) return;
  const { run, delivery, findingsOpen, calls, durationMs } = facts;
  const { runId, trigger, outcome, health } = run;
  const oldestPendingSeconds = oldestSeconds(delivery, facts.now);
  log.write({
    severity: outcome === 'complete' ? 'INFO' : 'WARNING',
    event: 'pass',
    message: `pass ${runId}: ${outcome}, ${findingsOpen} open, ${delivery.sent} sent, ${delivery.pending} undelivered`,
    runId,
    trigger,
    outcome,
    durationMs,
    calls,
    coverageGaps: run.coverage.filter(isGap).length,
    findingsOpen,
    transitions: run.transitions.length,
    alertsSent: delivery.sent,
    alertsPending: delivery.pending,
    possibleDuplicates: delivery.possibleDuplicates,
    oldestPendingSeconds,
    partialPassesInARow: health?.partialInARow ?? 0,
  });
  if (delivery.pending === 0) return;
  log.write({
    severity: 'ERROR',
    code: 'DELIVERY_FAILED',
    message: undeliveredWords(delivery),
    runId,
    alertsPending: delivery.pending,
    misconfigured: delivery.misconfigured,
    oldestPendingSeconds,
  });
}

/** Logs that a whole pass ended well: everything read, kept and told. */
export function logHeartbeat(log: EventLog | undefined, run: RunRecord, heard: boolean): void {
  const { runId } = run;
  log?.write({ severity: 'INFO', event: 'heartbeat', message: `pass ${runId} ended well`, runId });
  if (!heard)
    log?.write({
      severity: 'WARNING',
      message: 'PLUMBLINE_HEARTBEAT_URL did not take the heartbeat',
      runId,
    });
}

function oldestSeconds({ oldestPendingAt }: DrainSummary, now: Date): number {
  if (oldestPendingAt === null) return 0;
  return Math.max(0, Math.round((now.getTime() - Date.parse(oldestPendingAt)) / 1000));
}
