import type { Json, JsonObject } from '../json.ts';
import { compareText } from '../model.ts';
import { ForeignDocument, type Raw } from './context.ts';

const NOTHING: Raw = Object.freeze({});

/** Whether a member is missing or null: the two mean the same in Google's JSON. */
export function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** A member that must be an object; an absent one reads as empty. `place` names it in the complaint. */
export function objectAt(value: unknown, place: string): Raw {
  if (isAbsent(value)) return NOTHING;
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ForeignDocument(`${place} is not an object`);
  return value as Raw;
}

/** A member that must be a list; an absent one reads as empty. */
export function listAt(value: unknown, place: string): unknown[] {
  if (isAbsent(value)) return [];
  if (!Array.isArray(value)) throw new ForeignDocument(`${place} is not a list`);
  return value;
}

/** Text, or a scalar as text; undefined where absent or empty. */
export function textAt(value: unknown, place: string): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (isAbsent(value)) return undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ForeignDocument(`${place} is not text`);
}

/** A number written as number or text (`80`, `80.0`, `"80"`); text that is none stays text, so that it shows. */
export function numberAt(value: unknown, place: string): number | string | undefined {
  if (typeof value === 'number') return value;
  const text = textAt(value, place);
  if (text === undefined) return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

/** A truth written as boolean, `'true'`, `'False'`, 1 or 0; text that is none stays text, so that it shows. */
export function truthAt(value: unknown, place: string): boolean | string | undefined {
  if (typeof value === 'boolean') return value;
  const text = textAt(value, place);
  if (text === undefined) return undefined;
  const word = text.toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : text;
}

/** The same where false is the documented default and therefore absent. */
export function flagAt(value: unknown, place: string): true | string | undefined {
  const truth = truthAt(value, place);
  return truth === false ? undefined : truth;
}

/** A count whose documented default is zero and therefore absent. */
export function countAt(value: unknown, place: string): number | string | undefined {
  const count = numberAt(value, place);
  return count === 0 ? undefined : count;
}

/** A set of texts: sorted by code unit, each once; undefined where empty. */
export function textSetAt(value: unknown, place: string): string[] | undefined {
  if (isAbsent(value)) return undefined;
  const texts: string[] = [];
  for (const item of listAt(value, place)) {
    const text = textAt(item, place);
    if (text !== undefined) texts.push(text);
  }
  return texts.length === 0 ? undefined : sortedSet(texts);
}

/** The given list sorted by code unit, each text once. */
export function sortedSet(texts: string[]): string[] {
  if (texts.length < 2) return texts;
  texts.sort();
  return texts.some((text, index) => index > 0 && text === texts[index - 1]) ? [...new Set(texts)] : texts;
}

/** Sets a member unless the value is absent; a member may have any name, `__proto__` included. */
export function put(out: JsonObject, key: string, value: Json | undefined): void {
  if (value === undefined) return;
  if (key !== '__proto__') out[key] = value;
  else Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The same members, keys in the order of their code units; undefined where there are none. */
export function inOrder(map: JsonObject): JsonObject | undefined {
  let last: string | undefined;
  for (const key in map) {
    if (last !== undefined && key < last) return reordered(map);
    last = key;
  }
  return last === undefined ? undefined : map;
}

function reordered(map: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareText(a, b)));
}

/** An object with members, or undefined: empty messages and maps mean absence. */
export function unlessEmpty(value: JsonObject): JsonObject | undefined {
  for (const _ in value) return value;
  return undefined;
}
