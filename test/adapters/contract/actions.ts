import type { Lease, PassCommit, StateStore } from '../../../shared/ports.ts';
import { MINUTE, pass } from './records.ts';

/** Takes the lease where it is free at that moment of the scenario; the test fails where it is not. */
export async function takeLease(store: StateStore, owner: string, ttlMs = 10 * MINUTE): Promise<Lease> {
  const answer = await store.acquireLease({ owner, ttlMs, request: null });
  if (!answer.granted) throw new Error(`the lease is held: ${JSON.stringify(answer)}`);
  return answer.lease;
}

/** Keeps an uneventful pass under a lease and gives it back. */
export async function keepUnder(store: StateStore, lease: Lease, runId: string) {
  const answer = await store.commit(lease, pass(runId));
  if (answer !== 'committed') throw new Error(answer);
  return store.releaseLease(lease);
}

/** Keeps a pass as a whole: lease, commit, release. */
export async function keep(store: StateStore, commit: PassCommit): Promise<void> {
  const lease = await takeLease(store, `owner of ${commit.run.runId}`);
  const answer = await store.commit(lease, commit);
  if (answer !== 'committed') throw new Error(answer);
  await store.releaseLease(lease);
}
