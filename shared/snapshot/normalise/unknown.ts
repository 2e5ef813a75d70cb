import type { Json, JsonObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { inOrder, isAbsent, put } from './read.ts';
import { looksLikeToken, tellableName } from './token.ts';

/** Longer texts are whole documents, not settings. */
const LONGEST = 256;
/** No API answers anything nested like that. */
const DEEPEST = 100;

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

/** A value of unknown meaning, without nulls and, unless it is `readable` itself, without readable text. */
export function unknownValue(value: unknown, place: Place, readable = false): Json {
  return typeof value === 'string' && readable ? tellableText(value, place) : reducedValue(value, place, 0);
}

function reducedValue(value: unknown, place: Place, depth: number): Json {
  if (typeof value === 'string') return place.reduce(value);
  if (typeof value !== 'object' || value === null) return value as number | boolean;
  if (depth === DEEPEST) throw new ForeignDocument('the document is nested too deeply');
  if (Array.isArray(value)) {
    return value.filter((item) => !isAbsent(item)).map((item) => reducedValue(item, place, depth + 1));
  }
  const out: JsonObject = {};
  const members = value as Raw;
  for (const key in members) {
    if (!isAbsent(members[key]))
      put(out, tellableName(key, place), reducedValue(members[key], place, depth + 1));
  }
  return inOrder(out) ?? out;
}
