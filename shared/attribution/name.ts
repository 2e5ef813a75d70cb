import type { PassDecisions } from '../decide.ts';
import type { Actor, Finding, FindingRecord } from '../findings/model.ts';
import type { Target } from './target.ts';

/** How long an entry is waited for. Google promises no time; mostly it takes seconds, and a request follows a change as fast. */
const WAITED_MS = 6 * 3_600_000;

/** Whether the audit log is asked again who made the change of an open finding. */
export function isStillAskedFor({ actor, askedFor }: FindingRecord, now: Date): boolean {
  if (actor !== null || askedFor === null || askedFor === undefined) return false;
  return now.getTime() - Date.parse(askedFor.until) <= WAITED_MS;
}

/** The decisions with the actors that were found, by fingerprint, and with the time in which one is looked for again. */
export function withActors(
  decisions: PassDecisions,
  { actors, asked }: { actors: ReadonlyMap<string, Actor>; asked: ReadonlyMap<string, Target> },
): PassDecisions {
  const named = <T extends Finding>(finding: T): T => {
    const actor = actors.get(finding.fingerprint);
    return actor === undefined ? finding : { ...finding, actor };
  };
  const settled = (record: FindingRecord): FindingRecord => {
    const target = asked.get(record.fingerprint);
    if (target === undefined) return record;
    const now = named(record);
    return now.actor === null
      ? { ...now, askedFor: { since: target.since, until: target.until } }
      : { ...now, askedFor: null };
  };
  const kept = new Set(decisions.records.map(({ fingerprint }) => fingerprint));
  const late = decisions.open.filter(
    ({ fingerprint }) => actors.has(fingerprint) && asked.has(fingerprint) && !kept.has(fingerprint),
  );
  return {
    ...decisions,
    records: [...decisions.records, ...late].map(settled),
    open: decisions.open.map(settled),
    tell: decisions.tell.map((told) => ({ ...told, record: settled(told.record) })),
    findings: decisions.findings.map(named),
  };
}
