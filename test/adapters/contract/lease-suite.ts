import { describe, expect, test } from '@jest/globals';
import { takeLease } from './actions.ts';
import type { Bench } from './harness.ts';
import { after, MINUTE, pass, START } from './records.ts';

const TTL = 10 * MINUTE;

/** The lease: one holder at a time, a fence that only grows, requests that are not lost. */
export function leaseSuite({ open, harness, estate }: Bench): void {
  describe('lease', () => {
    test('is granted once; others are told who holds it and until when', async () => {
      const store = await open();
      const other = await open();
      expect(await store.acquireLease({ owner: 'a', now: START, ttlMs: TTL, rerun: false })).toEqual({
        granted: true,
        lease: { owner: 'a', fence: 1, expiresAt: after(TTL) },
      });
      expect(await other.acquireLease({ owner: 'b', now: START, ttlMs: TTL, rerun: false })).toEqual({
        granted: false,
        holder: 'a',
        expiresAt: after(TTL),
      });
    });

    test('is refused to its own live holder: an owner is one attempt', async () => {
      const store = await open();
      await takeLease(store, 'a');
      const again = await store.acquireLease({ owner: 'a', now: START, ttlMs: TTL, rerun: false });
      expect(again.granted).toBe(false);
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
      const store = await open();
      const dead = await takeLease(store, 'dead');
      const now = new Date(START.getTime() + ms);
      const answer = await store.acquireLease({ owner: 'next', now, ttlMs: TTL, rerun: false });
      expect(answer.granted).toBe(granted);
      if (answer.granted) expect(answer.lease.fence).toBe(dead.fence + 1);
    });

    test('a late release by a holder who lost it does not end the new one', async () => {
      const store = await open();
      const lost = await takeLease(store, 'slow');
      const now = new Date(START.getTime() + TTL);
      const current = await takeLease(store, 'next', now);
      expect(await store.releaseLease(lost)).toEqual({ rerunRequested: false });
      const third = await store.acquireLease({ owner: 'third', now, ttlMs: TTL, rerun: false });
      expect(third).toMatchObject({ granted: false, holder: 'next' });
      expect(await store.commit(current, pass('run-1'))).toBe('committed');
    });

    test('a release without any lease is harmless', async () => {
      const store = await open();
      const lease = { owner: 'x', fence: 7, expiresAt: after(0) };
      expect(await store.releaseLease(lease)).toEqual({ rerunRequested: false });
      expect((await takeLease(store, 'a')).fence).toBe(1);
    });

    test('of many who ask at once, one is granted', async () => {
      const stores = await Promise.all([open(), open(), open()]);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          stores[index % stores.length]!.acquireLease({
            owner: `o${index}`,
            now: START,
            ttlMs: TTL,
            rerun: index % 2 === 0,
          }),
        ),
      );
      const granted = answers.filter((answer) => answer.granted);
      expect(granted).toHaveLength(1);
      expect(granted[0]).toMatchObject({ lease: { fence: 1 } });
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

  describe('a request for another pass', () => {
    test('is told to the holder when the lease ends, and not to the holder after', async () => {
      const [holder, asker] = await Promise.all([open(), open()]);
      const lease = await takeLease(holder!, 'a');
      await asker!.acquireLease({ owner: 'b', now: START, ttlMs: TTL, rerun: true });
      expect(await holder!.releaseLease(lease)).toEqual({ rerunRequested: true });
      const next = await takeLease(holder!, 'c');
      expect(await holder!.releaseLease(next)).toEqual({ rerunRequested: false });
    });

    test('a tick that coalesces leaves none, nor takes one back', async () => {
      const store = await open();
      const lease = await takeLease(store, 'a');
      await store.acquireLease({ owner: 'tick', now: START, ttlMs: TTL, rerun: false });
      await store.acquireLease({ owner: 'urgent', now: START, ttlMs: TTL, rerun: true });
      await store.acquireLease({ owner: 'tick', now: START, ttlMs: TTL, rerun: false });
      expect(await store.releaseLease(lease)).toEqual({ rerunRequested: true });
    });

    test('a release whose answer was lost may be repeated and answers the same', async () => {
      const store = await open();
      const lease = await takeLease(store, 'a');
      await store.acquireLease({ owner: 'b', now: START, ttlMs: TTL, rerun: true });
      expect(await store.releaseLease(lease)).toEqual({ rerunRequested: true });
      expect(await store.releaseLease(lease)).toEqual({ rerunRequested: true });
    });

    test('with nobody holding the lease it is the asker whose pass begins', async () => {
      const store = await open();
      const answer = await store.acquireLease({ owner: 'a', now: START, ttlMs: TTL, rerun: true });
      if (!answer.granted) throw new Error('refused');
      expect(await store.releaseLease(answer.lease)).toEqual({ rerunRequested: false });
    });

    test('left with a dead holder, it is met by whoever takes over', async () => {
      const store = await open();
      await takeLease(store, 'dead');
      await store.acquireLease({ owner: 'b', now: START, ttlMs: TTL, rerun: true });
      const next = await takeLease(store, 'c', new Date(START.getTime() + TTL));
      expect(await store.releaseLease(next)).toEqual({ rerunRequested: false });
    });
  });
}
