import {
  announce,
  type DecideInput,
  type Decision,
  type FindingWindow,
  isMuted,
  note,
  toldNow,
} from './decision.ts';
import type { FindingRecord } from './model.ts';
import { isWaiting } from './read-gaps.ts';
import { tellRaise } from './weight.ts';

/** Ends a silence whose time has passed, before anything else is decided: what changes now is told now. */
export function endSilence(decision: Decision, input: DecideInput): Decision {
  const { record } = decision;
  if (record.silence === null || isMuted(record, input.now)) return decision;
  return note({ ...decision, record: { ...record, silence: null } }, input, {
    kind: 'silence-ended',
    reason: 'until-passed',
  });
}

/**
 * What time alone does to a finding that is still there: an acceptance expires, a silence that ended
 * is followed by a message, the end of its break-glass window is told, a serious finding is called to
 * mind once per period. What nobody has been told yet goes first: that it weighs more than was said.
 */
export function applyTimers(decision: Decision, input: DecideInput): Decision {
  const kept = keepWindow(decision, input);
  const ended = tellAfterWindow(tellAfterSilence(expireAcceptance(kept, input), input), input);
  const settled = tellRaise(ended, input);
  return settled.tell === null && isReminderDue(settled.record, input)
    ? announce(settled, input, { kind: 'reminded', reason: 'still-open' })
    : settled;
}

function expireAcceptance(decision: Decision, input: DecideInput): Decision {
  const { record } = decision;
  const expires = record.acceptance?.expires ?? null;
  if (record.state !== 'accepted' || expires === null || Date.parse(expires) > input.now.getTime())
    return decision;
  const open: FindingRecord = { ...record, state: 'open', acceptance: null };
  return announce({ ...decision, record: open }, input, { kind: 'acceptance-ended', reason: 'expired' });
}

function tellAfterSilence(decision: Decision, input: DecideInput): Decision {
  const ended = decision.transitions.find(({ kind }) => kind === 'silence-ended');
  if (ended === undefined || decision.tell !== null || !isOpenNews(decision.record)) return decision;
  const record = { ...decision.record, ...toldNow(decision.record, input.now) };
  return { ...decision, record, tell: ended };
}

/**
 * A second request for a window keeps it open longer, for everything that belongs to it; one for a ticket
 * whose window is over opens another, which what still stands goes over to.
 */
function keepWindow(decision: Decision, input: DecideInput): Decision {
  const { record } = decision;
  const window = input.windowAt?.(record.environment) ?? null;
  if (window === null || !isOfWindow(record, window, input.now)) return decision;
  const { id, expiresAt } = window;
  if (record.windowId === id && record.windowExpiresAt === expiresAt) return decision;
  return { ...decision, record: { ...record, windowId: id, windowExpiresAt: expiresAt } };
}

/** A window that somebody closed has been dealt with: its findings have no end left, and stay its own. */
function isOfWindow(record: FindingRecord, { id, ticket }: FindingWindow, now: Date): boolean {
  if (record.windowId === id) return true;
  const ended = record.windowExpiresAt ?? null;
  return record.windowTicket === ticket && ended !== null && Date.parse(ended) <= now.getTime();
}

/** Neither put back nor written back when the window ended: told once more, and only once. */
function tellAfterWindow(decision: Decision, input: DecideInput): Decision {
  const { record } = decision;
  const ends = record.windowExpiresAt ?? null;
  if (ends === null || Date.parse(ends) > input.now.getTime() || record.state !== 'open') return decision;
  if (record.toldAt !== null && Date.parse(record.toldAt) >= Date.parse(ends)) return decision;
  if (decision.tell !== null || isMuted(record, input.now)) return decision;
  return announce(decision, input, { kind: 'window-expired', reason: 'neither-reverted-nor-written-back' });
}

/** Open, and no read gap that still waits for its second pass. */
function isOpenNews(record: FindingRecord): boolean {
  return record.state === 'open' && !isWaiting(record);
}

function isReminderDue(record: FindingRecord, input: DecideInput): boolean {
  const last = record.remindedAt ?? record.toldAt;
  if (input.remindAfterMs === null || last === null || record.state !== 'open') return false;
  if (record.severity !== 'critical' && record.severity !== 'high') return false;
  return !isMuted(record, input.now) && input.now.getTime() - Date.parse(last) >= input.remindAfterMs;
}
