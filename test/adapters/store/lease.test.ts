import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decideAcquire,
  decideRelease,
  isCurrent,
  type LeaseRow,
} from '../../../shared/adapters/store/lease.ts';
import type { Lease } from '../../../shared/ports.ts';

const TTL = 100;
/** Somebody asks (with a clock that may be wrong by up to two lease times), or gives back a lease granted before. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('ask' as const),
    skew: fc.integer({ min: -2 * TTL, max: 2 * TTL }),
    rerun: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('release' as const), which: fc.nat(20) }),
);

test('whatever clocks say and whoever comes: every grant has a greater fence, and one lease at most may commit', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let row: LeaseRow | null = null;
      const leases: Lease[] = [];
      for (const [index, action] of steps.entries()) {
        if (action.kind === 'ask') {
          const request = {
            owner: `owner ${index}`,
            now: new Date(Date.UTC(2026, 1, 27) + index * 10 + action.skew),
            ttlMs: TTL,
            rerun: action.rerun,
          };
          const decided = decideAcquire(row, request, `call ${index}`);
          row = decided.next ?? row;
          if (decided.answer.granted) leases.push(decided.answer.lease);
          expect(decideAcquire(row, request, `call ${index}`).answer.granted).toBe(decided.answer.granted);
        } else {
          const lease = leases[action.which % Math.max(1, leases.length)];
          if (lease !== undefined) row = decideRelease(row, lease).next ?? row;
        }
        expect(leases.filter((lease) => isCurrent(row, lease)).length).toBeLessThanOrEqual(1);
      }
      const fences = leases.map(({ fence }) => fence);
      expect(fences).toEqual(Array.from(fences, (_, index) => index + 1));
    }),
  );
});

test('a request for another pass reaches the holder, or the asker holds the lease itself', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.integer({ min: 0, max: 3 * TTL }), (released, wait) => {
      const start = Date.UTC(2026, 1, 27);
      const first = decideAcquire(null, { owner: 'a', now: new Date(start), ttlMs: TTL, rerun: false }, '1');
      if (!first.answer.granted || first.next === null) throw new Error('refused');
      const held = released ? decideRelease(first.next, first.answer.lease).next : first.next;
      const asked = decideAcquire(
        held,
        { owner: 'b', now: new Date(start + wait), ttlMs: TTL, rerun: true },
        '2',
      );
      const told = decideRelease(asked.next ?? held, first.answer.lease).answer.rerunRequested;
      expect(asked.answer.granted || told).toBe(true);
    }),
  );
});
