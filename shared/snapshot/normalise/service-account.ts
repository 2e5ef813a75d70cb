import type { JsonObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import {
  enumAt,
  KEY_ALGORITHM,
  KEY_DISABLE_REASON,
  KEY_EXTENDED_STATUS,
  KEY_ORIGIN,
  KEY_TYPE,
} from './enums.ts';
import { lastSegment } from './names.ts';
import { flagAt, listAt, objectAt, put, sortedSet, textAt, unlessEmpty } from './read.ts';
import { wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

const ACCOUNT = new Set([
  'description',
  'disabled',
  'displayName',
  'email',
  'etag',
  'name',
  'oauth2ClientId',
  'projectId',
  'uniqueId',
]);
/** Key material is never returned by lists; were it there, it would still not be read. */
const KEY = new Set([
  'disableReason',
  'disabled',
  'extendedStatus',
  'keyAlgorithm',
  'keyOrigin',
  'keyType',
  'name',
  'privateKeyData',
  'privateKeyType',
  'publicKeyData',
  'validAfterTime',
  'validBeforeTime',
]);
/** Google's largest instant: the key never expires. */
const NEVER = '9999-12-31T23:59:59Z';

/** A service account; `uniqueId` tells one that was deleted and made again. */
export function accountFields(raw: Raw, place: Place): JsonObject {
  if (raw.email === undefined && raw.uniqueId === undefined) {
    throw new ForeignDocument('a service account is due, and this has neither email nor uniqueId');
  }
  const out: JsonObject = {};
  put(out, 'description', wordsAt(raw.description, 'description', place));
  put(out, 'disabled', flagAt(raw.disabled, 'disabled'));
  put(out, 'displayName', wordsAt(raw.displayName, 'displayName', place));
  put(out, 'uniqueId', textAt(raw.uniqueId, 'uniqueId'));
  keepUnknown(out, raw, { known: ACCOUNT, place });
  return out;
}

/** The user-managed keys of one account by id; Google's own rotate every two weeks and are left out. */
export function keysFields(keys: unknown[], place: Place): JsonObject {
  const out: JsonObject = {};
  for (const item of keys) {
    const raw = objectAt(item, 'keys');
    const name = textAt(raw.name, 'keys.name');
    if (name === undefined) throw new ForeignDocument('a key of the list has no name');
    if (enumAt(raw.keyType, KEY_TYPE, 'keys.keyType') === 'SYSTEM_MANAGED') continue;
    put(out, lastSegment(name), key(raw, place));
  }
  return unlessEmpty(out) === undefined ? {} : { keys: out };
}

function key(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'disableReason', short(enumAt(raw.disableReason, KEY_DISABLE_REASON, 'keys.disableReason')));
  put(out, 'disabled', flagAt(raw.disabled, 'keys.disabled'));
  put(out, 'extendedStatus', statuses(raw.extendedStatus));
  put(out, 'keyAlgorithm', enumAt(raw.keyAlgorithm, KEY_ALGORITHM, 'keys.keyAlgorithm'));
  put(out, 'keyOrigin', enumAt(raw.keyOrigin, KEY_ORIGIN, 'keys.keyOrigin'));
  put(out, 'validAfterTime', textAt(raw.validAfterTime, 'keys.validAfterTime'));
  const until = textAt(raw.validBeforeTime, 'keys.validBeforeTime');
  put(out, 'validBeforeTime', until === NEVER ? undefined : until);
  keepUnknown(out, raw, { known: KEY, place });
  return out;
}

/** What is known of a key for good; the words beside it say where the key was found, and are left out. */
function statuses(value: unknown): string[] | undefined {
  const found = listAt(value, 'keys.extendedStatus').flatMap((item) => {
    const status = objectAt(item, 'keys.extendedStatus').key;
    return short(enumAt(status, KEY_EXTENDED_STATUS, 'keys.extendedStatus.key')) ?? [];
  });
  return found.length === 0 ? undefined : sortedSet(found);
}

/** `SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED` as gcloud shortens it: `EXPOSED`. */
function short(name: string | undefined): string | undefined {
  return name?.replace(/^SERVICE_ACCOUNT_KEY_(?:DISABLE_REASON|EXTENDED_STATUS_KEY)_/, '');
}

/** The list of an owner's parts: a bare list as gcloud prints it, or the API's message around it. */
export function listOf(body: unknown, member: string): unknown[] {
  if (Array.isArray(body)) return body;
  const raw = objectAt(body, `a list of ${member}`);
  if (!Array.isArray(raw[member]) && Object.keys(raw).length > 0 && raw.totalSize === undefined) {
    throw new ForeignDocument(`a list of ${member} is due, and this is not one`);
  }
  return listAt(raw[member], member);
}
