import type { EnvKey } from './language/env-keys.ts';
import { type Varying, valueFor } from './language/per-environment.ts';
import type { Declared, EnvIntent } from './model.ts';
import type { Place } from './resolve.ts';
import type { Path } from './yaml-source.ts';

/** What is declared for each environment key of a role in one environment; a map without prototype. */
export function resolveEnv(place: Place, keys: Record<string, EnvKey>): Record<string, EnvIntent> {
  const intents: Record<string, EnvIntent> = Object.create(null);
  for (const [key, declared] of Object.entries(keys)) intents[key] = resolveKey(place, key, declared);
  return intents;
}

function resolveKey(place: Place, key: string, declared: EnvKey): EnvIntent {
  const env = place.environment.name;
  const path: Path = ['services', place.role, 'env', key];
  return {
    key,
    location: place.places.locate(path),
    delivery: valueFor(declared.delivery, env) ?? null,
    expected: declared.in?.includes(env) ?? true,
    optional: declared.optional ?? false,
    mustDiffer: declared.mustDiffer ?? false,
    version: valueFor(declared.version, env) ?? 'any',
    value: literalOf(place, declared.value, [...path, 'value']),
  };
}

/** A number is taken as it is written: `1.10` is a text of four characters to a container. */
function literalOf(place: Place, varying: Varying<string> | undefined, at: Path): Declared<string> | null {
  const env = place.environment.name;
  const value = valueFor(varying, env);
  if (varying === undefined || value === undefined) return null;
  const path = varying.everywhere ? at : [...at, env];
  return {
    value: place.places.plainText(path) ?? value,
    location: place.places.locate(path),
    perEnvironment: !varying.everywhere,
  };
}
