import { openSqliteStore } from '../../../shared/adapters/sqlite/state-store.ts';
import { after, MINUTE, pass, sha, transition } from '../contract/records.ts';

/**
 * One of several processes that work on one file at once: tries for the lease until it has committed its
 * passes, changes one finding after each, and prints the fences it was granted as JSON.
 */
const [path = '', name = '', passes = '0'] = process.argv.slice(2);
const store = await openSqliteStore({ path, estate: 'shared' });
const fences: number[] = [];
while (fences.length < Number(passes)) {
  const owner = `${name} ${fences.length}`;
  const answer = await store.acquireLease({ owner, ttlMs: MINUTE, request: null });
  if (!answer.granted) continue;
  const committed = await store.commit(answer.lease, pass(owner));
  if (committed !== 'committed') throw new Error(committed);
  await store.releaseLease(answer.lease);
  await store.updateFinding(sha('f'), (record) => ({
    record: { ...record, seenInARow: record.seenInARow + 1 },
    transition: transition('f', { by: name, at: after(MINUTE) }),
  }));
  fences.push(answer.lease.fence);
}
await store.close();
process.stdout.write(JSON.stringify(fences));
