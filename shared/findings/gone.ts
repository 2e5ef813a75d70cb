import { isStated } from './conforming.ts';
import { announce, begin, type DecideInput, type Decision, isMuted, note } from './decision.ts';
import { sameValue } from './describe-change.ts';
import { matchesAny } from './drifts.ts';
import { isAboutChannel, isAboutKey } from './health-gaps.ts';
import { judgementOf } from './judgement.ts';
import type { Finding, FindingRecord } from './model.ts';
import { gapVerdict } from './read-gaps.ts';
import { resourceScope } from './resource-scope.ts';
import { covers } from './same-path.ts';
import { loseSight, seeAgain } from './sight.ts';
import { applyTimers, endSilence } from './timers.ts';
import { judgedIn } from './unjudged.ts';
import { noteRaise, weighAgain } from './weight.ts';

/** What becomes of a finding this pass did not see. `quiet`: nobody needs a message about it. */
type Fate = { ends: { reason: string; quiet: boolean } } | 'unknown' | 'stays';

/** Nobody looks any more: nothing was mended, and who was told of it must know that nothing more will come. */
const UNWATCHED: Fate = { ends: { reason: 'out-of-scope', quiet: false } };

/** A known finding that this pass does not see: resolved only where its scope was read. */
export function decideGone(record: FindingRecord, input: DecideInput): Decision {
  const fate = fateOf(record, input);
  if (fate === 'unknown') return loseSight(record, input);
  if (fate === 'stays') return stay(record, input);
  return resolveFinding(record, input, fate.ends);
}

function stay(record: FindingRecord, input: DecideInput): Decision {
  const judged = judgedIn(input.observation.unseen, record);
  const visible = seeAgain(endSilence(begin(weighAgain(judged, input)), input), input);
  return applyTimers(noteRaise(visible, record, input), input);
}

/** Ends an episode. People are told where they were told of it and had not settled it themselves. */
export function resolveFinding(
  record: FindingRecord,
  input: DecideInput,
  ends: { reason: string; quiet: boolean },
): Decision {
  const resolved: FindingRecord = {
    ...record,
    state: 'resolved',
    resolvedAt: input.now.toISOString(),
    unknownSince: null,
    acceptance: null,
  };
  const what = { kind: 'resolved' as const, reason: ends.reason };
  const tells =
    !ends.quiet && record.state === 'open' && record.toldAt !== null && !isMuted(record, input.now);
  const { toldAt, remindedAt } = record;
  if (!tells) return note(begin(resolved), input, what);
  const told = announce(begin(resolved), input, what);
  return { ...told, record: { ...told.record, toldAt, remindedAt } };
}

/** The violation seen now that speaks of an older drift's place: both would be one finding. */
export function foldsInto(record: FindingRecord, findings: Finding[]): Finding | undefined {
  if (record.kind !== 'drift') return undefined;
  return findings.find(
    (finding) =>
      finding.kind === 'violation' &&
      finding.environment === record.environment &&
      finding.resource === record.resource &&
      covers(finding.path, record.path),
  );
}

function fateOf(record: FindingRecord, input: DecideInput): Fate {
  const { environments, coverage, findings } = input.observation;
  if (!environments.includes(record.environment)) return UNWATCHED;
  if (isAboutChannel(record)) return { ends: { reason: 'delivered', quiet: false } };
  if (isAboutKey(record)) return { ends: { reason: 'compared-again', quiet: false } };
  if (record.kind === 'read-gap') return gapFate(gapVerdict(record, coverage));
  if (record.kind === 'violation') return violationFate(record, input);
  if (foldsInto(record, findings) !== undefined) return { ends: { reason: 'merged', quiet: true } };
  return driftFate(record, input);
}

function gapFate(verdict: ReturnType<typeof gapVerdict>): Fate {
  if (verdict === 'read') return { ends: { reason: 'read-again', quiet: false } };
  return verdict === 'gone' ? UNWATCHED : 'stays';
}

function violationFate(record: FindingRecord, input: DecideInput): Fate {
  const judgement = judgementOf(record, input.observation.evaluation);
  if (judgement.verdict === 'unreadable') return 'unknown';
  if (judgement.verdict !== 'passes') return 'stays';
  const seen = seenAt(record, input);
  if (seen?.read === false) return 'unknown';
  const { role } = record;
  if (role !== null && !input.observation.roles.includes(role)) return UNWATCHED;
  if (judgement.waived) return { ends: { reason: 'waived', quiet: false } };
  const reverted = seen !== null && record.before !== null && sameValue(seen.value, record.before);
  if (reverted && judgement.asked) return { ends: { reason: 'reverted', quiet: false } };
  return { ends: { reason: passingReason(record, judgement.asked, input), quiet: false } };
}

/** Where the contract was edited and nothing but releases happened in the environment, nothing was mended there. */
function passingReason(record: FindingRecord, asked: boolean, input: DecideInput): string {
  if (!asked) return 'not-asked';
  const { environment, resource, path, role } = record;
  const { contractEdited = false, observation } = input;
  const isOfEstate = resourceScope(resource, path) !== null;
  if (!contractEdited || !isOfEstate || observation.moved.has(environment)) return 'passes';
  const seen = input.valueAt(environment, resource, path);
  if (!seen.read) return 'passes';
  const place = { environment, resource, path, role, value: seen.value };
  return isStated(observation.evaluation, place) ? 'conforming' : 'not-asked';
}

/** A drift stays, though no comparison shows it any more, until its value is back or the contract states it. */
function driftFate(record: FindingRecord, input: DecideInput): Fate {
  const { environment, resource, path, role } = record;
  const seen = input.valueAt(environment, resource, path);
  if (!seen.read) return 'unknown';
  if (sameValue(seen.value, record.before)) return { ends: { reason: 'reverted', quiet: false } };
  if (isIgnored(record, input)) return { ends: { reason: 'ignored', quiet: true } };
  const place = { environment, resource, path, role, value: seen.value };
  if (isStated(input.observation.evaluation, place)) return { ends: { reason: 'conforming', quiet: false } };
  const owner = path === null ? null : input.valueAt(environment, resource, null);
  if (owner?.read === true && owner.value === null)
    return { ends: { reason: 'resource-gone', quiet: false } };
  return 'stays';
}

/** Whether the environment hears no more of it: of the path, or of the service. */
function isIgnored({ environment, resource, path, severity }: FindingRecord, input: DecideInput): boolean {
  if (matchesAny(input.observation.ignored, path)) return true;
  const left = input.whyLeft?.({ environment, id: resource }) ?? null;
  return left === 'of-another' || (left === 'ignored' && severity !== 'critical');
}

/** What stands at a violation's place; null where it names no resource of a scope. */
function seenAt(record: FindingRecord, input: DecideInput): ReturnType<DecideInput['valueAt']> | null {
  const { environment, resource, path } = record;
  return resourceScope(resource, path) === null ? null : input.valueAt(environment, resource, path);
}
