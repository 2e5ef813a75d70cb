import type { DatabaseSync } from 'node:sqlite';
import { PlumblineError } from '../../errors.ts';
import { newerSchema, pendingSteps } from '../store/schema.ts';

/** Marks the file as a Plumbline store ("PLMB"), so that another program's database is never written to. */
const APPLICATION_ID = 0x504c4d42;

/** One step from a schema version to the next; runs inside the transaction that raises the version. */
export type SqliteMigration = (db: DatabaseSync) => void;

/** `SQLITE_MIGRATIONS[n]` leads from version n to n + 1; version 0 is an empty file. */
export const SQLITE_MIGRATIONS: readonly SqliteMigration[] = [createTables, nameRequests];

/** Brings the file to the schema this version knows, once, whoever comes first; refuses a newer or a foreign file. */
export function migrateSqlite(db: DatabaseSync, path: string, migrations: readonly SqliteMigration[]): void {
  const found = pragma(db, 'user_version');
  if (found === 0) refuseForeign(db, path);
  for (const step of pendingSteps(found, migrations, path)) step(db);
  if (found === migrations.length) return;
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  db.exec(`PRAGMA user_version = ${migrations.length}`);
}

/** Throws STORE_SCHEMA unless the file still has the schema it was opened with. */
export function assertSqliteSchema(db: DatabaseSync, path: string, known: number): void {
  const found = pragma(db, 'user_version');
  if (found > known) throw newerSchema(found, known, path);
  if (found < known) refuseForeign(db, path);
}

function refuseForeign(db: DatabaseSync, path: string): void {
  const tables = db.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.tables;
  if (tables === 0 && pragma(db, 'application_id') === 0) return;
  throw new PlumblineError(
    'STORE_SCHEMA',
    `${path} is an SQLite database of another program: name another file in PLUMBLINE_STORE`,
  );
}

function pragma(db: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** Instants are milliseconds since 1970 where they are compared; records are kept whole as JSON. */
function createTables(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE lease (
      estate TEXT PRIMARY KEY, owner TEXT, fence INTEGER NOT NULL, expires_at TEXT NOT NULL,
      rerun_requested INTEGER NOT NULL, grant_id TEXT NOT NULL
    ) STRICT;
    CREATE TABLE baseline (estate TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
    CREATE TABLE finding (
      estate TEXT NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL, revision INTEGER NOT NULL,
      json TEXT NOT NULL, PRIMARY KEY (estate, fingerprint)
    ) STRICT;
    CREATE INDEX finding_by_state ON finding (estate, state);
    CREATE TABLE outbox (
      estate TEXT NOT NULL, id TEXT NOT NULL, state TEXT NOT NULL, position INTEGER NOT NULL,
      json TEXT NOT NULL, PRIMARY KEY (estate, id)
    ) STRICT;
    CREATE INDEX outbox_by_state ON outbox (estate, state);
    CREATE TABLE run (
      estate TEXT NOT NULL, run_id TEXT NOT NULL, started_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
      json TEXT NOT NULL, PRIMARY KEY (estate, run_id)
    ) STRICT;
    CREATE INDEX run_by_start ON run (estate, started_at);
    CREATE TABLE history (
      id INTEGER PRIMARY KEY, estate TEXT NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
      json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX history_by_time ON history (estate, at);
    CREATE TABLE reading (
      estate TEXT NOT NULL, sha256 TEXT NOT NULL, gzip BLOB NOT NULL, expires_at INTEGER,
      PRIMARY KEY (estate, sha256)
    ) STRICT;
  `);
}

/** 1 → 2: requests for a pass have names, the baseline its health, sent messages an expiry; there are break-glass windows. */
function nameRequests(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE lease ADD COLUMN requests TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE lease ADD COLUMN covered TEXT NOT NULL DEFAULT '[]';
    UPDATE lease SET requests = '[{"id":"made before the upgrade","data":null}]' WHERE rerun_requested = 1;
    ALTER TABLE lease DROP COLUMN rerun_requested;
    ALTER TABLE baseline ADD COLUMN health TEXT;
    ALTER TABLE outbox ADD COLUMN expires_at INTEGER;
    CREATE TABLE break_glass_window (
      estate TEXT NOT NULL, id TEXT NOT NULL, opened_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
      json TEXT NOT NULL, PRIMARY KEY (estate, id)
    ) STRICT;
  `);
}
