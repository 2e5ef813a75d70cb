import type { Firestore } from '@google-cloud/firestore';
import type { Clock, StateStore } from '../../ports.ts';
import { commitPass } from './commit.ts';
import { type FirestoreContext, firestoreContext, type StoreCounters } from './context.ts';
import { firestoreError } from './errors.ts';
import { firestoreFindings } from './findings.ts';
import { firestoreHistory } from './history.ts';
import { estateLayout } from './layout.ts';
import { firestoreLease } from './lease.ts';
import { firestoreOutbox } from './outbox.ts';
import { firestoreReadings } from './readings.ts';
import { firestoreRuns } from './runs.ts';
import {
  assertFirestoreSchema,
  FIRESTORE_MIGRATIONS,
  type FirestoreMigration,
  migrateFirestore,
} from './schema.ts';
import { firestoreWindows } from './windows.ts';

/** How long one call may take, retries included, in milliseconds. */
const TIMEOUT_MS = 60_000;

export interface FirestoreStoreOptions {
  /** `(default)` or a named database. */
  database: string;
  /** Found by Google's client where it is absent. */
  projectId?: string;
  estate: string;
  /** Decides what has expired; by default the machine's clock, and the database's own for leases and claims. */
  clock?: Clock;
  /** Limit of one call, retries included. */
  timeoutMs?: number;
  migrations?: readonly FirestoreMigration[];
  /** A client made elsewhere, closed with the store. */
  client?: Firestore;
}

/** A state store that says what it cost. */
export type FirestoreStore = StateStore & { readonly counters: StoreCounters };

/**
 * The state of one estate in Firestore; FIRESTORE_EMULATOR_HOST is honoured. Throws STORE_UNAVAILABLE or
 * STORE_SCHEMA where the database cannot be used.
 */
export async function openFirestoreStore(options: FirestoreStoreOptions): Promise<FirestoreStore> {
  const place = `the Firestore database "${options.database}"`;
  const migrations = options.migrations ?? FIRESTORE_MIGRATIONS;
  const db = options.client ?? (await createClient(options, place));
  const context = firestoreContext({
    db,
    layout: estateLayout(db, options.estate),
    clock: options.clock ?? null,
    schema: migrations.length,
    place,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
  });
  try {
    await migrateFirestore(context, migrations);
  } catch (error) {
    await context.close();
    throw error;
  }
  return firestoreStore(context);
}

/** Imported here, so that a command which keeps its state in a file does not pay for the client. */
async function createClient(options: FirestoreStoreOptions, place: string): Promise<Firestore> {
  try {
    const { Firestore } = await import('@google-cloud/firestore');
    return new Firestore({
      databaseId: options.database,
      ...(options.projectId === undefined ? {} : { projectId: options.projectId }),
      // REST spares the import of gRPC, but does not work with the emulator, which has no credentials.
      ...(process.env.FIRESTORE_EMULATOR_HOST ? {} : { preferRest: true }),
    });
  } catch (error) {
    throw firestoreError(error, 'open the store', place);
  }
}

function firestoreStore(context: FirestoreContext): FirestoreStore {
  return {
    counters: context.counters,
    ...firestoreLease(context),
    ...firestoreFindings(context),
    ...firestoreReadings(context),
    ...firestoreOutbox(context),
    ...firestoreRuns(context),
    ...firestoreHistory(context),
    ...firestoreWindows(context),
    commit: (lease, pass) => commitPass(context, lease, pass),
    check: async () => {
      const [meta] = await context.getAll('read the store', [context.layout.meta]);
      assertFirestoreSchema(context, meta);
    },
    close: () => context.close(),
  };
}
