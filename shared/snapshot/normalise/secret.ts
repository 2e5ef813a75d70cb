import { isObject, type JsonObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { enumAt, SECRET_TYPE, SECRET_VERSION_STATE } from './enums.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { annotations, labels } from './labels.ts';
import { lastSegment, resourceName } from './names.ts';
import { duration } from './quantities.ts';
import { isAbsent, listAt, numberAt, objectAt, put, sortedSet, textAt, unlessEmpty } from './read.ts';
import { keepUnknown, tellableText } from './unknown.ts';

const SECRET = new Set(
  (
    'annotations customerManagedEncryption expireTime labels replication rotation secretType tags topics ttl ' +
    'versionAliases versionDestroyTtl name etag createTime policyMember'
  ).split(' '),
);
const REPLICATION = new Set(['automatic', 'userManaged']);
const REPLICA = new Set(['customerManagedEncryption', 'location', 'replicas']);
const ENCRYPTION = new Set(['kmsKeyName']);
const ROTATION = new Set(['managedRotationStatus', 'nextRotationTime', 'rotationPeriod']);
const VERSION = new Set(
  (
    'state clientSpecifiedPayloadChecksum createTime customerManagedEncryption destroyTime etag name ' +
    'replicationStatus scheduledDestroyTime'
  ).split(' '),
);

/** A secret's metadata; its payload is in no document the monitor reads. */
export function secretFields(raw: Raw, place: Place): JsonObject {
  if (typeof raw.name !== 'string' || !raw.name.includes('/secrets/')) {
    throw new ForeignDocument('a secret is due, and this has no name of one');
  }
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'annotations'));
  put(out, 'customerManagedEncryption', encryption(raw.customerManagedEncryption, place));
  put(out, 'expireTime', textAt(raw.expireTime, 'expireTime'));
  put(out, 'labels', labels(raw.labels, place, 'labels'));
  put(out, 'replication', replication(raw.replication, place));
  put(out, 'rotation', rotation(raw.rotation, place));
  put(out, 'secretType', enumAt(raw.secretType, SECRET_TYPE, 'secretType'));
  put(out, 'tags', tags(raw.tags, place));
  put(out, 'topics', topics(raw.topics, place));
  put(out, 'versionAliases', aliases(raw.versionAliases));
  put(out, 'versionDestroyTtl', duration(raw.versionDestroyTtl, 'versionDestroyTtl'));
  keepUnknown(out, raw, { known: SECRET, place });
  return out;
}

/** Versions that can still be read or enabled; destroyed ones are history. */
export function versionsFields(
  versions: unknown[],
  place: Place,
): { fields: JsonObject; evidence: JsonObject } {
  const live: JsonObject = {};
  const all: JsonObject = {};
  for (const item of versions) {
    const raw = objectAt(item, 'versions');
    const name = textAt(raw.name, 'versions.name');
    if (name === undefined) throw new ForeignDocument('a version of the list has no name');
    const state = enumAt(raw.state, SECRET_VERSION_STATE, 'versions.state') ?? 'STATE_UNSPECIFIED';
    const seen: JsonObject = {};
    put(seen, 'createTime', textAt(raw.createTime, 'versions.createTime'));
    put(seen, 'state', state);
    put(all, lastSegment(name), seen);
    if (state === 'DESTROYED') continue;
    const fields: JsonObject = { state };
    keepUnknown(fields, raw, { known: VERSION, place });
    put(live, lastSegment(name), fields);
  }
  return {
    fields: unlessEmpty(live) === undefined ? {} : { versions: live },
    evidence: unlessEmpty(all) === undefined ? {} : { versions: all },
  };
}

function replication(value: unknown, place: Place): JsonObject | undefined {
  const raw = objectAt(value, 'replication');
  const out: JsonObject = {};
  if (!isAbsent(raw.automatic)) {
    put(out, 'automatic', encrypted(objectAt(raw.automatic, 'replication.automatic'), place));
  }
  if (!isAbsent(raw.userManaged)) {
    put(out, 'userManaged', {
      replicas: replicas(objectAt(raw.userManaged, 'replication.userManaged'), place),
    });
  }
  keepUnknown(out, raw, { known: REPLICATION, place });
  return unlessEmpty(out);
}

function replicas(raw: Raw, place: Place): JsonObject {
  const entries: Keyed[] = [];
  for (const item of listAt(raw.replicas, 'replication.userManaged.replicas')) {
    const replica = objectAt(item, 'replication.userManaged.replicas');
    entries.push([textAt(replica.location, 'replicas.location') ?? '', encrypted(replica, place)]);
  }
  return mapOf(entries) ?? {};
}

function encrypted(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'customerManagedEncryption', encryption(raw.customerManagedEncryption, place));
  keepUnknown(out, raw, { known: REPLICA, place });
  return out;
}

function encryption(value: unknown, place: Place): JsonObject | undefined {
  const raw = objectAt(value, 'customerManagedEncryption');
  const out: JsonObject = {};
  put(out, 'kmsKeyName', resourceName(raw.kmsKeyName, place, 'customerManagedEncryption.kmsKeyName'));
  keepUnknown(out, raw, { known: ENCRYPTION, place });
  return unlessEmpty(out);
}

function rotation(value: unknown, place: Place): JsonObject | undefined {
  const raw = objectAt(value, 'rotation');
  const out: JsonObject = {};
  put(out, 'rotationPeriod', duration(raw.rotationPeriod, 'rotation.rotationPeriod'));
  keepUnknown(out, raw, { known: ROTATION, place });
  return unlessEmpty(out);
}

function tags(value: unknown, place: Place): JsonObject | undefined {
  const raw = objectAt(value, 'tags');
  const out: JsonObject = {};
  for (const key in raw) put(out, key, tellableText(textAt(raw[key], 'tags.*') ?? '', place));
  return unlessEmpty(out);
}

function topics(value: unknown, place: Place): string[] | undefined {
  const names = listAt(value, 'topics').flatMap((item) => {
    const name = isObject(item) ? item.name : item;
    return resourceName(name, place, 'topics.name') ?? [];
  });
  return names.length === 0 ? undefined : sortedSet(names);
}

function aliases(value: unknown): JsonObject | undefined {
  const raw = objectAt(value, 'versionAliases');
  const out: JsonObject = {};
  for (const key in raw) put(out, key, numberAt(raw[key], 'versionAliases.*'));
  return unlessEmpty(out);
}
