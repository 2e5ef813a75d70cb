import type { JsonObject } from '../snapshot/json.ts';

/**
 * What is kept of a literal value: never the value. `fingerprint` is its keyed HMAC-SHA-256 (hex);
 * `mentions` the identifiers of other environments that stand in it, and keyed fingerprints of the
 * generated hosts in it, since only what was seen tells whose they are.
 */
export interface ReducedValue extends JsonObject {
  kind: 'literal';
  fingerprint: string;
  mentions: string[];
}

/** Reduces one literal value of one environment. */
export type ValueReducer = (environment: string, value: string) => ReducedValue;
