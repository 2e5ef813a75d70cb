import { randomUUID } from 'node:crypto';
import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { Lease, StateStore } from '../../ports.ts';
import {
  decideAcquire,
  decideCover,
  decideRelease,
  decideRenew,
  type LeaseRow,
  type LeaseStep,
  leaseLists,
  parseLease,
} from '../store/lease.ts';
import type { FirestoreContext, Write } from './context.ts';

type LeaseMethods = 'acquireLease' | 'renewLease' | 'releaseLease';

/** The lease of an estate in Firestore; it expires by the database's clock, never by an instance's. */
export function firestoreLease(context: FirestoreContext): Pick<StateStore, LeaseMethods> {
  return {
    acquireLease: (asked) => {
      const grant = randomUUID();
      return step(context, 'take the lease', (row, now) => decideAcquire(row, asked, { now, grant }));
    },
    renewLease: (lease, ttlMs) =>
      step(context, 'keep the lease', (row, now) => decideRenew(row, lease, { now, ttlMs })),
    releaseLease: (lease) => step(context, 'give the lease back', (row) => decideRelease(row, lease)),
  };
}

/** The lease as a transaction has read it; null before the first. */
export function leaseOf(snapshot: DocumentSnapshot | undefined): LeaseRow | null {
  return snapshot?.exists ? parseLease(snapshot.data()) : null;
}

/** The write that records what the run covers; none where its lease carried no request. */
export function coverWrites(
  { layout }: FirestoreContext,
  row: LeaseRow | null,
  { lease, runId }: { lease: Lease; runId: string },
): Write[] {
  const next = row === null ? null : decideCover(row, lease, runId);
  return next === null ? [] : [{ kind: 'set', ref: layout.lease, data: leaseData(next) }];
}

function step<T>(
  context: FirestoreContext,
  doing: string,
  decide: (row: LeaseRow | null, now: Date) => LeaseStep<T>,
): Promise<T> {
  const { lease } = context.layout;
  return context.swap(doing, [lease], ([snapshot]) => {
    const { answer, next } = decide(leaseOf(snapshot), context.storeTime(snapshot));
    return { answer, writes: next === null ? [] : [{ ref: lease, data: leaseData(next) }] };
  });
}

function leaseData(row: LeaseRow): Record<string, unknown> {
  return { ...row, ...leaseLists(row) };
}
