import type { Contract } from '../contract/model.ts';
import { compareChanges, driftFingerprint, roleOf, sortChanges } from '../findings/drifts.ts';
import type { Actor, Finding } from '../findings/model.ts';
import { covers } from '../findings/same-path.ts';
import type { Change } from '../snapshot/model.ts';
import type { ChangeVerdict, WindowChange } from './model.ts';

/** What one pass saw and decided, as far as a window keeps it. */
export interface SeenChanges {
  contract: Contract;
  changes: readonly Change[];
  /** Everything that is wrong now. */
  findings: readonly Finding[];
  /** Who made them, by the fingerprint of the finding or of the drift a change would be. */
  actors?: ReadonlyMap<string, Actor>;
  at: string;
}

/** Every change of a pass with what became of it, in the order of environment, resource and path. */
export function windowChanges(seen: SeenChanges): WindowChange[] {
  const { contract, at } = seen;
  const { drifts, releases } = sortChanges([...seen.changes], contract);
  const [asDrift, asRelease] = [new Set(drifts), new Set(releases)];
  return seen.changes.toSorted(compareChanges).map((change) => {
    const finding = asDrift.has(change) ? findingOf(change, seen) : undefined;
    const quiet: ChangeVerdict = asRelease.has(change) ? 'release' : 'ignored';
    const { environment, project, id, path, before, after } = change;
    return {
      environment,
      project,
      id,
      path,
      class: change.class,
      before,
      after,
      role: finding?.role ?? roleOf(contract, environment, id),
      // A drift that is no finding is one that the contract states.
      verdict: finding !== undefined ? 'finding' : asDrift.has(change) ? 'conforming' : quiet,
      fingerprint: finding?.fingerprint ?? null,
      seenAt: at,
      actor: finding?.actor ?? seen.actors?.get(driftFingerprint(contract.estate, change)) ?? null,
    };
  });
}

/** The finding that speaks of a changed place: the drift itself, the violation that took it in, or that the whole resource is gone. */
function findingOf(change: Change, { findings, contract }: SeenChanges): Finding | undefined {
  const own = driftFingerprint(contract.estate, change);
  const here = findings.filter(
    (finding) => finding.environment === change.environment && finding.resource === change.id,
  );
  return (
    here.find(({ fingerprint }) => fingerprint === own) ??
    here.find(({ path }) => path === change.path) ??
    here.find(({ path, kind }) => kind === 'violation' && covers(path, change.path)) ??
    here.find(({ path, after }) => path === null && after === null && change.after === null)
  );
}
