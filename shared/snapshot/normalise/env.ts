import type { JsonObject } from '../json.ts';
import type { Place, Raw } from './context.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { secretName } from './names.ts';
import { isAbsent, listAt, objectAt, textAt } from './read.ts';
import { tellableName } from './token.ts';
import { hasUnknown, keepUnknown, unknownValue } from './unknown.ts';

const ENTRY = new Set(['name', 'value', 'valueSource']);
const SOURCE = new Set(['secretKeyRef']);
const SECRET_REF = new Set(['secret', 'version']);

/**
 * Environment keys by name: `{kind: 'literal', …}` reduced, `{kind: 'secret', secret, version}`, or
 * `{kind: 'unknown', source}` for a delivery nobody knows. A key without a value is an empty literal.
 */
export function env(value: unknown, place: Place): JsonObject | undefined {
  const entries: Keyed[] = [];
  for (const item of listAt(value, 'container.env')) {
    const raw = objectAt(item, 'container.env');
    const name = textAt(raw.name, 'container.env.name') ?? '';
    entries.push([tellableName(name, place), entry(raw, place)]);
  }
  return mapOf(entries);
}

function entry(raw: Raw, place: Place): JsonObject {
  const { value, valueSource } = raw;
  const delivered = isAbsent(valueSource)
    ? place.reduce(typeof value === 'string' ? value : (textAt(value, 'container.env.value') ?? ''))
    : fromSource(objectAt(valueSource, 'container.env.valueSource'), place);
  return withUnknown(delivered, raw, { known: ENTRY, place });
}

function fromSource(source: Raw, place: Place): JsonObject {
  const ref = objectAt(source.secretKeyRef, 'container.env.valueSource.secretKeyRef');
  const secret = secretName(ref.secret, place, 'container.env.valueSource.secretKeyRef.secret');
  if (secret === undefined) return { kind: 'unknown', source: unknownValue(source, place) };
  // Not given, the version is the newest one.
  const version = textAt(ref.version, 'container.env.valueSource.secretKeyRef.version') ?? 'latest';
  const known = withUnknown({ kind: 'secret', secret, version }, ref, { known: SECRET_REF, place });
  return withUnknown(known, source, { known: SOURCE, place });
}

/** A reduced value may be shared between documents, so what is added goes into a copy. */
function withUnknown(entry: JsonObject, raw: Raw, rule: { known: Set<string>; place: Place }): JsonObject {
  if (!hasUnknown(raw, rule.known)) return entry;
  const added: JsonObject = {};
  keepUnknown(added, raw, { ...rule, sealed: true });
  return { ...entry, ...added };
}
