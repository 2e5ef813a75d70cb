import { randomUUID } from 'node:crypto';
import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { StateStore } from '../../ports.ts';
import { decideAcquire, decideRelease, type LeaseRow, type LeaseStep, parseLease } from '../store/lease.ts';
import type { FirestoreContext } from './context.ts';

/** The lease of an estate in Firestore. */
export function firestoreLease(context: FirestoreContext): Pick<StateStore, 'acquireLease' | 'releaseLease'> {
  return {
    acquireLease: (request) => {
      const grant = randomUUID();
      return step(context, 'take the lease', (row) => decideAcquire(row, request, grant));
    },
    releaseLease: (lease) => step(context, 'give the lease back', (row) => decideRelease(row, lease)),
  };
}

/** The lease as a transaction has read it; null before the first. */
export function leaseOf(snapshot: DocumentSnapshot | undefined): LeaseRow | null {
  return snapshot?.exists ? parseLease(snapshot.data()) : null;
}

function step<T>(
  context: FirestoreContext,
  doing: string,
  decide: (row: LeaseRow | null) => LeaseStep<T>,
): Promise<T> {
  const { lease } = context.layout;
  return context.swap(doing, [lease], ([snapshot]) => {
    const { answer, next } = decide(leaseOf(snapshot));
    return { answer, writes: next === null ? [] : [{ ref: lease, data: { ...next } }] };
  });
}
