import { describe, expect, test } from '@jest/globals';
import type { PassRequest } from '../../../shared/ports.ts';
import { keepUnder, takeLease } from './actions.ts';
import { type Bench, ManualClock } from './harness.ts';
import { after, MINUTE, pass, START } from './records.ts';

const TTL = 10 * MINUTE;

function ask(owner: string, request: PassRequest | null = null) {
  return { owner, ttlMs: TTL, request };
}
function wish(id: string): PassRequest {
  return { id, data: { ticket: id, list: [[1], ['ü']] } };
}

/** The lease: one holder at a time, a fence that only grows, requests that are not lost. */
export function leaseSuite({ open, harness, estate }: Bench): void {
  describe('lease', () => {
    test('is granted once; others are told who holds it and until when', async () => {
      const clock = new ManualClock(START);
      const [store, other] = await Promise.all([open(clock), open(clock)]);
      const lease = { owner: 'a', fence: 1, expiresAt: after(TTL), requests: [] };
      expect(await store!.acquireLease(ask('a'))).toEqual({ granted: true, lease });
      const refusal = { granted: false, coveredBy: null, holder: 'a', expiresAt: after(TTL) };
      expect(await other!.acquireLease(ask('b'))).toEqual(refusal);
    });

    test('is refused to its own live holder: an owner is one attempt', async () => {
      const store = await open();
      await takeLease(store, 'a');
      expect((await store.acquireLease(ask('a'))).granted).toBe(false);
    });

    test('given back, it goes to the next with a greater fence', async () => {
      const store = await open();
      const first = await takeLease(store, 'a');
      await store.releaseLease(first);
      const second = await takeLease(store, 'b');
      expect(second.fence).toBeGreaterThan(first.fence);
    });

    test.each([
      { name: 'a millisecond before its expiry: refused', ms: TTL - 1, granted: false },
      { name: 'at its expiry: taken over', ms: TTL, granted: true },
    ])('of a dead holder, $name', async ({ ms, granted }) => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      const dead = await takeLease(store, 'dead');
      clock.advance(ms);
      const answer = await store.acquireLease(ask('next'));
      expect(answer.granted).toBe(granted);
      if (answer.granted) expect(answer.lease.fence).toBe(dead.fence + 1);
    });

    test('lasts from its renewal on, and is renewed for its holder alone', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      const lease = await takeLease(store, 'a');
      clock.advance(TTL - 1);
      const renewed = await store.renewLease(lease, TTL);
      expect(renewed).toEqual({ ...lease, expiresAt: after(2 * TTL - 1) });
      clock.advance(TTL - 1);
      expect((await store.acquireLease(ask('b'))).granted).toBe(false);
      clock.advance(1);
      const next = await takeLease(store, 'b');
      expect(await store.renewLease(lease, TTL)).toBeNull();
      await store.releaseLease(next);
      expect(await store.renewLease(next, TTL)).toBeNull();
    });

    test('a late release by a holder who lost it does not end the new one', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      const lost = await takeLease(store, 'slow');
      clock.advance(TTL);
      const current = await takeLease(store, 'next');
      expect(await store.releaseLease(lost)).toEqual({ rerunRequested: false });
      expect(await store.acquireLease(ask('third'))).toMatchObject({ granted: false, holder: 'next' });
      expect(await store.commit(current, pass('run-1'))).toBe('committed');
    });

    test('a release without any lease is harmless', async () => {
      const store = await open();
      const lease = { owner: 'x', fence: 7, expiresAt: after(0), requests: [] };
      expect(await store.releaseLease(lease)).toEqual({ rerunRequested: false });
      expect((await takeLease(store, 'a')).fence).toBe(1);
    });

    test('of many who ask at once, one is granted, and no request is lost', async () => {
      const stores = await Promise.all([open(), open(), open()]);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          stores[index % stores.length]!.acquireLease(
            ask(`o${index}`, index % 2 === 0 ? wish(`w${index}`) : null),
          ),
        ),
      );
      const granted = answers.filter((answer) => answer.granted);
      expect(granted).toHaveLength(1);
      expect(granted[0]).toMatchObject({ lease: { fence: 1 } });
      await keepUnder(stores[0]!, granted[0]!.lease, 'run-1');
      const next = await takeLease(stores[1]!, 'next');
      const ids = [...granted[0]!.lease.requests, ...next.requests].map(({ id }) => id);
      expect(ids.toSorted()).toEqual(['w0', 'w10', 'w2', 'w4', 'w6', 'w8']);
    });

    test('every grant has its own fence, however holders come and go', async () => {
      const [one, two] = await Promise.all([open(), open()]);
      const fences: number[] = [];
      for (let turn = 0; turn < 6; turn += 1) {
        const store = turn % 2 === 0 ? one! : two!;
        const lease = await takeLease(store, `o${turn}`);
        fences.push(lease.fence);
        await store.releaseLease(lease);
      }
      expect(fences).toEqual([1, 2, 3, 4, 5, 6]);
    });

    test('is one for each estate', async () => {
      await takeLease(await open(), 'a');
      const neighbour = await harness().open(`${estate()}-neighbour`);
      expect((await takeLease(neighbour, 'a')).fence).toBe(1);
      await neighbour.close();
    });
  });

  describe('a request for a pass', () => {
    test('goes with the lease that is granted to it, whole', async () => {
      const store = await open();
      const answer = await store.acquireLease(ask('a', wish('w')));
      expect(answer).toMatchObject({ granted: true, lease: { requests: [wish('w')] } });
    });

    test('made meanwhile is told to the holder at the end, and goes with the next lease', async () => {
      const [holder, asker] = await Promise.all([open(), open()]);
      const lease = await takeLease(holder!, 'a');
      expect((await asker!.acquireLease(ask('b', wish('w')))).granted).toBe(false);
      expect(await keepUnder(holder!, lease, 'run-1')).toEqual({ rerunRequested: true });
      const next = await takeLease(holder!, 'c');
      expect(next.requests).toEqual([wish('w')]);
      expect(await asker!.acquireLease(ask('d', wish('w')))).toMatchObject({
        granted: false,
        coveredBy: null,
      });
      expect(await keepUnder(holder!, next, 'run-2')).toEqual({ rerunRequested: false });
      expect(await asker!.acquireLease(ask('e', wish('w')))).toEqual({ granted: false, coveredBy: 'run-2' });
    });

    test('is covered by a pass that was kept, not by one that was begun', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await store.acquireLease(ask('a', wish('w')));
      clock.advance(TTL);
      const next = await takeLease(store, 'b');
      expect(next.requests).toEqual([wish('w')]);
      await store.releaseLease(next);
      expect((await takeLease(store, 'c')).requests).toEqual([wish('w')]);
    });

    test('is covered with the commit itself: nothing is left to do for a holder that dies right after', async () => {
      const store = await open();
      const asked = await store.acquireLease(ask('a', wish('w')));
      if (!asked.granted) throw new Error('refused');
      expect(await store.commit(asked.lease, pass('run-1'))).toBe('committed');
      expect(await store.acquireLease(ask('b', wish('w')))).toEqual({ granted: false, coveredBy: 'run-1' });
    });

    test('asked for twice is one; a tick leaves none, nor takes one back', async () => {
      const store = await open();
      const lease = await takeLease(store, 'a');
      for (const owner of ['x', 'y']) await store.acquireLease(ask(owner, wish('w')));
      await store.acquireLease(ask('tick'));
      expect(await keepUnder(store, lease, 'run-1')).toEqual({ rerunRequested: true });
      expect((await takeLease(store, 'b')).requests).toEqual([wish('w')]);
    });

    test('a release whose answer was lost may be repeated and answers the same', async () => {
      const store = await open();
      const lease = await takeLease(store, 'a');
      await store.acquireLease(ask('b', wish('w')));
      expect(await store.releaseLease(lease)).toEqual({ rerunRequested: true });
      expect(await store.releaseLease(lease)).toEqual({ rerunRequested: true });
    });

    test('the holder that failed to keep its pass is not told of the requests it carried', async () => {
      const store = await open();
      const asked = await store.acquireLease(ask('a', wish('w')));
      if (!asked.granted) throw new Error('refused');
      expect(await store.releaseLease(asked.lease)).toEqual({ rerunRequested: false });
    });
  });
}
