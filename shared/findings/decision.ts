import type { Json } from '../snapshot/json.ts';
import type { Scope } from '../snapshot/model.ts';
import type { WhyLeft } from './left-alone.ts';
import type { Finding, FindingRecord, Transition, TransitionKind } from './model.ts';
import type { Observation } from './observation.ts';

/** What stands at a place now: absent is null; a whole resource (path null) is "present" or null. */
export type ValueAt = (
  environment: string,
  resourceId: string,
  path: string | null,
) => { read: true; value: Json } | { read: false };

/** What a pass decides from: earlier findings, what it saw, and its clock. */
export interface DecideInput {
  /** Everything not resolved, as earlier passes left it. */
  previous: FindingRecord[];
  /** Resolved records of fingerprints that are seen now. */
  reappeared: FindingRecord[];
  observation: Observation;
  valueAt: ValueAt;
  /** Why an environment hears nothing of a service; absent: it hears of every one. */
  whyLeft?: WhyLeft;
  /** Which key values are hashed with now. */
  keyMark?: string;
  /** No pass of the estate was committed before. */
  firstRun: boolean;
  /** Scopes read for the first time, in an estate that was read before. */
  newScopes: Pick<Scope, 'environment' | 'resource' | 'region'>[];
  now: Date;
  runId: string;
  /** The contract is another one than that of the last committed pass; absent: not known. */
  contractEdited?: boolean;
  /** How long an open finding of severity high and up may stay untold; null: no reminders. */
  remindAfterMs: number | null;
  /** The break-glass window that new findings of an environment belong to, where this pass was asked for one. */
  windowAt?: (environment: string) => FindingWindow | null;
}

/** What a finding keeps of the break-glass window it belongs to. */
export interface FindingWindow {
  id: string;
  /** Where people wrote down why. */
  ticket: string;
  /** RFC 3339 */
  expiresAt: string;
}

/** What becomes of one finding in one pass. `tell`: the transition people are told, if any. */
export interface Decision {
  record: FindingRecord;
  transitions: Transition[];
  tell: Transition | null;
}

/** A decision that changes nothing yet. */
export function begin(record: FindingRecord): Decision {
  return { record, transitions: [], tell: null };
}

/** Records a transition without a message. */
export function note(
  decision: Decision,
  input: DecideInput,
  what: { kind: TransitionKind; reason: string },
): Decision {
  const at = input.now.toISOString();
  const transition = transitionOf(decision.record, { ...what, at, runId: input.runId, by: null });
  const record = { ...decision.record, lastSeenAt: at };
  return { ...decision, record, transitions: [...decision.transitions, transition] };
}

/** Records a transition and tells it, unless a silence is live or this pass tells something of it already. */
export function announce(
  decision: Decision,
  input: DecideInput,
  what: { kind: TransitionKind; reason: string },
): Decision {
  const noted = note(decision, input, what);
  if (decision.tell !== null || isMuted(decision.record, input.now)) return noted;
  const at = input.now.toISOString();
  const told = what.kind === 'reminded' ? { remindedAt: at } : toldNow(noted.record, input.now);
  return { ...noted, record: { ...noted.record, ...told }, tell: noted.transitions.at(-1) ?? null };
}

/** What a record keeps of the moment at which people are told of it. */
export function toldNow(
  { severity }: FindingRecord,
  now: Date,
): Pick<FindingRecord, 'toldAt' | 'remindedAt' | 'toldSeverity'> {
  return { toldAt: now.toISOString(), remindedAt: null, toldSeverity: severity };
}

/** One line of history about a finding. */
export function transitionOf(
  record: Pick<FindingRecord, 'fingerprint' | 'episode' | 'environment' | 'resource' | 'path'>,
  what: Pick<Transition, 'kind' | 'reason' | 'at' | 'runId' | 'by'>,
): Transition {
  const { fingerprint, episode, environment } = record;
  return { fingerprint, episode, environment, ...what, subject: subjectOf(record) };
}

/** Whether messages about a finding are muted at an instant. */
export function isMuted(record: FindingRecord, now: Date): boolean {
  return record.silence !== null && Date.parse(record.silence.until) > now.getTime();
}

/** Resource and path, for people. */
export function subjectOf(finding: Pick<Finding, 'resource' | 'path'>): string {
  return finding.path === null ? finding.resource : `${finding.resource} ${finding.path}`;
}
