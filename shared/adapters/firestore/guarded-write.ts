import { setTimeout } from 'node:timers/promises';
import type {
  DocumentData,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  WriteBatch,
} from '@google-cloud/firestore';

const MAX_ATTEMPTS = 20;
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 1_000;

/** Statuses after which reading and deciding again may end otherwise; for some it is unknown whether the write was kept. */
const AGAIN = new Set([
  1, // CANCELLED
  2, // UNKNOWN
  4, // DEADLINE_EXCEEDED
  6, // ALREADY_EXISTS: somebody created it first
  8, // RESOURCE_EXHAUSTED
  9, // FAILED_PRECONDITION: somebody wrote it first
  10, // ABORTED
  13, // INTERNAL
  14, // UNAVAILABLE
]);

/** One document to write: replaced where it exists, created where it does not. */
export interface GuardedWrite {
  ref: DocumentReference;
  data: DocumentData;
}

/**
 * Writes documents that were read, all or none, and none where one of them was written since. No lock is
 * held meanwhile: fifty who want the one lease settle it in milliseconds, where transactions wait for each
 * other's locks for seconds.
 */
export async function commitGuarded(
  db: Firestore,
  read: DocumentSnapshot[],
  writes: GuardedWrite[],
): Promise<void> {
  const batch = db.batch();
  const byPath = new Map(read.map((snapshot) => [snapshot.ref.path, snapshot]));
  for (const write of writes) guard(batch, byPath.get(write.ref.path), write);
  await batch.commit();
}

/** Runs an attempt again, after a growing random pause, while the outcome was contention or is unknown. */
export async function retrying<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= MAX_ATTEMPTS || signal.aborted || !worthAnother(error)) throw error;
      await setTimeout(Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tried));
    }
  }
}

function guard(batch: WriteBatch, read: DocumentSnapshot | undefined, { ref, data }: GuardedWrite): void {
  if (read?.updateTime === undefined) batch.create(ref, data);
  else batch.update(ref, data, { lastUpdateTime: read.updateTime });
}

function worthAnother(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return typeof error.code === 'number' && AGAIN.has(error.code);
}
