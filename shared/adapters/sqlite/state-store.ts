import type { Clock, StateStore } from '../../ports.ts';
import { commitPass } from './commit.ts';
import { openSqlite, type SqliteContext } from './database.ts';
import { sqliteFindings } from './findings.ts';
import { sqliteHistory } from './history.ts';
import { sqliteLease } from './lease.ts';
import { sqliteOutbox } from './outbox.ts';
import { sqliteReadings } from './readings.ts';
import { sqliteRuns } from './runs.ts';
import { SQLITE_MIGRATIONS, type SqliteMigration } from './schema.ts';
import { sqliteWindows } from './windows.ts';

export interface SqliteStoreOptions {
  /** A file, created where it is missing; `:memory:` lives as long as the handle. */
  path: string;
  estate: string;
  /** Decides what has expired; the machine's clock by default. */
  clock?: Clock;
  migrations?: readonly SqliteMigration[];
}

/**
 * The state of one estate in an SQLite file that several processes may use at once. Throws STORE_UNAVAILABLE,
 * STORE_SCHEMA or STORE_CORRUPT where the file cannot be used.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<StateStore> {
  const clock = options.clock ?? { now: () => new Date() };
  const migrations = options.migrations ?? SQLITE_MIGRATIONS;
  return sqliteStore(await openSqlite({ path: options.path, estate: options.estate, clock, migrations }));
}

function sqliteStore(context: SqliteContext): StateStore {
  return {
    ...sqliteLease(context),
    ...sqliteFindings(context),
    ...sqliteReadings(context),
    ...sqliteOutbox(context),
    ...sqliteRuns(context),
    ...sqliteHistory(context),
    ...sqliteWindows(context),
    commit: async (lease, pass) => commitPass(context, lease, pass),
    // A write transaction that writes nothing: it fails where the file is gone, read-only or of another schema.
    check: async () => context.write('use the store', () => undefined),
    close: async () => {
      if (context.db.isOpen) context.db.close();
    },
  };
}
