import type {
  DocumentData,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  Query,
  QueryDocumentSnapshot,
  Transaction,
} from '@google-cloud/firestore';
import type { Clock } from '../../ports.ts';
import { alreadyClosed, firestoreError, tooSlow } from './errors.ts';
import { commitGuarded, type GuardedWrite, retrying } from './guarded-write.ts';
import type { FirestoreLayout } from './layout.ts';

/** How long calls under way may take to end when the store is closed, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;

/** Documents read and written so far, as Firestore bills them: a query without results is one read. */
export interface StoreCounters {
  reads: number;
  writes: number;
}

export interface Write {
  /** `set` replaces, `merge` keeps other fields, `update` fails where there is no document. */
  kind: 'set' | 'merge' | 'update';
  ref: DocumentReference;
  data: DocumentData;
}

/** What was decided on what was read. Deciding writes nothing itself, so that deciding again does no harm. */
export interface Decision<T, W extends GuardedWrite = Write> {
  answer: T;
  writes: W[];
}

/** What a batch and a transaction have in common. */
interface WriteTarget {
  set(ref: DocumentReference, data: DocumentData, options: { merge: boolean }): unknown;
  update(ref: DocumentReference, data: DocumentData): unknown;
}

export interface Reader {
  /** In the order of the references; `fields` names what is needed, all where it is absent. */
  getAll(refs: DocumentReference[], fields?: string[]): Promise<DocumentSnapshot[]>;
}

/** One database, bound to one estate. Every method counts, keeps to the time limit and throws typed errors only. */
export interface FirestoreContext {
  layout: FirestoreLayout;
  /** Decides what has expired for good: runs, readings, messages that were sent. */
  clock: Clock;
  /** When the database answered, by its own clock; decides leases and claims. */
  storeTime(snapshot: DocumentSnapshot | undefined): Date;
  /** The store schema this handle knows. */
  schema: number;
  /** Words for messages: `the Firestore database "ops"`. */
  place: string;
  counters: StoreCounters;
  /** Revision of every finding the last pass on this handle has loaded; a commit is checked against it. */
  loaded: Map<string, number>;
  /** Content the stored baseline refers to, as far as this handle knows: it is stored and never expires. */
  referenced: Set<string>;
  /** Ids of channels this handle has kept. */
  channels: Map<string, string>;
  getAll(doing: string, refs: DocumentReference[], fields?: string[]): Promise<DocumentSnapshot[]>;
  query(doing: string, query: Query): Promise<QueryDocumentSnapshot[]>;
  /** Writes in one batch: all or nothing. */
  write(doing: string, writes: Write[]): Promise<void>;
  /**
   * Reads documents, decides, and writes some of them unless one was written meanwhile; then, and where it
   * is unknown how the write ended, `decide` is asked again.
   */
  swap<T>(
    doing: string,
    refs: DocumentReference[],
    decide: (snapshots: DocumentSnapshot[]) => Decision<T, GuardedWrite>,
  ): Promise<T>;
  /** Firestore runs `decide` again on contention and where it does not know how a commit ended. */
  transact<T>(doing: string, decide: (reader: Reader) => Promise<Decision<T>>): Promise<T>;
  close(): Promise<void>;
}

export interface ContextOptions {
  db: Firestore;
  layout: FirestoreLayout;
  /** Stands in for the database's clock as well where it is given. */
  clock: Clock | null;
  schema: number;
  place: string;
  timeoutMs: number;
}

const MACHINE: Clock = { now: () => new Date() };

/** The context of an opened database. */
export function firestoreContext(options: ContextOptions): FirestoreContext {
  const { db, layout, clock, schema, place, timeoutMs } = options;
  const counters = { reads: 0, writes: 0 };
  const limit = { place, timeoutMs, closed: false };
  return {
    layout,
    clock: clock ?? MACHINE,
    storeTime: (snapshot) => clock?.now() ?? snapshot?.readTime.toDate() ?? MACHINE.now(),
    schema,
    place,
    counters,
    loaded: new Map(),
    referenced: new Set(),
    channels: new Map(),
    getAll: (doing, refs, fields) =>
      within(limit, doing, () => countedGetAll(db, counters, { refs, fields })),
    query: (doing, query) => within(limit, doing, () => countedQuery(query, counters)),
    write: (doing, writes) =>
      within(limit, doing, async (signal) => {
        await retrying(signal, () => commitBatch(db, writes));
        counters.writes += writes.length;
      }),
    swap: (doing, refs, decide) =>
      within(limit, doing, (signal) =>
        retrying(signal, async () => {
          const snapshots = await countedGetAll(db, counters, { refs, fields: undefined });
          const { answer, writes } = decide(snapshots);
          if (writes.length > 0) await commitGuarded(db, snapshots, writes);
          counters.writes += writes.length;
          return answer;
        }),
      ),
    transact: (doing, decide) => within(limit, doing, () => runDecision(db, counters, decide)),
    close: async () => {
      if (limit.closed) return;
      limit.closed = true;
      await terminate(db);
    },
  };
}

/** Google's client waits for calls that will never end; closing does not. */
async function terminate(db: Firestore): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
  try {
    await Promise.race([db.terminate(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function commitBatch(db: Firestore, writes: Write[]): Promise<void> {
  const batch = db.batch();
  for (const item of writes) apply(batch, item);
  await batch.commit();
}

async function runDecision<T>(
  db: Firestore,
  counters: StoreCounters,
  decide: (reader: Reader) => Promise<Decision<T>>,
): Promise<T> {
  const decision = await db.runTransaction(async (transaction) => {
    const reader: Reader = {
      getAll: (refs, fields) => countedGetAll(transaction, counters, { refs, fields }),
    };
    const decided = await decide(reader);
    for (const item of decided.writes) apply(transaction, item);
    return decided;
  });
  counters.writes += decision.writes.length;
  return decision.answer;
}

async function countedGetAll(
  source: Pick<Firestore, 'getAll'> | Pick<Transaction, 'getAll'>,
  counters: StoreCounters,
  wanted: { refs: DocumentReference[]; fields: string[] | undefined },
): Promise<DocumentSnapshot[]> {
  if (wanted.refs.length === 0) return [];
  counters.reads += wanted.refs.length;
  return wanted.fields === undefined
    ? source.getAll(...wanted.refs)
    : source.getAll(...wanted.refs, { fieldMask: wanted.fields });
}

async function countedQuery(query: Query, counters: StoreCounters): Promise<QueryDocumentSnapshot[]> {
  const { docs } = await query.get();
  counters.reads += Math.max(1, docs.length);
  return docs;
}

function apply(target: WriteTarget, { kind, ref, data }: Write): void {
  if (kind === 'update') target.update(ref, data);
  else target.set(ref, data, { merge: kind === 'merge' });
}

async function within<T>(
  limit: { place: string; timeoutMs: number; closed: boolean },
  doing: string,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (limit.closed) throw alreadyClosed(limit.place);
  const aborter = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    aborter.abort();
    reject(tooSlow(doing, limit.place, limit.timeoutMs));
  }, limit.timeoutMs);
  try {
    return await Promise.race([action(aborter.signal), late]);
  } catch (error) {
    throw firestoreError(error, doing, limit.place);
  } finally {
    clearTimeout(timer);
  }
}
