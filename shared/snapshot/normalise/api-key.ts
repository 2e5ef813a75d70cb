import { canonicalJson } from '../canonical-json.ts';
import type { Json, JsonObject } from '../json.ts';
import { compareText } from '../model.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { annotations } from './labels.ts';
import { isAbsent, listAt, objectAt, put, textAt, textSetAt, unlessEmpty } from './read.ts';
import { wordSetAt, wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

/** The key's string is in no list; were it there, it would still not be read. */
const KEY = new Set([
  'annotations',
  'createTime',
  'deleteTime',
  'displayName',
  'etag',
  'keyString',
  'name',
  'restrictions',
  'serviceAccountEmail',
  'uid',
  'updateTime',
]);
const SETS: Record<string, string> = {
  browserKeyRestrictions: 'allowedReferrers',
  serverKeyRestrictions: 'allowedIps',
  iosKeyRestrictions: 'allowedBundleIds',
};
const RESTRICTIONS = new Set(['androidKeyRestrictions', 'apiTargets', ...Object.keys(SETS)]);
const APPLICATION = new Set(['packageName', 'sha1Fingerprint']);
const TARGET = new Set(['methods', 'service']);

/** An API key and what it may be used for and from; every list a set. */
export function apiKeyFields(raw: Raw, place: Place): JsonObject {
  if (raw.uid === undefined && (typeof raw.name !== 'string' || !raw.name.includes('/keys/'))) {
    throw new ForeignDocument('an API key is due, and this has neither uid nor the name of one');
  }
  const out: JsonObject = {};
  put(out, 'annotations', annotations(raw.annotations, place, 'annotations'));
  put(out, 'displayName', wordsAt(raw.displayName, 'displayName', place));
  put(out, 'restrictions', restrictions(raw.restrictions, place));
  put(out, 'serviceAccountEmail', textAt(raw.serviceAccountEmail, 'serviceAccountEmail'));
  keepUnknown(out, raw, { known: KEY, place });
  return out;
}

function restrictions(value: unknown, place: Place): JsonObject | undefined {
  const raw = objectAt(value, 'restrictions');
  const out: JsonObject = {};
  for (const [message, member] of Object.entries(SETS)) {
    if (!isAbsent(raw[message])) put(out, message, setIn(raw[message], member, place));
  }
  if (!isAbsent(raw.androidKeyRestrictions)) {
    const android = objectAt(raw.androidKeyRestrictions, 'androidKeyRestrictions');
    const list = listAt(android.allowedApplications, 'allowedApplications');
    const applications = list.map((item) => application(objectAt(item, 'allowedApplications'), place));
    put(out, 'androidKeyRestrictions', { allowedApplications: ordered(applications) });
  }
  const targets = listAt(raw.apiTargets, 'apiTargets').map((item) =>
    target(objectAt(item, 'apiTargets'), place),
  );
  if (targets.length > 0) put(out, 'apiTargets', ordered(targets));
  keepUnknown(out, raw, { known: RESTRICTIONS, place });
  return unlessEmpty(out);
}

/** An empty set of the kind still restricts: it stays. */
function setIn(value: unknown, member: string, place: Place): JsonObject {
  const raw = objectAt(value, 'restrictions');
  const out: JsonObject = {};
  put(out, member, wordSetAt(raw[member], member, place));
  keepUnknown(out, raw, { known: new Set([member]), place });
  return out;
}

function application(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  for (const key of APPLICATION) put(out, key, textAt(raw[key], key));
  keepUnknown(out, raw, { known: APPLICATION, place });
  return out;
}

function target(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'methods', textSetAt(raw.methods, 'apiTargets.methods'));
  put(out, 'service', textAt(raw.service, 'apiTargets.service'));
  keepUnknown(out, raw, { known: TARGET, place });
  return out;
}

/** Sorted by their canonical text. */
function ordered(items: JsonObject[]): Json[] {
  return items.sort((a, b) => compareText(canonicalJson(a), canonicalJson(b)));
}
