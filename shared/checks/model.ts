import type { Contract, Location, Undecided, Waiver } from '../contract/model.ts';
import type { Severity } from '../findings/model.ts';
import type { SmokeAnswers } from '../smoke/model.ts';
import type { Json } from '../snapshot/json.ts';
import type { Snapshot } from '../snapshot/model.ts';
import type { WorkflowReadings } from '../workflows/model.ts';

/** Worst first: a check's status is the worst of its results. */
export const CHECK_STATUSES = ['FAIL', 'REVIEW_REQUIRED', 'INTENTIONAL_DIFF', 'PASS'] as const;
export type CheckStatus = (typeof CHECK_STATUSES)[number];

/** What one check says of one role and environment, pair or resource. */
export interface CheckResult {
  role: string | null;
  /** The environments judged: one, or a compared pair [candidate, reference]. */
  environments: string[];
  /** The environment a finding of this result belongs to. */
  environment: string;
  resource: string | null;
  path: string | null;
  status: CheckStatus;
  message: string;
  expected: Json;
  observed: Json;
  severity: Severity;
  /** How to settle it, in one line; null for PASS. */
  settle: string | null;
  /** The contract's line this result rests on. */
  source: Location | null;
  /** True where the status is REVIEW_REQUIRED because something was not read: decides nothing about older findings. */
  blind: boolean;
  /** True where it is undecided because the contract asks nothing of the kind, though all of it could be read. */
  unasked?: true;
  /** Set by the evaluation, never by a check. */
  waiver: Waiver | null;
  /** Set by the evaluation on FAIL and REVIEW_REQUIRED. */
  fingerprint: string | null;
}

/** A result as a check states it; the evaluation adds waiver and fingerprint. */
export type RawResult = Omit<CheckResult, 'waiver' | 'fingerprint'>;

export interface CheckContext {
  contract: Contract;
  snapshot: Snapshot;
  /** The pass's clock. */
  now: Date;
  /** Fingerprint of a declared literal in an environment, by the key the snapshot was reduced with. */
  fingerprintOf(value: string): string;
  /** Whether what the contract calls deprecated fails instead of being named; false where not given. */
  failOnDeprecated?: boolean;
  /** The deploy workflows; absent where nobody looked. */
  workflows?: WorkflowReadings;
  /** What the declared URLs answered; absent where this pass did not ask. */
  smoke?: SmokeAnswers;
}

/** One rule. `run` must not throw for anything a snapshot can hold; a throw becomes an error result for the check. */
export interface Check {
  id: string;
  number: number;
  title: string;
  /** What it expects and why, for people. */
  explanation: string;
  /** Whether this pass asked for it: a check that was not asked for is not part of the evaluation. Absent: always. */
  asked?(context: CheckContext): boolean;
  /** False where it judges nothing that was read of the estate. Absent: it does. */
  readsEstate?: false;
  run: Run;
}

/**
 * How a check is run. `ofRole`, where it judges every role by itself: one role's share of the whole, in
 * which is all that is said of that role's services; `together` then makes the whole of the shares, where
 * several of them say one thing: a share that is a plain PASS is left out, and must be said as it is. Beside the shares, `ofEstate`: what is of no role.
 */
export interface Run {
  (context: CheckContext): RawResult[];
  ofRole?(context: CheckContext, role: string): RawResult[];
  together?(shares: RawResult[]): RawResult[];
  ofEstate?(context: CheckContext): RawResult[];
}

/** One check of the report: its worst status and every result in stable order. */
export interface CheckReport {
  id: string;
  number: number;
  title: string;
  status: CheckStatus;
  results: CheckResult[];
}

/** Percentages, one decimal. */
export interface Score {
  overall: number;
  target: number;
  byCheck: Record<string, number>;
  byRole: Record<string, number>;
}

export interface Evaluation {
  checks: CheckReport[];
  score: Score;
  /** Waivers that matched nothing, and those that have expired. */
  staleWaivers: Waiver[];
  /** What the contract calls undecided and no longer fails. */
  staleUndecided: Undecided[];
  expiredWaivers: Waiver[];
}
