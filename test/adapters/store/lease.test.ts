import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decideAcquire,
  decideCover,
  decideRelease,
  isCurrent,
  type LeaseRow,
} from '../../../shared/adapters/store/lease.ts';
import type { Lease } from '../../../shared/ports.ts';

const TTL = 100;
/** Somebody asks a while later, or a lease granted before is given back, or its pass is kept. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('ask' as const),
    wait: fc.nat(2 * TTL),
    request: fc.option(fc.constantFrom('u', 'v', 'w')),
  }),
  fc.record({ kind: fc.constant('release' as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant('keep' as const), which: fc.nat(20) }),
);

test('whoever comes and dies: every grant has a greater fence, one lease at most may commit, no request is lost', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let row: LeaseRow | null = null;
      let at = Date.UTC(2026, 1, 27);
      const leases: Lease[] = [];
      const asked = new Set<string>();
      for (const [index, action] of steps.entries()) {
        if (action.kind === 'ask') {
          at += action.wait;
          const request = action.request === null ? null : { id: action.request, data: null };
          const ask = { owner: `owner ${index}`, ttlMs: TTL, request };
          const when = { now: new Date(at), grant: `call ${index}` };
          const decided = decideAcquire(row, ask, when);
          row = decided.next ?? row;
          if (request !== null) asked.add(request.id);
          if (decided.answer.granted) leases.push(decided.answer.lease);
          expect(decideAcquire(row, ask, when).answer.granted).toBe(decided.answer.granted);
        } else {
          const lease = leases[action.which % Math.max(1, leases.length)];
          if (lease === undefined || row === null) continue;
          if (action.kind === 'release') row = decideRelease(row, lease).next ?? row;
          else if (isCurrent(row, lease)) row = decideCover(row, lease, `run ${index}`) ?? row;
        }
        const known = [...(row?.requests ?? []), ...(row?.covered ?? [])].map(({ id }) => id);
        expect(new Set(known)).toEqual(asked);
        expect(known).toHaveLength(asked.size);
        expect(leases.filter((lease) => isCurrent(row, lease)).length).toBeLessThanOrEqual(1);
      }
      const fences = leases.map(({ fence }) => fence);
      expect(fences).toEqual(Array.from(fences, (_, index) => index + 1));
    }),
  );
});

test('only a pass that began after a request covers it', () => {
  const start = new Date(Date.UTC(2026, 1, 27));
  const first = decideAcquire(null, { owner: 'a', ttlMs: TTL, request: null }, { now: start, grant: '1' });
  if (!first.answer.granted || first.next === null) throw new Error('refused');
  const ask = { owner: 'b', ttlMs: TTL, request: { id: 'w', data: null } };
  const refused = decideAcquire(first.next, ask, { now: start, grant: '2' });
  expect(refused.answer).toMatchObject({ granted: false, coveredBy: null });
  expect(decideCover(refused.next!, first.answer.lease, 'run-1')).toBeNull();
  expect(decideRelease(refused.next, first.answer.lease).answer.rerunRequested).toBe(true);
});

test('the list of what was covered is bounded, the newest stay', () => {
  let row: LeaseRow | null = null;
  for (let index = 0; index < 150; index += 1) {
    const ask = { owner: 'a', ttlMs: TTL, request: { id: `w${index}`, data: null } };
    const when = { now: new Date(index * 2 * TTL), grant: `${index}` };
    const { answer, next }: ReturnType<typeof decideAcquire> = decideAcquire(row, ask, when);
    if (!answer.granted) throw new Error('refused');
    row = decideCover(next!, answer.lease, 'run');
  }
  expect(row?.covered.map(({ id }) => id)).toEqual(
    Array.from({ length: 100 }, (_, index) => `w${index + 50}`),
  );
});
