import fc from 'fast-check';
import { isObject, type Json, type JsonObject } from '../../shared/snapshot/json.ts';

/** Names of environments and roles that the generated documents refer to, rightly and wrongly. */
const NAMES = ['dev', 'prod', 'web', 'api', 'qa'];
const WORDS = [
  'dev',
  'prod',
  'web',
  '2027-01-31',
  '72h',
  'acme-dev',
  'us-central1',
  'roles/viewer',
  '^x',
  'a.b.com',
];

/** Documents that a JSON Schema allows, or nearly: deep enough for every section, small enough to be many. */
export function documentsOf(schema: Json): fc.Arbitrary<Json> {
  return generated(schema);
}

function generated(schema: Json): fc.Arbitrary<Json> {
  if (!isObject(schema)) return fc.constantFrom<Json>('x', 1, null);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map(generated));
  if (Array.isArray(schema.allOf) && schema.allOf[0] !== undefined) return generated(schema.allOf[0]);
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return arrayOf(schema);
    case 'string':
      return textOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({
        min: Number(schema.minimum ?? 0),
        max: Math.min(Number(schema.maximum ?? 99), 99_999),
      });
    default:
      return fc.constantFrom<Json>('x', 1, null);
  }
}

function objectOf(schema: JsonObject): fc.Arbitrary<Json> {
  if (isObject(schema.properties)) {
    const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
    const shape = Object.fromEntries(
      Object.entries(schema.properties).map(([key, part]) => [key, generated(part)]),
    );
    return fc.record(shape, { requiredKeys: required }) as fc.Arbitrary<Json>;
  }
  const inner = generated(schema.additionalProperties ?? true);
  return fc.dictionary(fc.constantFrom(...NAMES), inner, { maxKeys: 3 }) as fc.Arbitrary<Json>;
}

function arrayOf(schema: JsonObject): fc.Arbitrary<Json> {
  if (Array.isArray(schema.items)) return fc.tuple(...schema.items.map(generated)) as fc.Arbitrary<Json>;
  return fc.array(generated(schema.items ?? true), { maxLength: 2 }) as fc.Arbitrary<Json>;
}

/** Text of the pattern where it is one the generator can follow; words of contracts otherwise. */
function textOf({ pattern }: JsonObject): fc.Arbitrary<Json> {
  const words = fc.constantFrom(...WORDS);
  if (typeof pattern !== 'string') return words;
  try {
    return fc.oneof(fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 24 }), words);
  } catch {
    return words;
  }
}
