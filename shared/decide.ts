import type { BreakGlassWindow } from './break-glass/model.ts';
import { windowAt } from './break-glass/request.ts';
import type { Evaluation } from './checks/model.ts';
import type { Comparison } from './compare-baseline.ts';
import type { ViewerStanding } from './doctor/standing.ts';
import { beyondViewer, withViewer } from './doctor/viewer-check.ts';
import { keyMark } from './estate/fingerprint.ts';
import { foldsInto } from './findings/gone.ts';
import type { Undelivered } from './findings/health-gaps.ts';
import type { WhyLeft } from './findings/left-alone.ts';
import type { Finding, FindingRecord } from './findings/model.ts';
import { observeFindings } from './findings/observe.ts';
import { type Decisions, decideTransitions } from './findings/transitions.ts';
import { documentAt, valueLookup } from './findings/value-lookup.ts';
import type { Eyes } from './judge.ts';
import type { MonitorState, StateStore } from './ports.ts';
import { type CoverageEntry, type Snapshot, scopeKey } from './snapshot/model.ts';

/** What one pass has in its hands when it decides. */
export interface PassFacts {
  eyes: Eyes;
  state: MonitorState;
  snapshot: Snapshot;
  /** What the identity that reads may do, by environment. */
  viewer: ViewerStanding[];
  coverage: CoverageEntry[];
  comparison: Comparison;
  whyLeft: WhyLeft;
  evaluation: Evaluation;
  /** What earlier passes wrote and nobody got, after the drain of this one. */
  undelivered: Undelivered[];
  /** Windows this pass was asked for. */
  windows: BreakGlassWindow[];
  now: Date;
  runId: string;
}

/** What becomes of every finding, and everything that is wrong now. */
export type PassDecisions = Decisions & { findings: Finding[] };

/** Decides one pass. The store is asked only for findings that were resolved before and are seen again. */
export async function decidePass(store: StateStore, facts: PassFacts): Promise<PassDecisions> {
  const { eyes, state, snapshot, comparison, evaluation, now, runId } = facts;
  const valueAt = beyondViewer(valueLookup(snapshot));
  const observation = observeFindings({
    contract: eyes.contract,
    evaluation: withViewer(evaluation, eyes.contract, facts.viewer),
    changes: comparison.changes,
    coverage: facts.coverage,
    fromFiles: eyes.fromFiles === true,
    valueAt,
    isDeploying: (environment, id) => documentAt(snapshot, environment, id)?.evidence.reconciling === true,
    known: state.findings,
    listed: new Map(snapshot.readings.map((one) => [scopeKey(one), Object.keys(one.documents).length])),
    otherKey: comparison.otherKey.map(({ environment }) => environment),
    undelivered: facts.undelivered,
    fingerprintOf: eyes.fingerprintOf,
  });
  const known = new Set(state.findings.map((record) => record.fingerprint));
  const unknown = observation.findings.map(({ fingerprint }) => fingerprint).filter((one) => !known.has(one));
  const decisions = decideTransitions({
    previous: state.findings,
    reappeared: unknown.length === 0 ? [] : await store.findingsByFingerprint(unknown),
    observation,
    valueAt,
    whyLeft: facts.whyLeft,
    keyMark: keyMark(eyes.fingerprintOf),
    contractEdited: await isContractEdited(store, facts, observation.findings),
    firstRun: state.baseline === null,
    newScopes: state.baseline === null ? [] : comparison.newScopes,
    now,
    runId,
    remindAfterMs: eyes.contract.alerts.remindAfterMs,
    windowAt: (environment) => windowAt(facts.windows, environment),
  });
  return { ...decisions, findings: remembered(observation.findings, decisions) };
}

/**
 * Asked only where a violation is gone (whether it was mended or is no longer asked is told apart by it), and
 * where one speaks of what was a drift (whether it is the contract that speaks of it now).
 */
async function isContractEdited(
  store: StateStore,
  { state, eyes }: PassFacts,
  findings: Finding[],
): Promise<boolean> {
  const current = new Set(findings.map(({ fingerprint }) => fingerprint));
  const isTold = (record: FindingRecord) =>
    current.has(record.fingerprint) ||
    (record.kind !== 'violation' && foldsInto(record, findings) === undefined);
  if (state.findings.every(isTold)) return false;
  const [last] = await store.listRuns(1);
  return last !== undefined && last.contract.sha256 !== eyes.contract.sha256;
}

/** Who made a change is known from the pass that saw it. */
function remembered(findings: readonly Finding[], { open }: Decisions): Finding[] {
  const actors = new Map(open.map(({ fingerprint, actor }) => [fingerprint, actor]));
  return findings.map((finding) => ({
    ...finding,
    actor: finding.actor ?? actors.get(finding.fingerprint) ?? null,
  }));
}
