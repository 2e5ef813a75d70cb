import type { ContractDocument } from '../language/contract.ts';
import { valueFor } from '../language/per-environment.ts';
import type { Declared, Location } from '../model.ts';
import type { Places } from '../places.ts';

/** A secret whose value is the same in some environments, told by the fingerprints its writers annotate. */
export interface FingerprintRule {
  secret: string;
  same: string[];
  location: Location;
}

/** What the contract says of secrets. */
export interface SecretsIntent {
  /** Days after which the newest enabled version is too old, by environment; none where it is not stated. */
  maxAgeDays: ReadonlyMap<string, Declared<number>>;
  /** In the order of the file. */
  fingerprints: FingerprintRule[];
}

/** The section `secrets`, resolved to each environment. */
export function resolveSecrets(document: ContractDocument, places: Places): SecretsIntent {
  const { maxAgeDays, fingerprints = {} } = document.secrets ?? {};
  const ages = Object.keys(document.environments).flatMap((env): [string, Declared<number>][] => {
    const value = valueFor(maxAgeDays, env);
    if (maxAgeDays === undefined || value === undefined) return [];
    const path = ['secrets', 'maxAgeDays', ...(maxAgeDays.everywhere ? [] : [env])];
    return [[env, { value, location: places.locate(path), perEnvironment: !maxAgeDays.everywhere }]];
  });
  return {
    maxAgeDays: new Map(ages),
    fingerprints: Object.entries(fingerprints).map(([secret, { same }]) => ({
      secret,
      same,
      location: places.locate(['secrets', 'fingerprints', secret]),
    })),
  };
}
