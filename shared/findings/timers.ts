import { announce, type DecideInput, type Decision, isMuted, note } from './decision.ts';
import type { FindingRecord } from './model.ts';
import { isWaiting } from './read-gaps.ts';

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
 * is followed by a message, a serious finding is called to mind once per period.
 */
export function applyTimers(decision: Decision, input: DecideInput): Decision {
  const settled = tellAfterSilence(expireAcceptance(decision, input), input);
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
  const at = input.now.toISOString();
  return { ...decision, record: { ...decision.record, toldAt: at, remindedAt: null }, tell: ended };
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
