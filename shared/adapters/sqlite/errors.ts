import { PlumblineError } from '../../errors.ts';

const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** What went wrong with the file, as an error that names the file and what to do; a PlumblineError stays itself. */
export function sqliteError(error: unknown, doing: string, path: string): unknown {
  if (error instanceof PlumblineError || !isOutside(error)) return error;
  const code = primaryCode(error);
  const reason = error.message;
  if (code === CORRUPT || code === NOT_A_DATABASE) {
    return new PlumblineError(
      'STORE_CORRUPT',
      `could not ${doing}: ${path} is not a readable SQLite database (${reason}): restore it from a backup, or name another file in PLUMBLINE_STORE`,
      { cause: error },
    );
  }
  const remedy =
    code === BUSY
      ? 'another process holds it: try again when that has ended'
      : 'check the path, its permissions and the space left';
  return new PlumblineError(
    'STORE_UNAVAILABLE',
    `could not ${doing === 'open' ? 'open' : `${doing} in`} the store ${path}: ${reason}; ${remedy}`,
    { cause: error, retryable: true },
  );
}

/** Whether another process holds the file right now. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === BUSY;
}

/** Errors of SQLite and of the file system carry a code; an error of our own code is not dressed up. */
function isOutside(error: unknown): error is { code: string; message: string } {
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error))
    return false;
  return typeof error.code === 'string' && typeof error.message === 'string';
}

function primaryCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : null;
}
