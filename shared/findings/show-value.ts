import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';

/** Google's names for what contract and gcloud call by other words. */
const FAMILIAR = new Map<Json, string>(
  Object.entries({
    INGRESS_TRAFFIC_ALL: 'all',
    INGRESS_TRAFFIC_INTERNAL_ONLY: 'internal',
    INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: 'internal-and-cloud-load-balancing',
    INGRESS_TRAFFIC_NONE: 'none',
  }),
);
const LONGEST = 160;
const SHORT_PRINT = 8;
const GRANT = /^iamPolicy\.bindings[.[]/;

/**
 * One canonical value in a few words: scalars as they are (enums in the contract's words), a literal by its
 * fingerprint, a secret by name and version. `path`: where it stands; a grant of a policy has its conditions there.
 */
export function showValue(value: Json, path: string | null): string {
  const empty = path !== null && GRANT.test(path) ? 'unconditional' : 'empty';
  return shorten(words(value, empty), LONGEST);
}

/** Text cut at a length in characters, the cut shown. */
export function shorten(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** `empty`: what an object without members is called. */
function words(value: Json, empty: string): string {
  if (value === null) return 'absent';
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((one) => words(one, empty)).join(', ');
  return isObject(value) ? objectWords(value, empty) : (FAMILIAR.get(value) ?? String(value));
}

function objectWords(value: JsonObject, empty: string): string {
  if (value.kind === 'literal') return `a literal (fp ${String(value.fingerprint).slice(0, SHORT_PRINT)})`;
  if (value.kind === 'secret')
    return `secret ${words(value.secret ?? null, empty)} version ${words(value.version ?? null, empty)}`;
  const entries = Object.entries(value);
  if (entries.length === 0) return empty;
  return entries
    .map(([key, part]) => `${key} ${isObject(part) ? `{${words(part, empty)}}` : words(part, empty)}`)
    .join(', ');
}
