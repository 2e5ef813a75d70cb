import { isOtherKey } from '../snapshot/model.ts';
import { announce, begin, type DecideInput, type Decision, note } from './decision.ts';
import { sameValue } from './describe-change.ts';
import { resolveFinding } from './gone.ts';
import { isHalfSeen } from './judgement.ts';
import type { Finding, FindingRecord } from './model.ts';
import { keyOf, regressFinding } from './open.ts';
import { isWaiting, waitsForSecondPass } from './read-gaps.ts';
import { worse } from './severity.ts';
import { seeAgain } from './sight.ts';
import { applyTimers, endSilence } from './timers.ts';
import { unjudgedIn } from './unjudged.ts';
import { noteRaise, toldAs } from './weight.ts';

/** A known finding that this pass sees too. */
export function decideSeen(record: FindingRecord, finding: Finding, input: DecideInput): Decision {
  if (record.state === 'resolved') return regressFinding(record, finding, input);
  if (finding.kind === 'drift' && sameValue(finding.after, record.before))
    return resolveFinding(record, input, { reason: 'reverted', quiet: false });
  const drifted = input.observation.drifted.has(record.fingerprint);
  const isHalf = !drifted && isHalfSeen(record, input.observation.evaluation);
  const changed = drifted || (!isHalf && isOtherValue(record, finding, input));
  const current = isHalf ? record : asSeen(record, finding, { input, changed });
  const visible = seeAgain(endSilence(begin(current), input), input);
  if (isWaiting(record)) return applyTimers(confirmGap(visible, finding, input), input);
  return applyTimers(changed ? decideChanged(visible, input) : noteRaise(visible, record, input), input);
}

function asSeen(
  record: FindingRecord,
  finding: Finding,
  { input, changed }: { input: DecideInput; changed: boolean },
): FindingRecord {
  const known = { ...record, ...keyOf(input) };
  return changed ? updated(known, finding, input) : toldAs(record, refreshed(known, finding));
}

/**
 * Of another key's hash nobody knows which value it was. Records of earlier versions count what two
 * comparisons see as two values, and do not say that there were two.
 */
function isOtherValue(record: FindingRecord, finding: Finding, { keyMark }: DecideInput): boolean {
  if (isOtherKey(record.keyMark, keyMark)) return false;
  if (record.comparedWith === undefined && finding.comparedWith !== undefined) return false;
  return record.valueHash !== finding.valueHash;
}

/** Another value than the one people know: an acceptance of the old one ends, and it is told again. */
function decideChanged(decision: Decision, input: DecideInput): Decision {
  const wasAccepted = decision.record.state === 'accepted';
  const ended = wasAccepted
    ? note({ ...decision, record: { ...decision.record, state: 'open', acceptance: null } }, input, {
        kind: 'acceptance-ended',
        reason: 'value-changed',
      })
    : decision;
  return announce(ended, input, { kind: 'changed', reason: 'value-changed' });
}

/** A read gap is told when it is certain, or seen in two passes in a row. */
function confirmGap(decision: Decision, finding: Finding, input: DecideInput): Decision {
  const record = { ...decision.record, seenInARow: decision.record.seenInARow + 1 };
  const reason = waitsForSecondPass(finding) ? 'read-gap-confirmed' : 'read-gap-certain';
  return announce({ ...decision, record }, input, { kind: 'opened', reason });
}

/** The same value: what is said of it may be put better, what was before and after stays for the episode. */
function refreshed(record: FindingRecord, finding: Finding): FindingRecord {
  const current = { ...record, ...finding, actor: finding.actor ?? record.actor };
  if (finding.kind !== 'violation') return { ...current, before: record.before, after: record.after };
  if (record.before === null) return current;
  const { before, after } = record;
  return { ...current, before, after, severity: worse(record.severity, finding.severity) };
}

/**
 * A new value: `before` stays what it was when people were first told, unless they accepted a value since.
 * Whoever changed the estate before did not change it now; where only the contract did, they still did.
 */
function updated(record: FindingRecord, finding: Finding, input: DecideInput): FindingRecord {
  // Of a drift, null says that nothing was there; of a violation, that no change was seen behind it.
  const hasBefore = record.kind === 'drift' || record.before !== null;
  const keepsBefore = record.state === 'open' && hasBefore && !sameValue(record.before, finding.after);
  const window = input.windowAt?.(finding.environment) ?? null;
  const { unjudged: _, ...known } = record;
  return {
    ...known,
    ...finding,
    ...unjudgedIn(input.observation.unseen, finding),
    ...(window === null
      ? {}
      : { windowId: window.id, windowTicket: window.ticket, windowExpiresAt: window.expiresAt }),
    before: keepsBefore ? record.before : finding.before,
    ...(input.observation.drifted.has(record.fingerprint)
      ? { actor: finding.actor, askedFor: null }
      : { actor: finding.actor ?? record.actor }),
  };
}
