import { canonicalJson } from '../canonical-json.ts';
import type { Json, JsonObject } from '../json.ts';
import { compareText } from '../model.ts';

/** What is to become a map: a name, and what stands under it. */
export type Keyed = [name: string, value: Json];

/**
 * A list keyed by name as a map, names in the order of their code units, so that the list's own order
 * means nothing; undefined where empty. A name used again becomes `name#2`: nothing is overwritten.
 */
export function mapOf(entries: Keyed[]): JsonObject | undefined {
  const [first] = entries;
  if (first === undefined) return undefined;
  if (entries.length === 1) return { [first[0]]: first[1] };
  if (!isStrictlyOrdered(entries)) arrange(entries);
  // Built at once a large map keeps the engine's fast shape; member by member it would not.
  return Object.fromEntries(entries);
}

function isStrictlyOrdered(entries: Keyed[]): boolean {
  let last: string | undefined;
  for (let index = 0; index < entries.length; index += 1) {
    const name = entries[index]?.[0];
    if (last !== undefined && name !== undefined && name <= last) return false;
    last = name;
  }
  return true;
}

/** One name twice: by what stands under it. */
function byName(a: Keyed, b: Keyed): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return compareText(canonicalJson(a[1]), canonicalJson(b[1]));
}

function arrange(entries: Keyed[]): void {
  entries.sort(byName);
  let count = 1;
  let last: string | undefined;
  for (const entry of entries) {
    count = entry[0] === last ? count + 1 : 1;
    last = entry[0];
    if (count > 1) entry[0] = `${entry[0]}#${count}`;
  }
}
