import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Hour, Life } from './life.ts';

const LIVES = 12;
const HOURS_OF_A_LIFE = 120;
const LEAST_PASSES = 1_000;
const TIME_LIMIT_MS = 600_000;

const often = <T>(usual: T, weight: number, ...others: fc.Arbitrary<T>[]) =>
  fc.oneof(
    { weight, arbitrary: fc.constant(usual) },
    ...others.map((arbitrary) => ({ weight: 1, arbitrary })),
  );

/** Days in which little happens, and everything at once now and then. */
const hour: fc.Arbitrary<Hour> = fc.record({
  hours: fc.integer({ min: 1, max: 30 }),
  ingress: often<Hour['ingress']>(null, 2, fc.constantFrom('internal', 'all', 'none')),
  cpu: often<Hour['cpu']>(null, 2, fc.constantFrom('1', '2', '4')),
  keys: often<Hour['keys']>('OK', 2, fc.constantFrom('DENIED', 'UNREACHABLE', 'UNREACHABLE')),
  blind: often(false, 6, fc.constant(true)),
  act: often<Hour['act']>(
    null,
    2,
    fc.record({
      place: fc.constantFrom('ingress', 'cpu', 'keys', 'services'),
      act: fc.constantFrom('accept', 'silence', 'reopen'),
      hours: fc.integer({ min: 1, max: 100 }),
      forGood: fc.boolean(),
    }),
  ),
  slack: often<Hour['slack']>(
    'well',
    5,
    fc.constantFrom('wait', 'lost', 'arrived-unseen', 'closed', 'refuses-blocks'),
  ),
  breaks: often<Hour['breaks']>(
    null,
    12,
    fc.constantFrom('loadState', 'putReadings', 'commit', 'settleEntry'),
  ),
});

test(
  'a thousand passes tell, pass by pass, what an independent model says must be told, and all of it arrives once',
  async () => {
    let passes = 0;
    let told = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(hour, { minLength: HOURS_OF_A_LIFE, maxLength: HOURS_OF_A_LIFE }),
        async (hours) => {
          const life = await Life.begin();
          for (const [index, one] of hours.entries())
            for (const { monitor, model } of await life.live(one)) {
              expect([index, ...monitor]).toEqual([index, ...model]);
              told += model.length;
            }
          expect(await life.settleDown()).toBe(0);
          expect([...life.channel.arrived.values()].filter((times) => times !== 1)).toEqual([]);
          expect(new Set(life.channel.arrived.keys())).toEqual(life.entries);
          expect(life.channel.marked).toBe(0);
          passes += life.passes;
        },
      ),
      // A life that failed is replayed as it was: making it shorter would take minutes.
      { numRuns: LIVES, seed: 20260227, endOnFailure: true },
    );
    process.stderr.write(`soak: ${passes} passes, ${told} told or answered, as the model says\n`);
    expect(passes).toBeGreaterThanOrEqual(LEAST_PASSES);
  },
  TIME_LIMIT_MS,
);
