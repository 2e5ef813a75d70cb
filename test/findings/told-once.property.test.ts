import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { acceptFinding } from '../../shared/findings/settle.ts';
import { decideTransitions } from '../../shared/findings/transitions.ts';
import { hoursLater, NOW, passInput, result } from './fixtures.ts';

/** What one pass meets: the value the check finds wrong, that it passes, or that nothing can be read. */
const pass = fc.constantFrom('a', 'b', 'passes', 'unread', 'accept');
type Pass = 'a' | 'b' | 'passes' | 'unread' | 'accept';

/** What must have been told, said independently of the machine. */
class Model {
  open: string | null = null;
  accepted = false;
  wasOpen = false;
  told: string[] = [];

  meet(seen: Pass): void {
    this.told = [];
    if (seen === 'accept') this.accepted = this.open !== null;
    if (seen === 'accept' || seen === 'unread') return;
    if (seen === 'passes') this.#passes();
    else this.#fails(seen);
  }

  #passes(): void {
    if (this.open !== null && !this.accepted) this.told = ['resolved'];
    this.open = null;
    this.accepted = false;
  }

  #fails(value: string): void {
    if (this.open === value) return;
    this.told = [this.open !== null ? 'changed' : this.wasOpen ? 'regressed' : 'opened'];
    this.open = value;
    this.wasOpen = true;
    this.accepted = false;
  }
}

/** One finding's monitor: passes over a store in memory. */
class Machine {
  record: FindingRecord | null = null;
  told: string[] = [];
  #passes = 0;

  meet(seen: Pass): void {
    this.told = [];
    if (seen === 'accept') this.#accept();
    else this.#pass(seen);
  }

  #pass(seen: Exclude<Pass, 'accept'>): void {
    this.#passes += 1;
    const results = [resultOf(seen)];
    const before = this.record === null ? [] : [this.record];
    const input = passInput({ results, value: seen === 'unread' ? 'unread' : 'x' }, before, {
      now: hoursLater(this.#passes),
    });
    const decided = decideTransitions(input);
    this.record = decided.records[0] ?? this.record;
    this.told = decided.tell.map(({ transition }) => transition.kind);
  }

  #accept(): void {
    if (this.record?.state !== 'open') return;
    const settlement = acceptFinding(this.record, { by: 'ann', reason: 'known', expires: null }, NOW);
    if (settlement.settled) this.record = settlement.record;
  }
}

function resultOf(seen: Pass) {
  if (seen === 'passes') return result({ status: 'PASS' });
  if (seen === 'unread') return result({ status: 'REVIEW_REQUIRED', blind: true });
  return result({ observed: seen });
}

describe('any sequence of passes', () => {
  test('tells each finding once, as an independent model says', () => {
    fc.assert(
      fc.property(fc.array(pass, { maxLength: 40 }), (passes) => {
        const [model, machine] = [new Model(), new Machine()];
        for (const seen of passes) {
          model.meet(seen);
          machine.meet(seen);
          expect(machine.told).toEqual(model.told);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('a pass that is repeated decides the same and tells nothing more', () => {
    fc.assert(
      fc.property(fc.array(pass, { minLength: 1, maxLength: 10 }), (passes) => {
        const machine = new Machine();
        for (const seen of passes) machine.meet(seen);
        const { record } = machine;
        machine.meet(passes.at(-1) ?? 'a');
        expect(machine.told).toEqual([]);
        expect({ ...machine.record }).toEqual({ ...record });
      }),
    );
  });
});
