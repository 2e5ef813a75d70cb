import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keyFromFile } from '../../../shared/adapters/local/key-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-key-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('keyFromFile', () => {
  it('makes a key once, for its owner alone', () => {
    const path = join(folder, 'state', 'fingerprint.key');
    const first = keyFromFile(path);
    expect(first).toHaveLength(32);
    expect(keyFromFile(path)).toEqual(first);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
  });

  it('makes another key elsewhere', () => {
    expect(keyFromFile(join(folder, 'a'))).not.toEqual(keyFromFile(join(folder, 'b')));
  });

  it('refuses a damaged key and leaves it alone', () => {
    const path = join(folder, 'fingerprint.key');
    writeFileSync(path, 'abc');
    expect(() => keyFromFile(path)).toThrow(/holds no fingerprint key/);
    expect(readFileSync(path, 'utf8')).toBe('abc');
  });

  it('makes no second key for a store that was written with another', () => {
    const path = join(folder, 'fingerprint.key');
    const store = join(folder, 'state.db');
    writeFileSync(store, '');
    const first = keyFromFile(path, store);
    writeFileSync(store, 'something');
    expect(keyFromFile(path, store)).toEqual(first);
    rmSync(path);
    expect(() => keyFromFile(path, store)).toThrow(
      /fingerprint\.key is missing, and .*state\.db was written with it/,
    );
    expect(existsSync(path)).toBe(false);
  });

  it('says what to do where the folder cannot be made', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    expect(() => keyFromFile(join(file, 'fingerprint.key'))).toThrow(/set PLUMBLINE_FINGERPRINT_KEY/);
  });
});
