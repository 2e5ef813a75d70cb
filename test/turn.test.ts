import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSqliteStore } from '../shared/adapters/sqlite/state-store.ts';
import type { Lease, LogLine, StateStore } from '../shared/ports.ts';
import { type TurnDeps, takeTurn } from '../shared/turn.ts';
import { takeLease } from './adapters/contract/actions.ts';
import { ManualClock } from './adapters/contract/harness.ts';
import { MINUTE, pass, START } from './adapters/contract/records.ts';

const LEASE_MS = 10 * MINUTE;
const WISH = { id: 'w', data: { ticket: 'INC-7' } };

let clock: ManualClock;
let store: StateStore;
let runs: string[];
let lines: LogLine[];

beforeEach(async () => {
  clock = new ManualClock(START);
  store = await openSqliteStore({ path: ':memory:', estate: 'shop', clock });
  runs = [];
  lines = [];
});
afterEach(() => store.close());

let ids = 0;
function deps(wait?: TurnDeps['wait']): TurnDeps {
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  const log = { write: (line: LogLine) => void lines.push(line) };
  return { store, newId, leaseMs: LEASE_MS, log, ...(wait === undefined ? {} : { wait }) };
}

/** A pass that is kept; answers its run. */
async function kept(lease: Lease): Promise<string> {
  const runId = `run-${runs.length + 1}`;
  runs.push(runId);
  expect(await store.commit(lease, pass(runId))).toBe('committed');
  return runId;
}

/** Somebody asks while a pass is under way. */
async function ask(id: string): Promise<void> {
  await store.acquireLease({ owner: `asker of ${id}`, ttlMs: LEASE_MS, request: { id, data: null } });
}

describe('a tick', () => {
  test('has its turn, and gives the lease back', async () => {
    expect(await takeTurn(deps(), null, kept)).toEqual({ kind: 'own', answer: 'run-1' });
    expect((await takeLease(store, 'next')).fence).toBe(2);
  });

  test('stands back where somebody is at work', async () => {
    await takeLease(store, 'other');
    expect(await takeTurn(deps(), null, kept)).toEqual({ kind: 'coalesced' });
    expect(runs).toEqual([]);
  });

  test('runs again for a request that came meanwhile, and answers its own pass', async () => {
    const turn = await takeTurn(deps(), null, async (lease) => {
      if (runs.length === 0) await ask('w');
      return kept(lease);
    });
    expect(turn).toEqual({ kind: 'own', answer: 'run-1' });
    expect(runs).toEqual(['run-1', 'run-2']);
  });

  test('does not run for ever for those who keep asking; who is left is covered by the next', async () => {
    await takeTurn(deps(), null, async (lease) => {
      await ask(`w${runs.length}`);
      return kept(lease);
    });
    expect(runs).toHaveLength(4);
    expect((await takeLease(store, 'next')).requests.map(({ id }) => id)).toEqual(['w3']);
  });

  test('keeps its answer where the pass for others fails, and the log says so', async () => {
    const turn = await takeTurn(deps(), null, async (lease) => {
      if (runs.length === 1) throw new Error('no luck');
      await ask('w');
      return kept(lease);
    });
    expect(turn).toEqual({ kind: 'own', answer: 'run-1' });
    expect(lines).toEqual([
      { severity: 'ERROR', code: 'INTERNAL', message: 'a pass asked for meanwhile failed: no luck' },
    ]);
    expect((await takeLease(store, 'next')).requests.map(({ id }) => id)).toEqual(['w']);
  });

  test('that fails gives the lease back', async () => {
    await expect(takeTurn(deps(), null, () => Promise.reject(new Error('no luck')))).rejects.toThrow(
      'no luck',
    );
    expect((await takeLease(store, 'next')).fence).toBe(2);
  });

  test('that cannot give the lease back has its answer all the same', async () => {
    const broken = { ...deps(), store: { ...store, releaseLease: () => Promise.reject(new Error('away')) } };
    expect(await takeTurn(broken, null, kept)).toEqual({ kind: 'own', answer: 'run-1' });
    expect(lines).toEqual([{ severity: 'WARNING', message: 'the lease could not be given back: away' }]);
  });
});

describe('a request', () => {
  test('that meets nobody is a turn of its own, and carries its data', async () => {
    const turn = await takeTurn(deps(), WISH, async (lease) => {
      expect(lease.requests).toEqual([WISH]);
      return kept(lease);
    });
    expect(turn).toEqual({ kind: 'own', answer: 'run-1' });
  });

  test('waits for the holder, whose next pass covers it', async () => {
    const { promise: asked, resolve: nowAsked } = Promise.withResolvers<void>();
    const holder = takeTurn(deps(), null, async (lease) => {
      if (runs.length === 0) await asked;
      return kept(lease);
    });
    const request = takeTurn(
      deps(async () => {
        nowAsked();
        await holder;
      }),
      WISH,
      kept,
    );
    expect(await holder).toEqual({ kind: 'own', answer: 'run-1' });
    expect(await request).toEqual({ kind: 'covered', runId: 'run-2' });
    expect(runs).toEqual(['run-1', 'run-2']);
  });

  test('is not covered by the pass it met: that one began before it', async () => {
    const met = await takeLease(store, 'holder');
    let polls = 0;
    const turn = await takeTurn(
      deps(async () => {
        polls += 1;
        if (polls === 1) await kept(met);
        if (polls === 2) await store.releaseLease(met);
      }),
      WISH,
      kept,
    );
    expect(turn).toEqual({ kind: 'own', answer: 'run-2' });
  });

  test('takes over from a holder that died', async () => {
    await takeLease(store, 'dead');
    const waits: number[] = [];
    const turn = await takeTurn(
      deps(async (ms) => {
        waits.push(ms);
        clock.advance(5 * MINUTE);
      }),
      WISH,
      kept,
    );
    expect(turn).toEqual({ kind: 'own', answer: 'run-1' });
    expect(waits).toEqual([200, 300]);
  });

  test('waits longer and longer between looks, and not for ever; it is then still kept', async () => {
    await takeLease(store, 'busy');
    const waits: number[] = [];
    const turn = takeTurn(
      deps(async (ms) => void waits.push(ms)),
      WISH,
      kept,
    );
    await expect(turn).rejects.toMatchObject({ code: 'CONFLICT', retryable: true });
    const total = waits.reduce((sum, ms) => sum + ms, 0);
    expect(total).toBeGreaterThanOrEqual(240_000);
    expect(total).toBeLessThan(245_000);
    expect(Math.max(...waits)).toBe(2_000);
    clock.advance(LEASE_MS);
    expect((await takeLease(store, 'next')).requests).toEqual([WISH]);
  });

  test('is refused at once, and kept, where nobody can wait', async () => {
    await takeLease(store, 'busy');
    await expect(takeTurn(deps(), WISH, kept)).rejects.toMatchObject({ code: 'CONFLICT', retryable: true });
    clock.advance(LEASE_MS);
    expect((await takeLease(store, 'next')).requests).toEqual([WISH]);
  });

  test('whose own pass fails is told so, and is covered by the next pass', async () => {
    await expect(takeTurn(deps(), WISH, () => Promise.reject(new Error('no luck')))).rejects.toThrow(
      'no luck',
    );
    expect((await takeLease(store, 'next')).requests).toEqual([WISH]);
  });
});
