import type { Json, JsonObject } from './json.ts';

/** Whether two values are the same JSON: key order aside, nothing coerced. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b);
  return !Array.isArray(b) && equalObjects(a, b);
}

/** An object's own member; what every object inherits is no member. */
export function ownMember(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function equalLists(a: Json[], b: Json[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) {
    if (!equalJson(a[index], b[index])) return false;
  }
  return true;
}

function equalObjects(a: JsonObject, b: JsonObject): boolean {
  let count = 0;
  for (const key in a) {
    // What objects inherit are functions, which equal no JSON, and this one object.
    if (!equalJson(a[key], b[key]) || (key === '__proto__' && !Object.hasOwn(b, key))) return false;
    count += 1;
  }
  for (const _ in b) count -= 1;
  return count === 0;
}
