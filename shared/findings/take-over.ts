import { begin, type DecideInput, type Decision, isMuted, note } from './decision.ts';
import type { Finding, FindingRecord } from './model.ts';
import { newEpisode } from './open.ts';
import { decideSeen } from './seen.ts';
import { applyTimers, endSilence } from './timers.ts';

/**
 * Whether what a violation says is what people know as a drift already: not every check could judge the change
 * when it was seen, most often because it was just being deployed, nothing moved since, and no edited contract
 * speaks of it only now. A drift that was judged and fails later (a waiver that expired) is news.
 */
export function isKnownAs(drift: FindingRecord, finding: Finding, input: DecideInput): boolean {
  const { contractEdited = false, observation, now } = input;
  const isKnown = drift.toldAt !== null || drift.state === 'accepted' || isMuted(drift, now);
  return (
    drift.unjudged === true && isKnown && !contractEdited && !observation.drifted.has(finding.fingerprint)
  );
}

/** What becomes of a violation whose value people know as a drift. */
export function decideKnown(
  record: FindingRecord | undefined,
  drift: FindingRecord,
  { finding, input }: { finding: Finding; input: DecideInput },
): Decision {
  if (record === undefined || record.state === 'resolved') return takeOver(record, drift, { finding, input });
  const decision = decideSeen(record, finding, input);
  return decision.tell?.kind === 'changed' ? { ...decision, tell: null } : decision;
}

/** The violation with all that people know and settled of its drift; told only where it weighs more than they know. */
function takeOver(
  record: FindingRecord | undefined,
  drift: FindingRecord,
  { finding, input }: { finding: Finding; input: DecideInput },
): Decision {
  const { state, firstSeenAt, openedByRun, toldAt, remindedAt, toldBy, silence, acceptance } = drift;
  const { windowId, windowTicket, windowExpiresAt, askedFor } = drift;
  const known: FindingRecord = {
    ...newEpisode(record, finding, input),
    ...{ state, firstSeenAt, openedByRun, toldAt, remindedAt, toldBy, silence },
    actor: finding.actor ?? drift.actor,
    toldSeverity: drift.toldSeverity ?? (toldAt === null ? null : drift.severity),
    acceptance: acceptance === null ? null : { ...acceptance, valueHash: finding.valueHash },
    ...(windowId === null ? {} : { windowId, windowTicket, windowExpiresAt }),
    ...(askedFor === undefined ? {} : { askedFor }),
  };
  const kind = record === undefined ? 'opened' : 'regressed';
  const noted = note(begin(known), input, { kind, reason: 'takes-over-drift' });
  return applyTimers(endSilence(noted, input), input);
}
