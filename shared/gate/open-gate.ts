import { windowChanges } from '../break-glass/changes.ts';
import type { WindowChange } from '../break-glass/model.ts';
import { compareWithBaseline, knownRegions } from '../compare-baseline.ts';
import { coverageOf } from '../estate/coverage.ts';
import { observeFindings } from '../findings/observe.ts';
import { type Eyes, judge, look, reportOn } from '../judge.ts';
import type { StateStore } from '../ports.ts';
import { type Gate, type GateKind, gateOf } from './gate.ts';

/** Looks, judges and, after a release, compares with what the last pass kept. Writes nothing to the store. */
export async function openGate(
  kind: GateKind,
  eyes: Eyes,
  { store, now, signal }: { store: StateStore | null; now: Date; signal: AbortSignal },
): Promise<Gate> {
  const baseline = store === null ? null : (await store.loadState()).baseline;
  const snapshot = await look(eyes, { now, signal, knownRegions: knownRegions(baseline) });
  const evaluation = judge(eyes, snapshot, now);
  const report = reportOn(eyes, snapshot, evaluation);
  if (kind === 'pre' || store === null || baseline === null) return gateOf(kind, report, null);
  const { changes } = await compareWithBaseline(store, baseline, snapshot);
  const { contract, fingerprintOf } = eyes;
  const { findings } = observeFindings({
    contract,
    evaluation,
    changes,
    coverage: coverageOf(snapshot),
    known: [],
    fingerprintOf,
  });
  const seen: WindowChange[] = windowChanges({ contract, changes, findings, at: now.toISOString() });
  return gateOf(kind, report, seen);
}
