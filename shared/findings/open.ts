import { announce, begin, type DecideInput, type Decision, isMuted, note } from './decision.ts';
import type { Finding, FindingRecord } from './model.ts';
import { waitsForSecondPass } from './read-gaps.ts';
import { resourceScope } from './resource-scope.ts';
import { unjudgedIn } from './unjudged.ts';

/** A finding nobody has seen before. */
export function openFinding(finding: Finding, input: DecideInput): Decision {
  const record = newEpisode(undefined, finding, input);
  if (waitsForSecondPass(finding))
    return note(begin(record), input, { kind: 'opened', reason: 'read-gap-waits' });
  const reason = firstReason(finding, input) ?? `new-${finding.kind}`;
  return announce(begin(record), input, { kind: 'opened', reason });
}

/** A finding that had been resolved: a new episode. A silence that still runs goes on. */
export function regressFinding(record: FindingRecord, finding: Finding, input: DecideInput): Decision {
  const back = newEpisode(record, finding, input);
  if (waitsForSecondPass(finding))
    return note(begin(back), input, { kind: 'regressed', reason: 'read-gap-waits' });
  return announce(begin(back), input, { kind: 'regressed', reason: 'came-back' });
}

/** A finding's record as an episode of it begins, nobody told yet; `before`: its record where it was resolved. */
export function newEpisode(
  before: FindingRecord | undefined,
  finding: Finding,
  input: DecideInput,
): FindingRecord {
  const judged = unjudgedIn(input.observation.unseen, finding);
  const fresh = { ...finding, ...untold(finding, input, input.now.toISOString()), ...judged };
  if (before === undefined) return { ...fresh, episode: 1, silence: null };
  const silence = isMuted(before, input.now) ? before.silence : null;
  const { unjudged: _, ...known } = before;
  return { ...known, ...fresh, episode: before.episode + 1, silence };
}

function untold({ environment }: Finding, input: DecideInput, at: string) {
  const window = input.windowAt?.(environment) ?? null;
  return {
    state: 'open' as const,
    firstSeenAt: at,
    lastSeenAt: at,
    openedByRun: input.runId,
    resolvedAt: null,
    unknownSince: null,
    seenInARow: 1,
    toldAt: null,
    remindedAt: null,
    toldSeverity: null,
    acceptance: null,
    toldBy: null,
    ...keyOf(input),
    windowId: window?.id ?? null,
    windowTicket: window?.ticket ?? null,
    windowExpiresAt: window?.expiresAt ?? null,
  };
}

/** What a record keeps of the key its value is hashed with. */
export function keyOf({ keyMark }: DecideInput): Pick<FindingRecord, 'keyMark'> {
  return keyMark === undefined ? {} : { keyMark };
}

/** Why a finding belongs into a summary instead of an alert; null where it does not. */
function firstReason(finding: Finding, input: DecideInput): string | null {
  if (input.firstRun) return 'first-run';
  return finding.kind === 'violation' && isInNewScope(finding, input) ? 'new-scope' : null;
}

/** What belongs to no scope of its own (a role, a workflow) is as new as the environment's services. */
function isInNewScope(finding: Finding, input: DecideInput): boolean {
  const scope = resourceScope(finding.resource, finding.path);
  return input.newScopes.some(
    ({ environment, resource, region }) =>
      environment === finding.environment &&
      (scope === null ? resource === 'run.services' : resource === scope.resource && region === scope.region),
  );
}
