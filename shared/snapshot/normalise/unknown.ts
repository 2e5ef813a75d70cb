import type { Json, JsonObject } from '../json.ts';
import type { Place, Raw } from './context.ts';
import { isAbsent, put } from './read.ts';
import { looksLikeToken, tellableName } from './token.ts';

/** Longer texts are whole documents, not settings. */
const LONGEST = 256;

/**
 * Copies the members no normaliser knows, so that they are compared and reported instead of dropped.
 * Texts directly on a known message stay readable; deeper ones, and all of them where values live
 * (`sealed`), are reduced: nobody knows what a field of tomorrow carries.
 */
export function keepUnknown(
  out: JsonObject,
  raw: Raw,
  rule: { known: ReadonlySet<string>; place: Place; sealed?: boolean },
): void {
  for (const key in raw) {
    if (rule.known.has(key) || isAbsent(raw[key])) continue;
    put(out, tellableName(key, rule.place), unknownValue(raw[key], rule.place, rule.sealed !== true));
  }
}

/** Whether there is a member no normaliser knows. */
export function hasUnknown(raw: Raw, known: ReadonlySet<string>): boolean {
  for (const key in raw) if (!known.has(key)) return true;
  return false;
}

/** A setting's text: kept, unless it looks like a pasted credential or is a document of its own; then reduced. */
export function tellableText(text: string, place: Place): Json {
  return text.length > LONGEST || looksLikeToken(text) ? place.reduce(text) : text;
}

/** A value of unknown meaning, without nulls and without readable text inside. */
export function unknownValue(value: unknown, place: Place, readable = false): Json {
  if (typeof value === 'string') return readable ? tellableText(value, place) : place.reduce(value);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value))
    return value.filter((item) => !isAbsent(item)).map((item) => unknownValue(item, place));
  const out: JsonObject = {};
  const members = value as Raw;
  for (const key in members) {
    if (!isAbsent(members[key])) put(out, tellableName(key, place), unknownValue(members[key], place));
  }
  return out;
}
