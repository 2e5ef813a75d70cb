import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Matrix, type Outcome, openMatrix, type Run } from './kill-matrix.ts';
import type { Place } from './monitored-pass.ts';
import type { Told } from './told.ts';

/** Far above what it takes: a busy machine is no failure. */
const TIME_LIMIT_MS = 600_000;

export interface KillOptions {
  store: (id: string, folder: string) => Place['store'];
  /** At least so many deaths in all. */
  least: number;
  /** Plays every other pair of the runs, so that two files share them; without it, all. */
  half?: 'first' | 'second';
  /** Every so manieth point is met a second time, with the other kind of history. */
  twiceEvery: number;
  /** Passes after the death. */
  recoveries: number;
}

/** Every point of every scene; Slack's history is open to every other one. */
function runsOf(points: Map<string, number>, twiceEvery: number): Run[] {
  const every = [...points].flatMap(([scene, count]) =>
    Array.from({ length: count }, (_, index) => ({ scene, dieAt: index + 1 })),
  );
  const once = every.map((run, index): Run => ({ ...run, history: index % 2 === 0 ? 'open' : 'closed' }));
  const again = once.filter((_, index) => index % twiceEvery === 0);
  return [
    ...once,
    ...again.map((run): Run => ({ ...run, history: run.history === 'open' ? 'closed' : 'open' })),
  ];
}

/** Pairs stay together: neighbours differ in whether Slack's history is open, and each half meets both. */
function halfOf(runs: Run[], half: KillOptions['half']): Run[] {
  const wanted = half === 'second' ? 1 : 0;
  return half === undefined ? runs : runs.filter((_, index) => Math.floor(index / 2) % 2 === wanted);
}

/** The kill matrix over one kind of store, its result printed. */
export function describeKills(name: string, options: KillOptions): void {
  describe(`a process that dies anywhere in a pass, with ${name}`, () => {
    let matrix: Matrix;
    let all: Run[] = [];
    let outcomes: Outcome[] = [];
    beforeAll(async () => {
      matrix = await openMatrix(options);
      all = runsOf(matrix.points, options.twiceEvery);
      outcomes = await matrix.play(halfOf(all, options.half));
      process.stderr.write(report(name, outcomes));
    }, TIME_LIMIT_MS);
    afterAll(() => matrix.close());

    test(`was killed at least ${options.least} times, each at its own point`, () => {
      expect(outcomes.filter(({ point }) => point === null)).toEqual([]);
      expect(all.length).toBeGreaterThanOrEqual(options.least);
      expect(outcomes).toHaveLength(halfOf(all, options.half).length);
      if (options.half !== undefined) expect(outcomes.length).toBeGreaterThan(all.length / 2 - 2);
      expect(new Set(outcomes.map(({ point }) => point)).size).toBeGreaterThan(20);
    });

    test('after the next passes the state is as if nothing had happened, and nothing is undelivered', () => {
      for (const { ending, expectedEnding, ...run } of outcomes)
        expect({ run: title(run), ...ending, channel: [] }).toEqual({
          run: title(run),
          ...expectedEnding,
          channel: [],
        });
    });

    test('every finding was told, and nothing else', () => {
      for (const run of outcomes)
        expect([title(run), ...new Set(run.told.map(key))].sort()).toEqual(
          [title(run), ...new Set(run.expected.map(key))].sort(),
        );
    });

    test('once; twice only where nobody could look whether it had arrived, and then it says so', () => {
      for (const run of outcomes) {
        const again = repeated(run);
        if (run.history === 'open') expect([title(run), again]).toEqual([title(run), []]);
        else expect([title(run), again.filter(({ marked }) => !marked)]).toEqual([title(run), []]);
      }
    });

    test('where nothing came twice, the channel shows what it shows when nobody dies, edits included', () => {
      for (const run of outcomes.filter((one) => one.told.every(({ marked }) => !marked)))
        expect([title(run), ...run.ending.channel]).toEqual([title(run), ...run.expectedEnding.channel]);
    });

    test('some deaths did leave the outcome unknown: the matrix meets what it is for', () => {
      expect(outcomes.some((run) => run.history === 'closed' && repeated(run).length > 0)).toBe(true);
    });
  });
}

function repeated({ told }: Pick<Outcome, 'told'>): Told[] {
  const seen = new Set<string>();
  return told.filter((one) => {
    const known = seen.has(key(one));
    seen.add(key(one));
    return known;
  });
}

function key({ kind, finding }: Told): string {
  return `${kind} ${finding}`;
}

function title({
  scene,
  dieAt,
  point,
  history,
}: Pick<Outcome, 'scene' | 'dieAt' | 'point' | 'history'>): string {
  return `${scene}, killed at ${dieAt}: ${point}, history ${history}`;
}

function report(name: string, outcomes: Outcome[]): string {
  const told = outcomes.reduce((sum, run) => sum + run.told.length, 0);
  const expected = outcomes.reduce((sum, run) => sum + run.expected.length, 0);
  const twice = outcomes.flatMap(repeated);
  return `kill matrix, ${name}: ${outcomes.length} runs killed at ${new Set(outcomes.map(({ point }) => point)).size} kinds of points; ${expected} findings to tell, ${told} told, ${twice.length} twice (${twice.filter(({ marked }) => marked).length} of them marked)\n`;
}
