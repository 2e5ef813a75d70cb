import type { DrainSummary } from './alerts/drain.ts';
import type { OutboxEntry } from './alerts/model.ts';
import type { PassDecisions } from './decide.ts';
import { PlumblineError } from './errors.ts';
import type { FindingRecord, Transition } from './findings/model.ts';
import { gapResource } from './findings/read-gaps.ts';
import type { RunRecord, StateStore } from './ports.ts';
import type { Report } from './report/report.ts';
import { type CoverageLine, isGap, isOfEstate } from './snapshot/model.ts';

/** One message a pass wrote, and whether it is known to have arrived. */
export interface AlertSummary {
  id: string;
  channel: string;
  kind: string;
  environment: string;
  findings: string[];
  state: OutboxEntry['state'];
}

/** What one committed pass saw, decided and told. */
export interface PassReport {
  outcome: RunRecord['outcome'];
  runId: string;
  report: Report;
  transitions: Transition[];
  /** The findings the transitions are about, as they stand now. */
  moved: FindingRecord[];
  /** Findings open after this pass; accepted ones are not, and what could not be read stands in the coverage. */
  open: number;
  alerts: AlertSummary[];
  delivery: DrainSummary;
}

/** A pass somebody else ran, told to whoever's request it covered. */
export interface CoveredPass {
  outcome: RunRecord['outcome'];
  runId: string;
  run: RunRecord;
  alerts: AlertSummary[];
}

/** What a kept run saw and told; throws NOT_FOUND where its record is gone. */
export async function coveredPass(
  store: Pick<StateStore, 'getRun' | 'getEntry'>,
  runId: string,
): Promise<CoveredPass> {
  const run = await store.getRun(runId);
  if (run === null) throw new PlumblineError('NOT_FOUND', `there is no record of run ${runId} any more`);
  const entries = await Promise.all(run.alerts.map((id) => store.getEntry(id)));
  const alerts = entries.filter((entry) => entry !== null).map((entry) => summary(entry, entry.state));
  return { outcome: run.outcome, runId, run, alerts };
}

/** Puts a pass together for whoever asked for it. `sent`: its entries as they are after the drain. */
export function passReport(pass: {
  run: RunRecord;
  report: Report;
  decisions: PassDecisions;
  entries: OutboxEntry[];
  delivery: DrainSummary;
}): PassReport {
  const { run, report, decisions, entries, delivery } = pass;
  const unsent = new Set(delivery.unsent);
  return {
    outcome: run.outcome,
    runId: run.runId,
    report: { ...report, coverage: report.coverage.map((scope) => sinceWhen(scope, decisions, run)) },
    transitions: decisions.transitions,
    moved: decisions.records,
    open: decisions.open.filter(({ state, kind }) => state === 'open' && kind !== 'read-gap').length,
    alerts: entries.map((entry) => summary(entry, unsent.has(entry.id) ? 'pending' : 'sent')),
    delivery,
  };
}

/** A scope that earlier passes could not read either says since when. */
function sinceWhen(scope: CoverageLine, { open }: PassDecisions, run: RunRecord): CoverageLine {
  if (!isOfEstate(scope) || !isGap(scope)) return scope;
  const resource = gapResource(scope);
  const known = open.find(
    (record) =>
      record.kind === 'read-gap' && record.environment === scope.environment && record.resource === resource,
  );
  if (known === undefined || known.firstSeenAt === run.startedAt) return scope;
  const detail = [scope.detail, `not read since ${known.firstSeenAt}`].filter((one) => one).join('; ');
  return { ...scope, detail };
}

function summary({ id, channel, message }: OutboxEntry, state: OutboxEntry['state']): AlertSummary {
  const findings = message.items.map(({ finding }) => finding.fingerprint);
  return { id, channel, kind: message.kind, environment: message.environment, findings, state };
}
