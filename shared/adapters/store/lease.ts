import type { Lease, LeaseAnswer, StateStore } from '../../ports.ts';
import { isObject } from '../../snapshot/json.ts';
import { corrupt } from './records.ts';

/** The one lease row of an estate. It is never deleted, so the fence only ever grows. */
export interface LeaseRow {
  /** Null once given back. */
  owner: string | null;
  fence: number;
  /** RFC 3339, UTC */
  expiresAt: string;
  rerunRequested: boolean;
  /** Names the call that was granted, so that a call which is run twice knows its own grant. */
  grant: string;
}

/** What a call answers and the row to write; null: nothing to write. */
export interface LeaseStep<T> {
  answer: T;
  next: LeaseRow | null;
}

type Request = Parameters<StateStore['acquireLease']>[0];

/** Grants the lease unless one is live by the request's clock; `grant` is unique to this call. */
export function decideAcquire(row: LeaseRow | null, request: Request, grant: string): LeaseStep<LeaseAnswer> {
  if (row !== null && row.owner !== null && row.grant === grant) {
    return { answer: granted(row, row.owner), next: null };
  }
  if (row !== null && row.owner !== null && Date.parse(row.expiresAt) > request.now.getTime()) {
    const next = request.rerun && !row.rerunRequested ? { ...row, rerunRequested: true } : null;
    return { answer: { granted: false, holder: row.owner, expiresAt: row.expiresAt }, next };
  }
  const next: LeaseRow = {
    owner: request.owner,
    fence: (row?.fence ?? 0) + 1,
    expiresAt: new Date(request.now.getTime() + request.ttlMs).toISOString(),
    rerunRequested: false,
    grant,
  };
  return { answer: granted(next, request.owner), next };
}

/**
 * Ends a lease. The request for another pass stays in the row until the next grant, so that giving back
 * the same lease twice answers the same.
 */
export function decideRelease(row: LeaseRow | null, lease: Lease): LeaseStep<{ rerunRequested: boolean }> {
  if (row === null || row.fence !== lease.fence) return { answer: { rerunRequested: false }, next: null };
  const answer = { rerunRequested: row.rerunRequested };
  return { answer, next: row.owner === null ? null : { ...row, owner: null } };
}

/** Whether the lease is the last one granted and was not given back: what a commit is guarded by. */
export function isCurrent(row: LeaseRow | null, lease: Lease): boolean {
  return row !== null && row.owner === lease.owner && row.fence === lease.fence;
}

/** A stored lease row; throws STORE_CORRUPT where it cannot be one. */
export function parseLease(value: unknown): LeaseRow {
  if (!isObject(value)) throw corrupt('lease');
  const { owner, fence, expiresAt, rerunRequested, grant } = value;
  if (owner !== null && typeof owner !== 'string') throw corrupt('lease');
  if (!Number.isSafeInteger(fence) || typeof fence !== 'number') throw corrupt('lease');
  if (typeof expiresAt !== 'string' || Number.isNaN(Date.parse(expiresAt))) throw corrupt('lease');
  if (typeof rerunRequested !== 'boolean' || typeof grant !== 'string') throw corrupt('lease');
  return { owner, fence, expiresAt, rerunRequested, grant };
}

function granted(row: LeaseRow, owner: string): LeaseAnswer {
  return { granted: true, lease: { owner, fence: row.fence, expiresAt: row.expiresAt } };
}
