import { randomUUID } from 'node:crypto';
import type { Lease, StateStore } from '../../ports.ts';
import { decideAcquire, decideRelease, isCurrent, type LeaseRow, parseLease } from '../store/lease.ts';
import type { SqliteContext } from './database.ts';

/** The lease of an estate in SQLite. */
export function sqliteLease(context: SqliteContext): Pick<StateStore, 'acquireLease' | 'releaseLease'> {
  return {
    acquireLease: async (request) =>
      context.write('take the lease', () => {
        const step = decideAcquire(readLease(context), request, randomUUID());
        if (step.next !== null) writeLease(context, step.next);
        return step.answer;
      }),
    releaseLease: async (lease) =>
      context.write('give the lease back', () => {
        const step = decideRelease(readLease(context), lease);
        if (step.next !== null) writeLease(context, step.next);
        return step.answer;
      }),
  };
}

/** Whether no later lease was granted; inside the transaction of the caller. */
export function holdsLease(context: SqliteContext, lease: Lease): boolean {
  return isCurrent(readLease(context), lease);
}

function readLease({ db, estate }: SqliteContext): LeaseRow | null {
  const row = db.prepare('SELECT * FROM lease WHERE estate = ?').get(estate);
  if (row === undefined) return null;
  return parseLease({
    owner: row.owner,
    fence: row.fence,
    expiresAt: row.expires_at,
    rerunRequested: row.rerun_requested === 1,
    grant: row.grant_id,
  });
}

function writeLease({ db, estate }: SqliteContext, row: LeaseRow): void {
  db.prepare(
    `INSERT OR REPLACE INTO lease (estate, owner, fence, expires_at, rerun_requested, grant_id)
     VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(estate, row.owner, row.fence, row.expiresAt, row.rerunRequested ? 1 : 0, row.grant);
}
