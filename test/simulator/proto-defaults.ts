import { isObject, type Json, type JsonObject } from '../../shared/snapshot/json.ts';

/** Fields whose keys belong to the user: an empty value there is a value. */
const MAPS = new Set(['labels', 'annotations', 'limits', 'environmentVariables', 'versionAliases']);
/** Fields with presence (oneof members, proto3 optional): printed even where false, 0 or "". */
const PRESENT = new Set([
  'value',
  'manualInstanceCount',
  'gpuZonalRedundancyDisabled',
  'maxRetries',
  'useDefault',
]);

/** A copy as proto3 JSON prints it: no false, 0, "" and no empty list, but where the field has presence. */
export function withoutDefaults<T>(document: T): T {
  return strip(document as Json) as T;
}

function strip(value: Json): Json {
  if (Array.isArray(value)) return value.map(strip);
  return isObject(value) ? stripObject(value) : value;
}

function stripObject(object: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined || value === null) continue;
    if (MAPS.has(key)) {
      if (Object.keys(value).length > 0) kept[key] = { ...(value as JsonObject) };
    } else if (PRESENT.has(key) || !isDefault(value)) kept[key] = strip(value);
  }
  return kept;
}

function isDefault(value: Json): boolean {
  return value === false || value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Freezes a document all the way down, so that nothing but the estate changes it. */
export function deepFreeze<T>(document: T): T {
  if (typeof document === 'object' && document !== null && !Object.isFrozen(document)) {
    Object.freeze(document);
    for (const value of Object.values(document)) deepFreeze(value);
  }
  return document;
}
