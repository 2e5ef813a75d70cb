import { closeSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { PlumblineError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import { makeFolder } from '../local/make-folder.ts';
import { isBusy, sqliteError } from './errors.ts';
import { assertSqliteSchema, migrateSqlite, type SqliteMigration } from './schema.ts';

/** How long a transaction waits for another process, in milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;
const BUSY_RETRY_MS = 20;

/** One open file, bound to one estate. */
export interface SqliteContext {
  db: DatabaseSync;
  estate: string;
  clock: Clock;
  /** Revision of every finding the last pass on this handle has loaded; a commit is checked against it. */
  loaded: Map<string, number>;
  /** Runs a transaction that sees one moment; `doing` completes "could not …". */
  read<T>(doing: string, action: () => T): T;
  /** Runs a transaction that is alone in writing: kept whole or not at all. */
  write<T>(doing: string, action: () => T): T;
}

export interface SqliteTarget {
  path: string;
  estate: string;
  clock: Clock;
  migrations: readonly SqliteMigration[];
}

/** Opens or creates the file (0600, its folder 0700) at the schema this version knows; throws typed errors only. */
export async function openSqlite(target: SqliteTarget): Promise<SqliteContext> {
  const path = target.path === ':memory:' ? target.path : resolve(target.path);
  let db: DatabaseSync | null = null;
  try {
    createFile(path);
    db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    await useWriteAheadLog(db);
    const context = sqliteContext(db, path, target);
    const opened = db;
    transaction(opened, 'BEGIN IMMEDIATE', () => migrateSqlite(opened, path, target.migrations));
    return context;
  } catch (error) {
    if (db?.isOpen) db.close();
    throw sqliteError(error, 'open', path);
  }
}

function sqliteContext(db: DatabaseSync, path: string, target: SqliteTarget): SqliteContext {
  const run = <T>(begin: string, doing: string, action: () => T): T => {
    if (!db.isOpen) throw closed(path);
    try {
      return transaction(db, begin, () => {
        assertSqliteSchema(db, path, target.migrations.length);
        return action();
      });
    } catch (error) {
      throw sqliteError(error, doing, path);
    }
  };
  return {
    db,
    estate: target.estate,
    clock: target.clock,
    loaded: new Map(),
    read: (doing, action) => run('BEGIN', doing, action),
    write: (doing, action) => run('BEGIN IMMEDIATE', doing, action),
  };
}

function transaction<T>(db: DatabaseSync, begin: string, action: () => T): T {
  db.exec(begin);
  try {
    const answer = action();
    db.exec('COMMIT');
    return answer;
  } finally {
    if (db.isTransaction) db.exec('ROLLBACK');
  }
}

function createFile(path: string): void {
  if (path === ':memory:') return;
  makeFolder(dirname(path));
  // A pipe would be waited for without an end, and a device is no database.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false)
    throw new PlumblineError(
      'STORE_UNAVAILABLE',
      `could not open the store ${path}: it is no ordinary file; name one in PLUMBLINE_STORE`,
      { retryable: true },
    );
  // SQLite gives its -wal and -shm files the mode of the database, so this one covers all three.
  closeSync(openSync(path, 'a', 0o600));
}

/** The switch to WAL needs the file for itself and does not wait by SQLite's own timeout. */
async function useWriteAheadLog(db: DatabaseSync): Promise<void> {
  const attempts = BUSY_TIMEOUT_MS / BUSY_RETRY_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
      return;
    } catch (error) {
      if (!isBusy(error) || attempt >= attempts) throw error;
      await setTimeout(BUSY_RETRY_MS);
    }
  }
}

function closed(path: string): PlumblineError {
  return new PlumblineError('STORE_UNAVAILABLE', `the store ${path} has been closed: open it again`);
}
