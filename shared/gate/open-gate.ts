import { windowChanges } from '../break-glass/changes.ts';
import type { WindowChange } from '../break-glass/model.ts';
import type { Evaluation } from '../checks/model.ts';
import { compareWithBaseline, knownRegions } from '../compare-baseline.ts';
import { coverageOf } from '../estate/coverage.ts';
import { observeFindings } from '../findings/observe.ts';
import { type Eyes, judge, look, lookAtSmoke, lookAtWorkflows, reportOn } from '../judge.ts';
import type { Baseline, StateStore } from '../ports.ts';
import type { Snapshot } from '../snapshot/model.ts';
import { type Gate, type GateKind, gateOf } from './gate.ts';

type LastPass = Pick<StateStore, 'loadState' | 'getReadings' | 'listRuns'>;

/** What a gate looks with. `store`: what the last pass kept, only read; null where nothing is compared with it. */
export interface GateLook {
  store: LastPass | null;
  now: Date;
  signal: AbortSignal;
  /** Whether the declared URLs are asked, too. */
  smoke: boolean;
}

/** Looks, judges and, after a release, compares with what the last pass kept. Keeps nothing itself. */
export async function openGate(kind: GateKind, eyes: Eyes, sight: GateLook): Promise<Gate> {
  const { store, now, signal } = sight;
  const baseline = store === null ? null : (await store.loadState()).baseline;
  const [snapshot, workflows] = await Promise.all([
    look(eyes, { now, signal, knownRegions: knownRegions(baseline) }),
    lookAtWorkflows(eyes, signal),
  ]);
  const smoke = sight.smoke ? { smoke: await lookAtSmoke(eyes, snapshot, signal) } : {};
  const evaluation = judge(eyes, snapshot, now, { workflows, ...smoke });
  const report = reportOn(eyes, snapshot, evaluation);
  if (kind === 'pre' || store === null || baseline === null) return gateOf(kind, report, null);
  const { changes, isOtherKey } = await changesSince(baseline, { eyes, store, now, snapshot, evaluation });
  return { ...gateOf(kind, report, changes), isOtherKey };
}

/** What differs from the last pass, each with what the contract makes of it. */
async function changesSince(
  baseline: Baseline,
  seen: { eyes: Eyes; store: LastPass; now: Date; snapshot: Snapshot; evaluation: Evaluation },
): Promise<{ changes: WindowChange[]; isOtherKey: boolean }> {
  const { eyes, snapshot, evaluation } = seen;
  const { contract, fingerprintOf } = eyes;
  const { getReadings, listRuns } = seen.store;
  const readOnly = { getReadings, listRuns, putReadings: async () => undefined };
  const { changes, otherKey } = await compareWithBaseline(readOnly, baseline, snapshot);
  const { findings } = observeFindings({
    contract,
    evaluation,
    changes,
    coverage: coverageOf(snapshot),
    known: [],
    fingerprintOf,
  });
  const at = seen.now.toISOString();
  return { changes: windowChanges({ contract, changes, findings, at }), isOtherKey: otherKey.length > 0 };
}
