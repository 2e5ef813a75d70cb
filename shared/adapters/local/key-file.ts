import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PlumblineError } from '../../errors.ts';
import { makeFolder } from './make-folder.ts';

const KEY_BYTES = 32;

/**
 * The fingerprint key kept in a file only its owner can read; made on first use. Several processes
 * that start at once end up with the same key. `store`: the file whose fingerprints it made; where that holds
 * something already, another key would make every literal look changed, so none is made.
 */
export function keyFromFile(path: string, store: string | null = null): Uint8Array {
  const known = readKey(path);
  if (known !== null) return known;
  if (store === null || !holdsSomething(store)) return createKey(path);
  // The key is made before the store: whoever sees a store that was just made sees its key.
  const made = readKey(path);
  if (made !== null) return made;
  throw new PlumblineError(
    'CONFIG_INVALID',
    `${path} is missing, and ${store} was written with it or with PLUMBLINE_FINGERPRINT_KEY: bring the key back, or name another file in PLUMBLINE_STORE to begin anew`,
  );
}

function holdsSomething(store: string): boolean {
  return (statSync(store, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function readKey(path: string): Uint8Array | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unusable(path, error);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length < KEY_BYTES)
    throw new PlumblineError(
      'CONFIG_INVALID',
      `${path}: holds no fingerprint key of ${KEY_BYTES} bytes; restore it, or remove it to start anew`,
    );
  return key;
}

function createKey(path: string): Uint8Array {
  const draft = `${path}.${process.pid}`;
  try {
    makeFolder(dirname(path));
    writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 });
    linkWhereAbsent(draft, path);
    unlinkSync(draft);
  } catch (error) {
    throw unusable(path, error);
  }
  return keyFromFile(path);
}

/** A link appears whole or not at all, so nobody reads half a key. */
function linkWhereAbsent(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function unusable(path: string, cause: unknown): PlumblineError {
  const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
  return new PlumblineError(
    'CONFIG_INVALID',
    `${path}: the fingerprint key cannot be read or made there (${reason}); set PLUMBLINE_FINGERPRINT_KEY to 32 random bytes in base64`,
    { cause },
  );
}
