import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Answer } from './google-answer.ts';

/** Says what an official client could not read in an answer; empty: it decodes whole. */
export type AnswerValidator = (answer: Answer) => string[];

interface FieldLike {
  name: string;
  repeated: boolean;
  map: boolean;
  type: string;
  resolvedType: TypeLike | EnumLike | null;
}
interface TypeLike {
  fullName: string;
  fields: Record<string, FieldLike>;
  resolveAll(): unknown;
}
interface EnumLike {
  values: Record<string, number>;
}

/** Messages whose JSON is not their fields. */
const WELL_KNOWN = /^\.google\.protobuf\.(Timestamp|Duration|Any|Struct|Value|ListValue|FieldMask|\w+Value)$/;

/**
 * Holds answers to the protos of @google-cloud/run and google-gax: an unknown field, an unknown enum
 * name or a value proto3 JSON does not allow is a problem, save for fields named in `liveOnly`.
 */
export async function createValidator(liveOnly: ReadonlySet<string>): Promise<AnswerValidator> {
  const { protobuf, serializer } = await import('google-gax');
  const roots = [
    readProtos('@google-cloud/run', 'build/protos/protos.json'),
    readProtos('google-gax', 'build/protos/locations.json'),
  ];
  const [run, locations] = roots.map((json) => protobuf.Root.fromJSON(json));
  const valid = new WeakSet<object>();
  const lookUp = (name: string) => {
    const root = name.startsWith('google.cloud.location') ? locations : run;
    if (root === undefined) throw new Error('The protos could not be read.');
    return root.lookupType(name);
  };
  const check = (name: string, json: object): string[] => {
    if (valid.has(json)) return [];
    const type = lookUp(name);
    const problems = unknownIn(type as unknown as TypeLike, json, { path: name, liveOnly });
    try {
      serializer.fromProto3JSON(type, json as Parameters<typeof serializer.fromProto3JSON>[1]);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (problems.length === 0 && Object.isFrozen(json)) valid.add(json);
    return problems;
  };
  return ({ status, body, message, list }) => {
    if (status !== 200) return [];
    const own = message === undefined ? [] : check(message, body);
    if (list === undefined) return own;
    const { itemMessage, listMessage, items, envelope } = list;
    const whole = listMessage === undefined ? [] : check(listMessage, envelope);
    return [
      ...own,
      ...whole,
      ...(itemMessage === undefined ? [] : items.flatMap((item) => check(itemMessage, item))),
    ];
  };
}

function readProtos(name: string, file: string): object {
  const require = createRequire(import.meta.url);
  const entry = require.resolve(name);
  const home = entry.slice(0, entry.lastIndexOf(`node_modules/${name}/`));
  return JSON.parse(readFileSync(`${home}node_modules/${name}/${file}`, 'utf8')) as object;
}

interface Place {
  path: string;
  liveOnly: ReadonlySet<string>;
}

function unknownIn(type: TypeLike, json: unknown, place: Place): string[] {
  if (WELL_KNOWN.test(type.fullName)) return [];
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return [`${place.path}: not an object`];
  type.resolveAll();
  return Object.entries(json).flatMap(([key, value]) => {
    if (place.liveOnly.has(key)) return [];
    const field = type.fields[key];
    const at = { ...place, path: `${place.path}.${key}` };
    return field === undefined ? [`${at.path}: unknown field`] : unknownInField(field, value, at);
  });
}

function unknownInField(field: FieldLike, value: unknown, place: Place): string[] {
  const { resolvedType } = field;
  if (resolvedType === null) return [];
  const several = (field.repeated || field.map) && typeof value === 'object' && value !== null;
  const values = several ? Object.values(value) : [value];
  return values.flatMap((one) => {
    if ('fields' in resolvedType) return unknownIn(resolvedType, one, place);
    const known = typeof one === 'number' || (typeof one === 'string' && one in resolvedType.values);
    return known ? [] : [`${place.path}: unknown enum value ${String(one)}`];
  });
}
