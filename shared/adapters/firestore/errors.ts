import { PlumblineError } from '../../errors.ts';

const STATUS: Record<number, string> = {
  1: 'CANCELLED',
  2: 'UNKNOWN',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  6: 'ALREADY_EXISTS',
  7: 'PERMISSION_DENIED',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  10: 'ABORTED',
  13: 'INTERNAL',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
};
const INVALID_ARGUMENT = 3;

const HINT: Record<number, string> = {
  5: 'create the database, or correct PLUMBLINE_STORE and GOOGLE_CLOUD_PROJECT',
  7: "grant the monitor's own account roles/datastore.user on the database's project",
  16: 'check the credentials of the account the monitor runs as',
};

/** What Firestore answered, as an error that names the database and what to do; a PlumblineError stays itself. */
export function firestoreError(error: unknown, doing: string, place: string): PlumblineError {
  if (error instanceof PlumblineError) return error;
  const code = statusCode(error);
  const hint =
    (code === null ? undefined : HINT[code]) ?? 'try again later, and check that it can be reached';
  return new PlumblineError(
    'STORE_UNAVAILABLE',
    `could not ${doing} in ${place}: ${reason(error, code)}; ${hint}`,
    { cause: error, retryable: code !== INVALID_ARGUMENT },
  );
}

/** The error for a database that did not answer in time; whether a write was kept is then unknown. */
export function tooSlow(doing: string, place: string, timeoutMs: number): PlumblineError {
  return new PlumblineError(
    'STORE_UNAVAILABLE',
    `could not ${doing} in ${place}: no answer within ${timeoutMs} ms; try again later, and check that it can be reached`,
    { retryable: true },
  );
}

/** The error for a call after the store was closed. */
export function alreadyClosed(place: string): PlumblineError {
  return new PlumblineError('STORE_UNAVAILABLE', `${place} has been closed: open it again`);
}

/** The error for something that does not fit a document or a request, however often it is tried. */
export function tooLarge(what: string, place: string): PlumblineError {
  return new PlumblineError(
    'STORE_UNAVAILABLE',
    `${what} is too large for ${place}: split the estate into several contracts`,
  );
}

function statusCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'number' ? error.code : null;
}

function reason(error: unknown, code: number | null): string {
  const status = code === null ? undefined : STATUS[code];
  const words = messageOf(error).split('\n')[0] ?? '';
  return status === undefined || words.includes(status) ? words : `${status} ${words}`;
}

function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return 'unknown error';
  return String(error.message);
}
