import type { Evaluation } from '../checks/model.ts';
import type { CoverageEntry } from '../snapshot/model.ts';
import type { Finding } from './model.ts';
import type { Unseen } from './unjudged.ts';

/** A change that is kept in the history and alerts nobody. */
export interface PassNote {
  kind: 'conformed' | 'released';
  /** `conforming`, `makes-check-pass`, `release`. */
  reason: string;
  fingerprint: string;
  environment: string;
  /** Resource and path, for people. */
  subject: string;
}

/** What one pass saw to be wrong, and what is needed to decide about what earlier passes saw. */
export interface Observation {
  /** Worst first, then by environment, resource, path and rule. */
  findings: Finding[];
  /** Fingerprints of the findings whose value changed since the last reading of their scope. */
  drifted: ReadonlySet<string>;
  notes: PassNote[];
  /** Environments in which something else than a release changed since the last reading of its scope. */
  moved: ReadonlySet<string>;
  evaluation: Evaluation;
  /** Where some check could not see. */
  unseen: Unseen;
  coverage: CoverageEntry[];
  /** The environments the contract has now. */
  environments: string[];
  /** Those of them it calls protected. */
  protectedEnvironments: string[];
  /** The roles the contract has now. */
  roles: string[];
  /** Patterns of `drift.ignore`. */
  ignored: string[];
}
