import { compareText } from '../snapshot/model.ts';
import type { Candidate, Inventory, MatchedRole } from './model.ts';
import { roleNames } from './role-names.ts';
import { type Likeness, likeness, percent, type Traits, traitsOf } from './similarity.ts';
import { coreTokens } from './tokens.ts';

/** Below this nothing is taken for the same role; so close to another candidate it is nobody's guess. */
const LIKELY = 0.5;
const MARGIN = 0.1;

interface Group {
  members: Map<string, Candidate>;
  confidence: number | null;
  doubts: string[];
}

/**
 * Recognises the services of several environments that play one role: by the same name, by a name that
 * differs in the environment's words alone, and else by name, image, account and environment keys
 * together where one candidate stands out. Named roles, in the order of the first environment.
 */
export function matchRoles(inventories: readonly Inventory[]): MatchedRole[] {
  const estateWords = commonWords(inventories);
  const traits = onceEach((candidate: Candidate) => traitsOf(candidate, estateWords));
  const groups: Group[] = [];
  for (const { candidates } of inventories) {
    const left = [...byKey(groups, candidates, ({ name }) => name)];
    const unlike = [...byKey(groups, left, coreOf)];
    const strange = byLikeness(groups, unlike, traits);
    groups.push(
      ...strange.map((one) => ({ members: new Map([[one.environment, one]]), confidence: null, doubts: [] })),
    );
  }
  const names = roleNames(
    groups.map(({ members }) => [...members.values()]),
    estateWords,
  );
  return groups.map((group, index) => ({ ...group, role: names[index] ?? '' }));
}

function onceEach<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

function coreOf({ name, environment }: Candidate): string {
  return coreTokens(name, environment).join('-');
}

/** Joins what has one key with the one group that has it; answers what is left. */
function byKey(
  groups: readonly Group[],
  candidates: readonly Candidate[],
  keyOf: (candidate: Candidate) => string,
): Candidate[] {
  const known = new Map<string, Set<Group>>();
  for (const group of groups)
    for (const member of group.members.values())
      known.set(keyOf(member), (known.get(keyOf(member)) ?? new Set()).add(group));
  const mine = Map.groupBy(candidates, keyOf);
  return candidates.filter((candidate) => {
    const free = [...(known.get(keyOf(candidate)) ?? [])].filter(
      ({ members }) => !members.has(candidate.environment),
    );
    const [group] = free;
    if (group === undefined || free.length > 1 || mine.get(keyOf(candidate))?.length !== 1) return true;
    group.members.set(candidate.environment, candidate);
    group.confidence ??= 100;
    return false;
  });
}

interface Guess extends Likeness {
  group: Group;
  candidate: Candidate;
  member: Candidate;
}

/** Joins the likeliest pairs first, each only where it stands out from every other use of both sides. */
function byLikeness(
  groups: readonly Group[],
  candidates: readonly Candidate[],
  traits: (candidate: Candidate) => Traits,
): Candidate[] {
  const guesses = candidates
    .flatMap((candidate) => guessesFor(candidate, groups, traits))
    .sort((a, b) => b.score - a.score || compareText(a.candidate.name, b.candidate.name));
  const ofGroup = Map.groupBy(guesses, ({ group }) => group);
  const ofCandidate = Map.groupBy(guesses, ({ candidate }) => candidate);
  const taken = new Set<Group | Candidate>();
  const isFree = ({ group, candidate }: Guess) => !taken.has(group) && !taken.has(candidate);
  for (const guess of guesses.filter(isFree)) {
    const { group, candidate, score } = guess;
    const others = [...(ofGroup.get(group) ?? []), ...(ofCandidate.get(candidate) ?? [])];
    const isRival = (other: Guess) => other !== guess && isFree(other) && other.score > score - MARGIN;
    if (!isFree(guess) || others.some(isRival)) continue;
    join(guess);
    taken.add(group);
    taken.add(candidate);
  }
  return candidates.filter((candidate) => !taken.has(candidate));
}

function guessesFor(
  candidate: Candidate,
  groups: readonly Group[],
  traits: (candidate: Candidate) => Traits,
): Guess[] {
  const own = traits(candidate);
  return groups
    .filter(({ members }) => !members.has(candidate.environment))
    .flatMap((group) => {
      const [best] = [...group.members.values()]
        .map((member) => ({ group, candidate, member, ...likeness(traits(member), own) }))
        .sort((a, b) => b.score - a.score);
      return best === undefined || best.score < LIKELY ? [] : [best];
    });
}

function join({ group, candidate, member, score, evidence }: Guess): void {
  group.members.set(candidate.environment, candidate);
  const sure = Math.round(score * 100);
  group.confidence = Math.min(group.confidence ?? 100, sure);
  group.doubts.push(
    `${candidate.environment} ${candidate.name} is taken for ${member.environment} ${member.name} (confidence ${percent(score)}): ${evidence.join(', ')}`,
  );
}

/** The first word of more than half of an environment's services says nothing of a role: the estate's own name. */
function commonWords(inventories: readonly Inventory[]): Set<string> {
  const common = inventories.flatMap(({ candidates }) => {
    const firsts = candidates.map(({ name, environment }) => coreTokens(name, environment)[0] ?? '');
    const counts = Map.groupBy(firsts, (word) => word);
    return [...counts]
      .filter(([, uses]) => uses.length > 1 && uses.length * 2 > candidates.length)
      .map(([word]) => word);
  });
  return new Set(common);
}
