import { PlumblineError } from '../errors.ts';
import { isMuted, transitionOf } from './decision.ts';
import type { FindingRecord, Transition, TransitionKind } from './model.ts';

/** A settlement, or why there is none. */
export type Settlement =
  | { settled: true; record: FindingRecord; transition: Transition }
  | { settled: false; refusal: SettleRefusal; message: string };

/** `not-open`, `not-settled`: the finding's state forbids it. The others: the request is wrong. */
export type SettleRefusal =
  | 'not-open'
  | 'not-settled'
  | 'who-missing'
  | 'reason-missing'
  | 'time-invalid'
  | 'time-passed';

const BARE_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The instant a date means as an end: a bare date ends at its last second, UTC; null where it is no date. */
export function endInstant(text: string): Date | null {
  const instant = new Date(BARE_DATE.test(text) ? `${text}T23:59:59Z` : text);
  if (Number.isNaN(instant.getTime())) return null;
  return BARE_DATE.test(text) && !instant.toISOString().startsWith(text) ? null : instant;
}

/** Accepts the value an open finding has now, for good or until a time; another value ends it. */
export function acceptFinding(
  record: FindingRecord,
  request: { by: string; reason: string; expires: string | null },
  now: Date,
): Settlement {
  const { by, reason } = request;
  if (record.state !== 'open') return notOpen(record);
  if (by.trim() === '') return refuse('who-missing', 'Say who accepts it.');
  if (reason.trim() === '') return refuse('reason-missing', 'Say why it is accepted.');
  const expires = request.expires === null ? null : endOf(request.expires, now);
  if (expires !== null && 'settled' in expires) return expires;
  const acceptance = {
    by,
    reason,
    expires: expires?.at ?? null,
    valueHash: record.valueHash,
    at: now.toISOString(),
  };
  const accepted: FindingRecord = { ...record, state: 'accepted', acceptance };
  return settle(accepted, { kind: 'accepted', reason, by }, now);
}

/** Mutes messages about an open finding until a time; it goes on being decided and recorded. */
export function silenceFinding(
  record: FindingRecord,
  request: { by: string; until: string },
  now: Date,
): Settlement {
  const { by } = request;
  if (record.state !== 'open') return notOpen(record);
  if (by.trim() === '') return refuse('who-missing', 'Say who silences it.');
  const until = endOf(request.until, now);
  if ('settled' in until) return until;
  const silenced = { ...record, silence: { by, until: until.at, at: now.toISOString() } };
  return settle(silenced, { kind: 'silenced', reason: `until ${until.at}`, by }, now);
}

/** Takes an acceptance or a silence back. */
export function reopenFinding(record: FindingRecord, request: { by: string }, now: Date): Settlement {
  const { by } = request;
  if (by.trim() === '') return refuse('who-missing', 'Say who reopens it.');
  const isSettled = record.state === 'accepted' || (record.state === 'open' && isMuted(record, now));
  if (!isSettled)
    return refuse(
      'not-settled',
      `Finding ${short(record)} is ${record.state}: there is no acceptance or silence to take back.`,
    );
  const reason = record.state === 'accepted' ? 'acceptance-taken-back' : 'silence-taken-back';
  const open: FindingRecord = { ...record, state: 'open', acceptance: null, silence: null };
  return settle(open, { kind: 'reopened', reason, by }, now);
}

/** The settlement, or a CONFLICT (its state forbids it) or USAGE error that says why. */
export function settledOrThrow(settlement: Settlement): { record: FindingRecord; transition: Transition } {
  if (settlement.settled) return { record: settlement.record, transition: settlement.transition };
  const conflict = settlement.refusal === 'not-open' || settlement.refusal === 'not-settled';
  throw new PlumblineError(conflict ? 'CONFLICT' : 'USAGE', settlement.message);
}

function settle(
  record: FindingRecord,
  what: { kind: TransitionKind; reason: string; by: string },
  now: Date,
): Settlement {
  const at = now.toISOString();
  return { settled: true, record, transition: transitionOf(record, { ...what, at, runId: null }) };
}

function notOpen(record: FindingRecord): Settlement {
  const hint = record.state === 'accepted' ? ' Reopen it first.' : '';
  return refuse('not-open', `Finding ${short(record)} is ${record.state}, not open.${hint}`);
}

function endOf(text: string, now: Date): { at: string } | (Settlement & { settled: false }) {
  const instant = endInstant(text);
  if (instant === null)
    return refuse('time-invalid', `"${text}" is no date: write 2026-12-31 or 2026-12-31T18:00:00Z.`);
  if (instant.getTime() <= now.getTime())
    return refuse('time-passed', `${text} has passed: name a time to come.`);
  return { at: instant.toISOString() };
}

function refuse(refusal: SettleRefusal, message: string): Settlement & { settled: false } {
  return { settled: false, refusal, message };
}

function short(record: FindingRecord): string {
  return record.fingerprint.slice(0, 12);
}
