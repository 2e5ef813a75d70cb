import type { Lease, LeaseAnswer, LeaseRequest, PassRequest } from '../../ports.ts';
import { isObject, type Json } from '../../snapshot/json.ts';
import { corrupt } from './records.ts';

/** The one lease row of an estate. It is never deleted, so the fence only ever grows. */
export interface LeaseRow {
  /** Null once given back. */
  owner: string | null;
  fence: number;
  /** RFC 3339, UTC, by the store's clock */
  expiresAt: string;
  /** Names the call that was granted, so that a call which is run twice knows its own grant. */
  grant: string;
  /** Requests for a pass that no kept pass covers yet, oldest first. */
  requests: PassRequest[];
  /** The requests covered last, and by which run; the oldest fall out. */
  covered: { id: string; runId: string }[];
}

/** What a call answers and the row to write; null: nothing to write. */
export interface LeaseStep<T> {
  answer: T;
  next: LeaseRow | null;
}

/** Far more than may wait at once; whoever falls out asks again and gets one pass more. */
const COVERED_KEPT = 100;

/** Grants the lease unless one is live at `now`, the store's own time; `grant` is unique to this call. */
export function decideAcquire(
  row: LeaseRow | null,
  asked: LeaseRequest,
  { now, grant }: { now: Date; grant: string },
): LeaseStep<LeaseAnswer> {
  const { request } = asked;
  if (row !== null && row.owner !== null && row.grant === grant)
    return { answer: granted(row, row.owner), next: null };
  const covering = row?.covered.find(({ id }) => id === request?.id);
  if (covering !== undefined) return { answer: { granted: false, coveredBy: covering.runId }, next: null };
  const requests = withRequest(row?.requests ?? [], request);
  if (row !== null && row.owner !== null && Date.parse(row.expiresAt) > now.getTime()) {
    const next = requests.length === row.requests.length ? null : { ...row, requests };
    const answer = { granted: false as const, holder: row.owner, expiresAt: row.expiresAt, coveredBy: null };
    return { answer, next };
  }
  const next: LeaseRow = {
    owner: asked.owner,
    fence: (row?.fence ?? 0) + 1,
    expiresAt: expiry(now, asked.ttlMs),
    grant,
    requests,
    covered: row?.covered ?? [],
  };
  return { answer: granted(next, asked.owner), next };
}

/** Lengthens a lease that was not lost meanwhile; null where it was. */
export function decideRenew(
  row: LeaseRow | null,
  lease: Lease,
  { now, ttlMs }: { now: Date; ttlMs: number },
): LeaseStep<Lease | null> {
  if (row === null || !isCurrent(row, lease)) return { answer: null, next: null };
  const expiresAt = expiry(now, ttlMs);
  return { answer: { ...lease, expiresAt }, next: { ...row, expiresAt } };
}

/** Ends a lease. What was asked for meanwhile stays in the row, so that giving back twice answers the same. */
export function decideRelease(row: LeaseRow | null, lease: Lease): LeaseStep<{ rerunRequested: boolean }> {
  if (row === null || row.fence !== lease.fence) return { answer: { rerunRequested: false }, next: null };
  const carried = new Set(lease.requests.map(({ id }) => id));
  const answer = { rerunRequested: row.requests.some(({ id }) => !carried.has(id)) };
  return { answer, next: row.owner === null ? null : { ...row, owner: null } };
}

/** The row once a pass is kept: the requests its lease carried are covered by it; null where it carried none. */
export function decideCover(row: LeaseRow, lease: Lease, runId: string): LeaseRow | null {
  const carried = new Set(lease.requests.map(({ id }) => id));
  const covered = row.requests.filter(({ id }) => carried.has(id)).map(({ id }) => ({ id, runId }));
  if (covered.length === 0) return null;
  const requests = row.requests.filter(({ id }) => !carried.has(id));
  return { ...row, requests, covered: [...row.covered, ...covered].slice(-COVERED_KEPT) };
}

/** Whether the lease is the last one granted and was not given back: what a commit is guarded by. */
export function isCurrent(row: LeaseRow | null, lease: Lease): boolean {
  return row !== null && row.owner === lease.owner && row.fence === lease.fence;
}

/** A stored lease row, its lists as JSON; throws STORE_CORRUPT where it cannot be one. */
export function parseLease(value: unknown): LeaseRow {
  if (!isObject(value)) throw corrupt('lease');
  const { owner, fence, expiresAt, grant } = value;
  if (owner !== null && typeof owner !== 'string') throw corrupt('lease');
  if (!Number.isSafeInteger(fence) || typeof fence !== 'number') throw corrupt('lease');
  if (typeof expiresAt !== 'string' || Number.isNaN(Date.parse(expiresAt))) throw corrupt('lease');
  if (typeof grant !== 'string') throw corrupt('lease');
  const requests = listOf<PassRequest>(value.requests, (item) => typeof item.id === 'string');
  const covered = listOf<LeaseRow['covered'][number]>(
    value.covered,
    (item) => typeof item.id === 'string' && typeof item.runId === 'string',
  );
  return { owner, fence, expiresAt, grant, requests, covered };
}

/** The lists of a row as they are stored: Firestore takes no list within a list, SQLite none at all. */
export function leaseLists({ requests, covered }: LeaseRow): { requests: string; covered: string } {
  return { requests: JSON.stringify(requests), covered: JSON.stringify(covered) };
}

function listOf<T>(text: Json | undefined, isItem: (item: Record<string, unknown>) => boolean): T[] {
  let list: unknown;
  try {
    list = JSON.parse(String(text));
  } catch (cause) {
    throw corrupt('lease', cause);
  }
  if (!Array.isArray(list) || !list.every((item) => isObject(item) && isItem(item))) throw corrupt('lease');
  return list as T[];
}

function withRequest(requests: PassRequest[], request: PassRequest | null): PassRequest[] {
  if (request === null || requests.some(({ id }) => id === request.id)) return requests;
  return [...requests, request];
}

function expiry(now: Date, ttlMs: number): string {
  return new Date(now.getTime() + ttlMs).toISOString();
}

function granted(row: LeaseRow, owner: string): LeaseAnswer {
  const { fence, expiresAt, requests } = row;
  return { granted: true, lease: { owner, fence, expiresAt, requests } };
}
