import type { Json } from '../snapshot/json.ts';

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const FINDING_KINDS = ['violation', 'drift', 'read-gap'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Who likely made a change. */
export interface Actor {
  principal: string;
  tool: string | null;
  at: string;
  confidence: 'high' | 'medium' | 'low';
}

/** One thing that is wrong now, as the report prints it. Absent sides are null. */
export interface Finding {
  fingerprint: string;
  valueHash: string;
  kind: FindingKind;
  severity: Severity;
  environment: string;
  /** The other environments it was held against, sorted; absent where it is of its own alone. */
  comparedWith?: string[];
  role: string | null;
  resource: string;
  /** What people call the resource where its id says nothing to them; absent where the id does. */
  label?: string;
  path: string | null;
  /** Check id, or null for pure drift and read gaps. */
  rule: string | null;
  message: string;
  before: Json;
  after: Json;
  expected: Json;
  actor: Actor | null;
  /** `contracts/jualuma.yaml:31`, or null where the contract says nothing of it. */
  source: string | null;
  settle: string | null;
}

export type FindingState = 'open' | 'accepted' | 'resolved';

/** A finding as the store keeps it, across passes. */
export interface FindingRecord extends Finding {
  state: FindingState;
  /** Of a drift that not every check could judge yet, mostly since it was just being deployed. */
  unjudged?: true;
  /** Which key its value was hashed with; absent in records of earlier versions. */
  keyMark?: string;
  /** Counts from 1; one more each time it comes back after having been resolved. */
  episode: number;
  /** RFC 3339, first of this episode. */
  firstSeenAt: string;
  /** RFC 3339, the last pass that had something to record of it: a pass that changes nothing writes nothing. */
  lastSeenAt: string;
  openedByRun: string;
  resolvedAt: string | null;
  /** Since when its scope cannot be read; null while it can. */
  unknownSince: string | null;
  /** Passes in a row, for read gaps. */
  seenInARow: number;
  /** Whether people were told, or it waits for a second pass or a silence's end. */
  toldAt: string | null;
  remindedAt: string | null;
  /** The severity it had when people were last told of it; absent in records of earlier versions. */
  toldSeverity?: Severity | null;
  acceptance: { by: string; reason: string; expires: string | null; valueHash: string; at: string } | null;
  silence: { by: string; until: string; at: string } | null;
  /** Outbox entry that told it, for thread replies. */
  toldBy: string | null;
  windowId: string | null;
  /** The ticket that window was opened with; absent in records of earlier versions. */
  windowTicket?: string | null;
  /** RFC 3339, when that break-glass window ends; null where it was closed, absent in records of earlier versions. */
  windowExpiresAt?: string | null;
  /**
   * When the change was made that the audit log, though read, names nobody for: between two readings, RFC
   * 3339. Null where somebody is named or nobody asked, absent in records of earlier versions.
   */
  askedFor?: { since: string; until: string } | null;
}

export const TRANSITIONS = [
  'opened',
  'changed',
  'regressed',
  'resolved',
  'unknown',
  'seen-again',
  'accepted',
  'acceptance-ended',
  'silenced',
  'silence-ended',
  'reopened',
  'reminded',
  'raised',
  'window-expired',
  'window-closed',
  'conformed',
  'released',
] as const;
export type TransitionKind = (typeof TRANSITIONS)[number];

/**
 * One decision about one finding, with its named reason; kept as history. `conformed` and `released`
 * are changes that are recorded without ever being a finding.
 */
export interface Transition {
  fingerprint: string;
  episode: number;
  kind: TransitionKind;
  /** e.g. `new-violation`, `value-changed`, `reverted`, `conforming`, `scope-unreadable`, `first-run`. */
  reason: string;
  environment: string;
  at: string;
  runId: string | null;
  by: string | null;
  /** What it is about, for people: resource and path. */
  subject?: string;
}
