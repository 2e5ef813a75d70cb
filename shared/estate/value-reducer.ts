import { compareText } from '../snapshot/model.ts';
import { createFingerprint } from './fingerprint.ts';
import { createMentionFinder } from './mentions.ts';
import type { ReducedValue, ValueReducer } from './reduce.ts';
import { hostMention, hostNumber, runAppHosts } from './run-app-hosts.ts';

export { createFingerprint } from './fingerprint.ts';

/** An environment and what it can be recognised by in a value: project id and number, hosts, accounts, instances. */
export interface KnownEnvironment {
  readonly name: string;
  readonly identifiers: readonly string[];
}

/**
 * Answers the reducer of an estate. What it returns holds a keyed fingerprint and, sorted, those
 * identifiers of other environments that stand in the value as whole tokens, and of every host Cloud Run
 * generated a keyed fingerprint; equal values may be answered by one object, which is not to be changed. No value outlives the page it came with.
 */
export function createValueReducer(options: {
  key: Uint8Array;
  environments: readonly KnownEnvironment[];
}): ValueReducer {
  const fingerprint = createFingerprint(options.key);
  const finders = new Map(
    options.environments.map(({ name }) => [name, createMentionFinder(foreign(options.environments, name))]),
  );
  const findAny = createMentionFinder(foreign(options.environments, null));
  const own = new Map(options.environments.map(({ name, identifiers }) => [name, new Set(identifiers)]));
  return onceForEachPage((environment, value) => {
    const { text, hosts } = generatedHosts(value, own.get(environment));
    const named = (finders.get(environment) ?? findAny)(text);
    const keyed = hosts.map((host) => hostMention(fingerprint(host)));
    const mentions = keyed.length === 0 ? named : [...named, ...keyed].sort(compareText);
    // In the order canonical JSON has them: it is written as it stands.
    return { fingerprint: fingerprint(value), kind: 'literal', mentions };
  });
}

/**
 * Services of one environment share most of their values, so each is reduced once while a page of
 * documents is worked through. The page holds the values itself; with it, before anything else is
 * waited for, they are forgotten.
 */
function onceForEachPage(reduce: ValueReducer): ValueReducer {
  const known = new Map<string, Map<string, ReducedValue>>();
  return (environment, value) => {
    const before = known.get(environment)?.get(value);
    if (before !== undefined) return before;
    if (known.size === 0) queueMicrotask(() => known.clear());
    const reduced = reduce(environment, value);
    known.set(environment, (known.get(environment) ?? new Map()).set(value, reduced));
    return reduced;
  };
}

/** The generated hosts of a value, and the value without those that bear the own project's number: they betray nothing. */
function generatedHosts(
  value: string,
  own: ReadonlySet<string> | undefined,
): { text: string; hosts: string[] } {
  const hosts = runAppHosts(value);
  const mine = hosts.filter((host) => own?.has(hostNumber(host) ?? '') ?? false);
  if (mine.length === 0) return { text: value, hosts };
  const text = mine.reduce((rest, host) => rest.replaceAll(host, ' '), value.toLowerCase());
  return { text, hosts: hosts.filter((host) => !mine.includes(host)) };
}

/** What only the other environments are known by: an identifier shared with the own one betrays nothing. */
function foreign(environments: readonly KnownEnvironment[], own: string | null): string[] {
  const mine = new Set(
    environments.filter((one) => one.name === own).flatMap((one) => one.identifiers.map(fold)),
  );
  const others = environments.filter((one) => one.name !== own).flatMap((one) => one.identifiers);
  return [...new Set(others)].filter((one) => one !== '' && !mine.has(fold(one))).sort(compareText);
}

function fold(identifier: string): string {
  return identifier.toLowerCase();
}
