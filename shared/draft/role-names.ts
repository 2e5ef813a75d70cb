import type { Candidate } from './model.ts';
import { coreTokens } from './tokens.ts';

const LONGEST = 63;

/**
 * A name for each role, given its services: what their names have in the way of words, without the
 * environment's and the estate's; longer where two would be called alike. No two are the same.
 */
export function roleNames(roles: readonly Candidate[][], estateWords: ReadonlySet<string>): string[] {
  const short = roles.map((members) => shortest(members, estateWords));
  const counts = Map.groupBy(short, (name) => name);
  const used = new Set<string>();
  return roles.map((members, index) => {
    const name = short[index] ?? '';
    const wanted = counts.get(name)?.length === 1 ? name : (members[0]?.name ?? name);
    const free = firstFree(wanted, used);
    used.add(free);
    return free;
  });
}

/** The first environment's word for it, where environments disagree; the one with fewer words first. */
function shortest(members: readonly Candidate[], estateWords: ReadonlySet<string>): string {
  const [first] = members.slice(0, 1).map(({ name, environment }) => {
    const core = coreTokens(name, environment);
    const bare = core.filter((token, at) => at > 0 || !estateWords.has(token));
    return (bare.length === 0 ? core : bare).join('-').slice(0, LONGEST);
  });
  return first ?? '';
}

function firstFree(wanted: string, used: ReadonlySet<string>): string {
  const base = wanted === '' ? 'role' : wanted;
  if (!used.has(base)) return base;
  let suffix = 2;
  while (used.has(`${base.slice(0, LONGEST - 5)}-${suffix}`)) suffix += 1;
  return `${base.slice(0, LONGEST - 5)}-${suffix}`;
}

/** A name for the estate: the words that all of its project ids have; else those of the first. */
export function estateName(projects: readonly { name: string; project: string }[]): string {
  const cores = projects.map(({ name, project }) => coreTokens(project.split(':').at(-1) ?? '', name));
  const [first = []] = cores;
  const shared = first.filter((token) => cores.every((core) => core.includes(token)));
  return (shared.length === 0 ? first : shared).join('-').slice(0, LONGEST) || 'estate';
}
