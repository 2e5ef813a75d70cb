import { randomUUID } from 'node:crypto';
import type { Lease, StateStore } from '../../ports.ts';
import {
  decideAcquire,
  decideCover,
  decideRelease,
  decideRenew,
  isCurrent,
  type LeaseRow,
  type LeaseStep,
  leaseLists,
  parseLease,
} from '../store/lease.ts';
import type { SqliteContext } from './database.ts';

type LeaseMethods = 'acquireLease' | 'renewLease' | 'releaseLease';

/** The lease of an estate in SQLite; it expires by the clock of the machine that has the file. */
export function sqliteLease(context: SqliteContext): Pick<StateStore, LeaseMethods> {
  const now = () => context.clock.now();
  return {
    acquireLease: async (asked) =>
      step(context, 'take the lease', (row) =>
        decideAcquire(row, asked, { now: now(), grant: randomUUID() }),
      ),
    renewLease: async (lease, ttlMs) =>
      step(context, 'keep the lease', (row) => decideRenew(row, lease, { now: now(), ttlMs })),
    releaseLease: async (lease) => step(context, 'give the lease back', (row) => decideRelease(row, lease)),
  };
}

/** Whether no later lease was granted; inside the transaction of the caller. */
export function holdsLease(context: SqliteContext, lease: Lease): boolean {
  return isCurrent(readLease(context), lease);
}

/** Records that the run covers what its lease carried; inside the transaction of the caller. */
export function coverRequests(context: SqliteContext, lease: Lease, runId: string): void {
  const row = readLease(context);
  const next = row === null ? null : decideCover(row, lease, runId);
  if (next !== null) writeLease(context, next);
}

function step<T>(context: SqliteContext, doing: string, decide: (row: LeaseRow | null) => LeaseStep<T>): T {
  return context.write(doing, () => {
    const { answer, next } = decide(readLease(context));
    if (next !== null) writeLease(context, next);
    return answer;
  });
}

function readLease({ db, estate }: SqliteContext): LeaseRow | null {
  const row = db.prepare('SELECT * FROM lease WHERE estate = ?').get(estate);
  if (row === undefined) return null;
  const { owner, fence, requests, covered } = row;
  return parseLease({ owner, fence, expiresAt: row.expires_at, grant: row.grant_id, requests, covered });
}

function writeLease({ db, estate }: SqliteContext, row: LeaseRow): void {
  const { requests, covered } = leaseLists(row);
  db.prepare(
    `INSERT OR REPLACE INTO lease (estate, owner, fence, expires_at, grant_id, requests, covered)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ).run(estate, row.owner, row.fence, row.expiresAt, row.grant, requests, covered);
}
