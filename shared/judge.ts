import type { AuditTrail } from './attribution/audit-trail.ts';
import { evaluateContract } from './checks/evaluate.ts';
import type { Evaluation } from './checks/model.ts';
import type { Contract } from './contract/model.ts';
import type { PermissionProbe } from './doctor/probe.ts';
import { askStandings, type ViewerStanding } from './doctor/standing.ts';
import { withViewer, withViewerGaps } from './doctor/viewer-check.ts';
import { captureEstate } from './estate/capture.ts';
import { coverageOf } from './estate/coverage.ts';
import type { ValueReducer } from './estate/reduce.ts';
import type { CaptureTarget, EstateSource } from './estate/source.ts';
import { observeFindings } from './findings/observe.ts';
import { buildReport, type Report } from './report/report.ts';
import type { Snapshot } from './snapshot/model.ts';

/** What is needed to look at an estate and to judge it: one source of documents, one contract, one key. */
export interface Eyes {
  contract: Contract;
  source: EstateSource;
  reduce: ValueReducer;
  /** Keyed fingerprint of a value, by the key that `reduce` uses. */
  fingerprintOf(value: string): string;
  /** Asks what the identity that reads may do; absent where nobody reads live. */
  probe?: PermissionProbe;
  /** Tells who made a change. */
  trail?: AuditTrail;
}

/** Reads every scope of the contract's environments. `knownRegions`: where services were seen before, by environment. */
export function look(
  eyes: Eyes,
  pass: { now: Date; signal: AbortSignal; knownRegions?: Record<string, string[]> },
): Promise<Snapshot> {
  const { contract, source, reduce } = eyes;
  const targets: CaptureTarget[] = contract.environments.map(({ name, project, regions }) => ({
    environment: name,
    project,
    regions: [...new Set([...regions, ...(pass.knownRegions?.[name] ?? [])])].sort(),
  }));
  const projectNumbers = Object.fromEntries(
    contract.environments.flatMap(({ project, projectNumber }) =>
      projectNumber === null ? [] : [[project, projectNumber]],
    ),
  );
  return captureEstate({
    estate: contract.estate,
    targets,
    source,
    reduce,
    projectNumbers,
    now: pass.now,
    signal: pass.signal,
  });
}

/** Asks every project of the contract what the identity that reads it may do there, one call each. */
export function lookAtViewer({ probe, contract }: Eyes, signal: AbortSignal): Promise<ViewerStanding[]> {
  return askStandings(probe ?? null, contract.environments, signal);
}

/** Holds a snapshot against the contract at an instant. */
export function judge(eyes: Eyes, snapshot: Snapshot, now: Date): Evaluation {
  return evaluateContract({ contract: eyes.contract, snapshot, now, fingerprintOf: eyes.fingerprintOf });
}

/** What is wrong in one snapshot, without a memory of earlier ones: violations and gaps, no drift. */
export function reportOn(eyes: Eyes, snapshot: Snapshot, evaluation: Evaluation): Report {
  return reportSeen(eyes, { snapshot, evaluation, viewer: [] });
}

/** Looks, asks what the viewer may do, judges and reports: the whole of `check`. `only`: numbers of the checks to run. */
export async function checkEstate(
  eyes: Eyes,
  pass: { now: Date; signal: AbortSignal; only?: number[] },
): Promise<Report> {
  const { now, only } = pass;
  const [snapshot, viewer] = await Promise.all([look(eyes, pass), lookAtViewer(eyes, pass.signal)]);
  const { contract, fingerprintOf } = eyes;
  const context = { contract, snapshot, now, fingerprintOf };
  const evaluation = evaluateContract(context, only === undefined ? {} : { only });
  return reportSeen(eyes, { snapshot, evaluation, viewer });
}

function reportSeen(
  { contract, fingerprintOf }: Eyes,
  seen: { snapshot: Snapshot; evaluation: Evaluation; viewer: ViewerStanding[] },
): Report {
  const { snapshot, evaluation, viewer } = seen;
  const coverage = withViewerGaps(coverageOf(snapshot), viewer);
  const { findings } = observeFindings({
    contract,
    evaluation: withViewer(evaluation, contract, viewer),
    changes: [],
    coverage,
    known: [],
    fingerprintOf,
  });
  return buildReport({ contract, snapshot, coverage, evaluation, findings });
}
