import { readFileSync } from 'node:fs';
import { protobuf, serializer } from 'google-gax';
import type { Json, JsonObject } from '../../shared/snapshot/json.ts';

/** A message's type, by the package whose protos define it. */
export type MessageName = `${'run' | 'secret-manager' | 'apikeys'}:${string}`;

const roots = new Map<string, protobuf.Root>();

/**
 * A message that a client decoded, as proto3 JSON again: what the client knows of the document, and
 * nothing else. The defaults clients make up are left out as proto3 JSON leaves them out.
 */
export function toDocument(name: MessageName, message: object): JsonObject {
  const [home = '', type = ''] = name.split(':');
  const known = rootOf(home).lookupType(type);
  return withoutInvented(known, serializer.toProto3JSON(known.fromObject(message)) as JsonObject);
}

/** A copy without the defaults a client fills in; what has presence (optional, one of several) stays as it is. */
function withoutInvented(type: protobuf.Type, message: JsonObject): JsonObject {
  type.resolveAll();
  const entries = type.fieldsArray.flatMap((field): [string, Json][] => {
    const value = message[field.name];
    if (value === null || value === undefined) return [];
    if (field.partOf === null && isDefault(field, value)) return [];
    return [[field.name, inside(field, value)]];
  });
  return Object.fromEntries(entries);
}

function inside(field: protobuf.Field, value: Json): Json {
  const type = field.resolvedType;
  if (type === null || !('fieldsArray' in type) || type.fullName.startsWith('.google.protobuf.'))
    return value;
  const one = (item: Json) => withoutInvented(type, item as JsonObject);
  if (field.map)
    return Object.fromEntries(Object.entries(value as JsonObject).map(([key, item]) => [key, one(item)]));
  return field.repeated ? (value as Json[]).map(one) : one(value);
}

function isDefault(field: protobuf.Field, value: Json): boolean {
  if (typeof value === 'object' && value !== null)
    return (field.map || field.repeated) && Object.keys(value).length === 0;
  const type = field.resolvedType;
  if (type !== null && 'valuesById' in type) return value === type.valuesById[0];
  return value === '' || value === false || Number(value) === 0;
}

/** The fields of a message type, every path down to what is no message, e.g. `template.volumes.nfs.path`. */
export function fieldPaths(name: MessageName): string[] {
  const [home = '', type = ''] = name.split(':');
  return pathsOf(rootOf(home).lookupType(type), []);
}

function pathsOf(type: protobuf.Type, above: string[]): string[] {
  type.resolveAll();
  return type.fieldsArray.flatMap((field) => {
    const path = [...above, field.name];
    const inner = field.resolvedType;
    const isMessage =
      inner !== null && 'fieldsArray' in inner && !inner.fullName.startsWith('.google.protobuf.');
    return isMessage ? pathsOf(inner as protobuf.Type, path) : [path.join('.')];
  });
}

function rootOf(home: string): protobuf.Root {
  const known = roots.get(home);
  if (known !== undefined) return known;
  const file = `node_modules/@google-cloud/${home}/build/protos/protos.json`;
  const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
  roots.set(home, root);
  return root;
}
