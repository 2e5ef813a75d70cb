import { isLeak } from '../../findings/leaked-key.ts';
import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';
import { compareText } from '../../snapshot/model.ts';
import { formatPath } from '../../snapshot/path.ts';

const DAY_MS = 86_400_000;

/** One user-managed key of an account, as of an instant. */
export interface AccountKey {
  id: string;
  path: string;
  /** RFC 3339, since when it opens anything; null where that is not told. */
  since: string | null;
  /** Whether that is more than so many days ago, to the millisecond. */
  isOlderThan(days: number): boolean;
  /** Google found it where it must not be, or in the wrong hands; null where not. */
  leak: string | null;
  /** Why it opens nothing now; null where it does. */
  idle: 'disabled' | 'expired' | null;
}

/** The keys of an account's document, by id. */
export function accountKeys(fields: JsonObject, now: Date): AccountKey[] {
  const keys = isObject(fields.keys) ? fields.keys : {};
  return Object.entries(keys)
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, key]) => accountKey(id, isObject(key) ? key : {}, now));
}

function accountKey(id: string, key: JsonObject, now: Date): AccountKey {
  const since = instant(key.validAfterTime);
  return {
    id,
    path: formatPath(['keys', id]),
    since: since === null ? null : String(key.validAfterTime),
    isOlderThan: (days) => since !== null && now.getTime() - since > days * DAY_MS,
    leak: leakOf(key),
    idle: idleness(key, now),
  };
}

/** Known for good, also after the key was enabled again. */
function leakOf({ disableReason, extendedStatus }: JsonObject): string | null {
  const said = [disableReason, ...(Array.isArray(extendedStatus) ? extendedStatus : [])];
  return said.find((status): status is string => typeof status === 'string' && isLeak(status)) ?? null;
}

function idleness({ disabled, validBeforeTime }: JsonObject, now: Date): AccountKey['idle'] {
  if (disabled === true) return 'disabled';
  const until = instant(validBeforeTime);
  return until !== null && until <= now.getTime() ? 'expired' : null;
}

function instant(value: Json | undefined): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
