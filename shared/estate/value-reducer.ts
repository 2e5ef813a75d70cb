import { createHmac, createSecretKey } from 'node:crypto';
import { compareText } from '../snapshot/model.ts';
import { createMentionFinder } from './mentions.ts';
import type { ValueReducer } from './reduce.ts';

/** An environment and what it can be recognised by in a value: project id and number, hosts, accounts, instances. */
export interface KnownEnvironment {
  name: string;
  identifiers: string[];
}

/** Answers a function from a value to its HMAC-SHA-256 under `key`, 64 hex digits: equal values, equal fingerprints. */
export function createFingerprint(key: Uint8Array): (value: string) => string {
  const secret = createSecretKey(key);
  return (value) => createHmac('sha256', secret).update(value, 'utf8').digest('hex');
}

/**
 * Answers the reducer of an estate. What it returns holds a keyed fingerprint and, sorted, those
 * identifiers of other environments that stand in the value as whole tokens; it keeps no value.
 */
export function createValueReducer(options: {
  key: Uint8Array;
  environments: KnownEnvironment[];
}): ValueReducer {
  const fingerprint = createFingerprint(options.key);
  const finders = new Map(
    options.environments.map(({ name }) => [name, createMentionFinder(foreign(options.environments, name))]),
  );
  const findAny = createMentionFinder(foreign(options.environments, null));
  return (environment, value) => ({
    kind: 'literal',
    fingerprint: fingerprint(value),
    mentions: (finders.get(environment) ?? findAny)(value),
  });
}

/** What only the other environments are known by: an identifier shared with the own one betrays nothing. */
function foreign(environments: KnownEnvironment[], own: string | null): string[] {
  const mine = new Set(
    environments.filter((one) => one.name === own).flatMap((one) => one.identifiers.map(fold)),
  );
  const others = environments.filter((one) => one.name !== own).flatMap((one) => one.identifiers);
  return [...new Set(others)].filter((one) => one !== '' && !mine.has(fold(one))).sort(compareText);
}

function fold(identifier: string): string {
  return identifier.toLowerCase();
}
