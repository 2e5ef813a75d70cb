import type { ContractDocument } from '../language/contract.ts';
import type { Varying } from '../language/per-environment.ts';
import type { Declared, Environment, Location } from '../model.ts';
import type { Places } from '../places.ts';
import type { Path } from '../yaml-source.ts';
import { declare } from './declare.ts';

/** Which referrers a browser key has; the patterns are regular expressions. Null means undeclared. */
export interface ReferrerIntent {
  location: Location;
  required: Declared<string[]> | null;
  allowed: Declared<string[]> | null;
  deprecated: Declared<string[]> | null;
}

/** What the contract says of one API key in one environment, placeholders filled in. */
export interface ApiKeyIntent {
  /** Regular expression of its display name. */
  name: string;
  location: Location;
  targets: Declared<string[]> | null;
  referrers: ReferrerIntent | null;
}

type KeyDocument = NonNullable<ContractDocument['apiKeys']>[number];

interface Place {
  environment: Environment;
  places: Places;
  path: Path;
}

/** Answers the API keys an environment must have, in the order of the contract. */
export function apiKeyReader(
  { apiKeys }: Pick<ContractDocument, 'apiKeys'>,
  { environments, places }: { environments: readonly Environment[]; places: Places },
): (environment: string) => ApiKeyIntent[] {
  const resolved = new Map(
    environments.map((environment) => [
      environment.name,
      (apiKeys ?? []).flatMap((key, index) =>
        keyIntent(key, { environment, places, path: ['apiKeys', index] }),
      ),
    ]),
  );
  return (environment) => resolved.get(environment) ?? [];
}

function keyIntent(key: KeyDocument, place: Place): ApiKeyIntent[] {
  const { environment, places, path } = place;
  if (key.in?.includes(environment.name) === false) return [];
  const intent = {
    name: filled(key.name, environment, asPattern),
    location: places.locate(path),
    targets: declare(key.targets, { places, environment: environment.name, path: [...path, 'targets'] }),
    referrers: key.referrers === undefined ? null : referrerIntent(key.referrers, place),
  };
  return [intent];
}

function referrerIntent(
  referrers: NonNullable<KeyDocument['referrers']>,
  { environment, places, path: above }: Place,
): ReferrerIntent {
  const path = [...above, 'referrers'];
  const said = (
    key: 'required' | 'allowed' | 'deprecated',
    quote: (text: string) => string,
  ): Declared<string[]> | null => {
    const list: Varying<string[]> | undefined = referrers[key];
    const found = declare(list, { places, environment: environment.name, path: [...path, key] });
    return found && { ...found, value: found.value.map((text) => filled(text, environment, quote)) };
  };
  return {
    location: places.locate(path),
    required: said('required', (text) => text),
    allowed: said('allowed', asPattern),
    deprecated: said('deprecated', asPattern),
  };
}

/** `{env}` and `{project}` stand for the environment's name and project id, in patterns as text. */
function filled(text: string, { name, project }: Environment, quote: (text: string) => string): string {
  return text.replaceAll('{env}', () => quote(name)).replaceAll('{project}', () => quote(project));
}

/** A text as the pattern that means it; readable, since findings are named by it. */
function asPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
