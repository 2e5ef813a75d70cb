import type { Change } from '../snapshot/model.ts';
import { driftSeverity } from './drift-severity.ts';
import type { Finding } from './model.ts';
import { covers } from './same-path.ts';
import { worse } from './severity.ts';

/** Violations with the drift behind them, and the drifts no violation speaks of. */
export interface Merged {
  violations: Finding[];
  /** Fingerprints of violations that took in a drift. */
  drifted: Set<string>;
  rest: Change[];
}

/**
 * Drift and violation at one place are one finding with both sides. A violation takes in one drift at
 * most, so that no drift is swallowed unseen.
 */
export function mergeDrifts(
  violations: Finding[],
  drifts: Change[],
  isProtected: (environment: string) => boolean,
): Merged {
  const taken = new Set<Change>();
  const drifted = new Set<string>();
  const merged = violations.map((violation) => {
    const drift = behind(violation, drifts);
    if (drift === undefined) return violation;
    taken.add(drift);
    drifted.add(violation.fingerprint);
    return withDrift(violation, drift, isProtected(drift.environment));
  });
  return { violations: merged, drifted, rest: drifts.filter((drift) => !taken.has(drift)) };
}

function behind(violation: Finding, drifts: Change[]): Change | undefined {
  const here = drifts.filter(
    (drift) => drift.environment === violation.environment && drift.id === violation.resource,
  );
  const exact = here.find((drift) => drift.path === violation.path);
  return exact ?? here.find((drift) => covers(violation.path, drift.path));
}

function withDrift(violation: Finding, drift: Change, environmentProtected: boolean): Finding {
  const { before, after, label } = drift;
  return {
    ...violation,
    ...(label === undefined ? {} : { label }),
    severity: worse(violation.severity, driftSeverity(drift, environmentProtected)),
    before,
    after,
  };
}
