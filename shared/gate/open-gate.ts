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

/** What a gate looks with. `store`: what the last pass kept; it is only read. */
export interface GateLook {
  store: Pick<StateStore, 'loadState' | 'getReadings' | 'listRuns'>;
  now: Date;
  signal: AbortSignal;
  /** Whether the declared URLs are asked, too. */
  smoke: boolean;
}

/** Looks, judges and, after a release, compares with what the last pass kept. Keeps nothing itself. */
export async function openGate(kind: GateKind, eyes: Eyes, sight: GateLook): Promise<Gate> {
  const { store, now, signal } = sight;
  const { baseline } = await store.loadState();
  const [snapshot, workflows] = await Promise.all([
    look(eyes, { now, signal, knownRegions: knownRegions(baseline) }),
    lookAtWorkflows(eyes, signal),
  ]);
  const smoke = sight.smoke ? { smoke: await lookAtSmoke(eyes, snapshot, signal) } : {};
  const evaluation = judge(eyes, snapshot, now, { workflows, ...smoke });
  const report = reportOn(eyes, snapshot, evaluation);
  if (kind === 'pre' || baseline === null) return gateOf(kind, report, null);
  return gateOf(kind, report, await changesSince(baseline, { eyes, look: sight, snapshot, evaluation }));
}

/** What differs from the last pass, each with what the contract makes of it. */
async function changesSince(
  baseline: Baseline,
  seen: { eyes: Eyes; look: GateLook; snapshot: Snapshot; evaluation: Evaluation },
): Promise<WindowChange[]> {
  const { eyes, snapshot, evaluation } = seen;
  const { contract, fingerprintOf } = eyes;
  const { getReadings, listRuns } = seen.look.store;
  const readOnly = { getReadings, listRuns, putReadings: async () => undefined };
  const { changes } = await compareWithBaseline(readOnly, baseline, snapshot);
  const { findings } = observeFindings({
    contract,
    evaluation,
    changes,
    coverage: coverageOf(snapshot),
    known: [],
    fingerprintOf,
  });
  return windowChanges({ contract, changes, findings, at: seen.look.now.toISOString() });
}
