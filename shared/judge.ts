import type { AuditTrail } from './attribution/audit-trail.ts';
import { deployWorkflow } from './checks/deploy-workflow/deploy-workflow.ts';
import { readEstate } from './checks/evaluation/choose.ts';
import { type EvaluationOptions, evaluateContract } from './checks/evaluation/evaluate.ts';
import type { CheckContext, Evaluation } from './checks/model.ts';
import { EstateView } from './checks/view/view.ts';
import type { Contract } from './contract/model.ts';
import type { PermissionProbe } from './doctor/probe.ts';
import { askStandings, type ViewerStanding } from './doctor/standing.ts';
import { withViewer, withViewerGaps } from './doctor/viewer-check.ts';
import { captureEstate } from './estate/capture.ts';
import { coverageOf } from './estate/coverage.ts';
import { keyMark } from './estate/fingerprint.ts';
import type { ValueReducer } from './estate/reduce.ts';
import type { CaptureTarget, EstateSource } from './estate/source.ts';
import { observeFindings } from './findings/observe.ts';
import { buildReport, type Report } from './report/report.ts';
import { askSmoke } from './smoke/ask.ts';
import type { SmokeAnswers, SmokeProbe } from './smoke/model.ts';
import { smokeTargets } from './smoke/targets.ts';
import type { CoverageLine, Snapshot } from './snapshot/model.ts';
import { workflowGaps } from './workflows/gaps.ts';
import type { WorkflowReadings } from './workflows/model.ts';
import { readWorkflows } from './workflows/read.ts';
import type { WorkflowSource } from './workflows/source.ts';

/** What is needed to look at an estate and to judge it: one source of documents, one contract, one key. */
export interface Eyes {
  contract: Contract;
  source: EstateSource;
  reduce: ValueReducer;
  /** Keyed fingerprint of a value, by the key that `reduce` uses. */
  fingerprintOf(value: string): string;
  /** What `source` reads are files that gcloud printed; absent: the live projects. */
  fromFiles?: boolean;
  /** Asks what the identity that reads may do; absent where nobody reads live. */
  probe?: PermissionProbe;
  /** Whether what the contract calls deprecated fails; only a person who looks may ask for that. */
  failOnDeprecated?: boolean;
  /** Reads the deploy workflows; absent where the contract names none. */
  workflows?: WorkflowSource;
  /** Asks the URLs that are declared to answer; absent where nobody asks. */
  smoke?: SmokeProbe;
  /** Tells who made a change. */
  trail?: AuditTrail;
  /** Requests sent to Google so far; absent where nobody counts them. */
  calls?(): number;
}

/** What is judged beside the snapshot (`smoke` only where this pass asked), and by which checks. */
export type Beside = Pick<CheckContext, 'workflows' | 'smoke'> & Pick<EvaluationOptions, 'only'>;

/** Reads every scope of the contract's environments. `knownRegions`: where services were seen before, by environment. */
export async function look(
  eyes: Eyes,
  pass: { now: Date; signal: AbortSignal; knownRegions?: Record<string, string[]> },
): Promise<Snapshot> {
  const { contract, source, reduce, fingerprintOf } = eyes;
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
  const snapshot = await captureEstate({
    estate: contract.estate,
    targets,
    source,
    reduce,
    projectNumbers,
    now: pass.now,
    signal: pass.signal,
  });
  return { ...snapshot, keyMark: keyMark(fingerprintOf) };
}

/** The snapshot of a pass that has no use for one. */
function unlooked({ contract }: Eyes, now: Date): Snapshot {
  return { schemaVersion: 1, estate: contract.estate, capturedAt: now.toISOString(), readings: [] };
}

/** Asks every project of the contract what the identity that reads it may do there, one call each. */
export function lookAtViewer({ probe, contract }: Eyes, signal: AbortSignal): Promise<ViewerStanding[]> {
  return askStandings(probe ?? null, contract.environments, signal);
}

/** Reads the workflows that deploy the environments; kept beside the snapshot, since they are no part of the estate. */
export function lookAtWorkflows(
  { contract, workflows }: Eyes,
  signal: AbortSignal,
): Promise<WorkflowReadings> {
  return readWorkflows(contract, workflows ?? null, signal);
}

/** Asks the URLs that the contract declares to answer, as they stand in a snapshot. */
export async function lookAtSmoke(
  eyes: Eyes,
  snapshot: Snapshot,
  signal: AbortSignal,
): Promise<SmokeAnswers> {
  const { contract, smoke } = eyes;
  if (smoke === undefined) return new Map();
  return askSmoke(smoke, smokeTargets(new EstateView({ contract, snapshot })), signal);
}

/** Holds a snapshot, and what was seen beside it, against the contract at an instant. */
export function judge(
  eyes: Eyes,
  snapshot: Snapshot,
  now: Date,
  { only, ...beside }: Beside = {},
): Evaluation {
  const { contract, fingerprintOf, failOnDeprecated = false } = eyes;
  const context = { contract, snapshot, now, fingerprintOf, failOnDeprecated, ...beside };
  return evaluateContract(context, only === undefined ? {} : { only });
}

/** What is wrong in one snapshot, without a memory of earlier ones: violations and gaps, no drift. */
export function reportOn(eyes: Eyes, snapshot: Snapshot, evaluation: Evaluation): Report {
  return reportSeen(eyes, { snapshot, evaluation, viewer: [], beside: [] });
}

/** Looks, asks what the viewer may do, judges and reports: the whole of `check`. `smoke`: asks the declared URLs too; `only`: numbers of the checks to run; where none of them judges the estate, it is not read. */
export async function checkEstate(
  eyes: Eyes,
  pass: { now: Date; signal: AbortSignal; smoke?: boolean; only?: number[] },
): Promise<Report> {
  const looks = pass.only === undefined || readEstate(pass.only);
  const [snapshot, viewer, workflows] = await Promise.all([
    looks ? look(eyes, pass) : unlooked(eyes, pass.now),
    looks ? lookAtViewer(eyes, pass.signal) : [],
    lookAtWorkflows(eyes, pass.signal),
  ]);
  const smoke = pass.smoke === true ? { smoke: await lookAtSmoke(eyes, snapshot, pass.signal) } : {};
  const only = pass.only === undefined ? {} : { only: pass.only };
  const evaluation = judge(eyes, snapshot, pass.now, { workflows, ...smoke, ...only });
  const asked = evaluation.checks.some(({ id }) => id === deployWorkflow.id);
  const beside = asked ? workflowGaps(eyes.contract, workflows) : [];
  return reportSeen(eyes, { snapshot, evaluation, viewer, beside });
}

function reportSeen(
  { contract, fingerprintOf, fromFiles = false }: Eyes,
  seen: { snapshot: Snapshot; evaluation: Evaluation; viewer: ViewerStanding[]; beside: CoverageLine[] },
): Report {
  const { snapshot, evaluation, viewer, beside } = seen;
  const coverage = withViewerGaps(coverageOf(snapshot), viewer);
  const { findings } = observeFindings({
    contract,
    evaluation: withViewer(evaluation, contract, viewer),
    changes: [],
    coverage,
    fromFiles,
    known: [],
    fingerprintOf,
  });
  return buildReport({ contract, snapshot, coverage: [...coverage, ...beside], evaluation, findings });
}
