import { isObject, type Json, type JsonObject } from './json.ts';
import type { ResourceDocument } from './model.ts';

/**
 * A secret's versions with the time each was made, where the other document has the same number made at
 * another time. A version's time never moves: whoever deletes a secret and makes it again under its name
 * counts from 1 once more, and behind an old number stands a new payload.
 */
export function withTimeOfReplaced(document: ResourceDocument, other: ResourceDocument): ResourceDocument {
  const { versions } = document.fields;
  const replaced = Object.entries(objectOf(versions)).flatMap(([number, version]) => {
    const createTime = timeOf(document, number);
    if (createTime === null || !isObject(version) || isSameTime(createTime, timeOf(other, number))) return [];
    return [[number, { createTime, ...version }] as const];
  });
  if (replaced.length === 0) return document;
  const told = { ...objectOf(versions), ...Object.fromEntries(replaced) };
  return { ...document, fields: { ...document.fields, versions: told } };
}

function timeOf({ evidence }: ResourceDocument, number: string): string | null {
  const { createTime } = objectOf(objectOf(evidence.versions)[number]);
  return typeof createTime === 'string' ? createTime : null;
}

/** Where one side does not tell, nobody knows of another time. */
function isSameTime(a: string, b: string | null): boolean {
  return b === null || a === b || Date.parse(a) === Date.parse(b);
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
