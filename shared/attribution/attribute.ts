import type { Actor } from '../findings/model.ts';
import { compareText } from '../snapshot/model.ts';
import type { AuditEntry } from './entry.ts';
import { joinEntry } from './join.ts';
import type { Target } from './target.ts';

/** How Google's own doing is named. */
export const SYSTEM = 'Google Cloud itself';
const UNNAMED = 'somebody the log does not name';

interface Candidate {
  principal: string;
  tool: string | null;
  at: string;
  isExact: boolean;
}

/**
 * Who likely changed each place: the fingerprint's actor. One candidate is named, several are listed, newest
 * first, and none is picked among them. `high`: the entries name the exact place and one principal; `medium`:
 * one principal, but an entry leaves open which region or grant it was, or older entries were not read;
 * `low`: several.
 */
export function attribute(
  targets: readonly Target[],
  log: { entries: readonly AuditEntry[]; isWhole: boolean },
): Map<string, Actor> {
  const entries = oneOfEach(log.entries);
  return new Map(
    targets.flatMap((target) => {
      const actor = actorOf(candidatesFor(target, entries), log.isWhole);
      return actor === null ? [] : [[target.fingerprint, actor] as const];
    }),
  );
}

/** Newest first; a long operation once, and not at all where it ended with an error. */
function oneOfEach(entries: readonly AuditEntry[]): AuditEntry[] {
  const failed = new Set(entries.flatMap(({ isFailed, operation }) => (isFailed ? (operation ?? []) : [])));
  const known = new Set<string>();
  return entries
    .filter(({ operation }) => operation === null || !failed.has(operation))
    .toSorted((a, b) => compareText(a.at, b.at) || compareText(a.id, b.id))
    .filter(({ id, operation }) => {
      const key = operation ?? id;
      return known.has(key) ? false : known.add(key);
    })
    .reverse();
}

/**
 * One for each principal and tool, with the newest of their calls. The system reports each deployment under
 * the name of its call (`Ready condition status changed to True`): beside a call, its events are echoes.
 */
function candidatesFor(target: Target, entries: AuditEntry[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const entry of entries) {
    const join = joinEntry(entry, target);
    if (join === null) continue;
    const principal = entry.isSystem ? SYSTEM : (entry.principal ?? UNNAMED);
    const tool = entry.isSystem ? 'a system event' : entry.tool;
    const key = JSON.stringify([principal, tool]);
    const { at, isExact } = found.get(key) ?? { at: entry.at, isExact: true };
    found.set(key, { principal, tool, at, isExact: isExact && join === 'exact' });
  }
  const all = [...found.values()];
  const people = all.filter(({ principal }) => principal !== SYSTEM);
  return people.length === 0 ? all : people;
}

function actorOf(candidates: Candidate[], isWhole: boolean): Actor | null {
  const [newest] = candidates;
  if (newest === undefined) return null;
  const principals = [...new Set(candidates.map(({ principal }) => principal))];
  const tools = [...new Set(candidates.flatMap(({ tool }) => tool ?? []))];
  const isCertain = isWhole && candidates.every(({ isExact }) => isExact);
  return {
    principal: principals.join(', '),
    tool: tools.length === 0 ? null : tools.join(', '),
    at: newest.at,
    confidence: principals.length > 1 ? 'low' : isCertain ? 'high' : 'medium',
  };
}
