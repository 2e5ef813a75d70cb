import { type Outbox, outboxEntries } from '../alerts/outbox.ts';
import type { BreakGlassWindow } from '../break-glass/model.ts';
import type { Comparison } from '../compare-baseline.ts';
import type { PassDecisions } from '../decide.ts';
import { keyMark } from '../estate/fingerprint.ts';
import type { Lease, PassHealth, RunRecord, StateStore } from '../ports.ts';
import type { Report } from '../report/report.ts';
import { isGap } from '../snapshot/model.ts';
import { leaseLost, type Pass, type PassDeps } from './model.ts';

/** The messages of a pass, as entries to be kept with it. */
export function write(
  deps: PassDeps,
  pass: Pass,
  told: { decisions: PassDecisions; coverage: Report['coverage']; firstRun: boolean },
): Outbox {
  const { contract, defaultChannel } = deps;
  const { coverage } = told;
  return outboxEntries(told.decisions, {
    estate: contract.estate,
    runId: pass.runId,
    at: pass.startedAt.toISOString(),
    contractFile: contract.file,
    routes: contract.alerts.routes,
    defaultChannel,
    firstRun: told.firstRun,
    scopes: {
      total: coverage.length,
      read: coverage.filter(({ status }) => status === 'OK').length,
      unread: coverage.filter(isGap).length,
      ...(deps.fromFiles === true ? { fromFiles: true } : {}),
    },
  });
}

/** What is remembered of a pass. */
export function runRecord(
  deps: PassDeps,
  pass: Pass,
  seen: {
    report: Report;
    comparison: Comparison;
    decisions: PassDecisions;
    outbox: Outbox;
    health: PassHealth | null;
  },
): RunRecord {
  const { report, comparison, decisions, outbox } = seen;
  const partial = report.coverage.some(isGap);
  return {
    runId: pass.runId,
    trigger: pass.trigger,
    startedAt: pass.startedAt.toISOString(),
    finishedAt: deps.now().toISOString(),
    outcome: partial ? 'partial' : 'complete',
    contract: report.contract,
    coverage: report.coverage,
    readings: comparison.readings,
    transitions: decisions.transitions,
    alerts: outbox.entries.map(({ id }) => id),
    keyMark: keyMark(deps.fingerprintOf),
    health: { partialInARow: partial ? (seen.health?.partialInARow ?? 0) + 1 : 0 },
  };
}

/** The content of the readings is stored already; this is the one transaction that points at it. */
export async function commit(
  store: StateStore,
  lease: Lease,
  pass: { run: RunRecord; comparison: Comparison; outbox: Outbox; windows: BreakGlassWindow[] },
): Promise<void> {
  const { run, comparison, outbox, windows } = pass;
  const { baseline } = comparison;
  const content = { run, baseline, findings: outbox.records, outbox: outbox.entries, windows };
  const kept = await store.commit(lease, content);
  if (kept === 'fenced') throw leaseLost();
}
