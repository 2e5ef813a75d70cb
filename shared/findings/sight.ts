import { begin, type DecideInput, type Decision, note } from './decision.ts';
import type { FindingRecord } from './model.ts';

/** A finding whose scope can be read again. */
export function seeAgain(decision: Decision, input: DecideInput): Decision {
  if (decision.record.unknownSince === null) return decision;
  const record = { ...decision.record, unknownSince: null };
  return note({ ...decision, record }, input, { kind: 'seen-again', reason: 'scope-readable' });
}

/** A finding whose scope cannot be read: nothing is decided about it, and that is recorded once. */
export function loseSight(record: FindingRecord, input: DecideInput): Decision {
  if (record.unknownSince !== null) return begin(record);
  const unseen = { ...record, unknownSince: input.now.toISOString() };
  return note(begin(unseen), input, { kind: 'unknown', reason: 'scope-unreadable' });
}
