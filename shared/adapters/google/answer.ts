import type { JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import type { GoogleError } from './google-error.ts';

/** Why a request has no answer, before it is put into words. */
export type Failure =
  | { kind: 'http'; status: number; error: GoogleError | null; retryAfterMs: number | null }
  | { kind: 'network'; code: string }
  | { kind: 'timeout'; afterMs: number }
  | { kind: 'malformed'; what: string }
  | { kind: 'credentials'; gap: Gap }
  | { kind: 'stopped' };

/** A request that failed, with what is needed to say how to mend it. */
export interface Failed {
  ok: false;
  failure: Failure;
  /** API host, e.g. `run.googleapis.com`. */
  host: string;
  project: string;
  /** The permission the request needs, from the allowlist; null where it needs none. */
  permission: string | null;
  attempts: number;
}

/** What became of one request, retries included: Google's JSON object, or the failure as data. */
export type Answer = { ok: true; body: JsonObject } | Failed;
