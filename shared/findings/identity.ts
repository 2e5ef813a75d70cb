import { canonicalJson, sha256 } from '../snapshot/canonical-json.ts';
import type { Json } from '../snapshot/json.ts';

/** What a finding is about. Never in it: message, value, time, order, etag, run. */
export interface FindingIdentity {
  estate: string;
  environment: string;
  resource: string;
  path: string | null;
  /** Check id, `drift` or `read-gap`. */
  rule: string;
}

/** The identity as sha256 (hex) of an encoding in which no two identities look alike. */
export function findingFingerprint(identity: FindingIdentity): string {
  const { estate, environment, resource, path, rule } = identity;
  return sha256(canonicalJson(['finding', estate, environment, resource, path, rule]));
}

/** A keyed hash (hex) of the offending value: tells whether it is still the same value without keeping it. */
export function valueHash(fingerprintOf: (value: string) => string, value: Json): string {
  return fingerprintOf(canonicalJson(value));
}

/** The resource a result's finding is named by: its own, else its role, else the estate as a whole. */
export function resourceOf(result: { resource: string | null; role: string | null }): string {
  if (result.resource !== null) return result.resource;
  return result.role === null ? 'estate' : `role/${result.role}`;
}
