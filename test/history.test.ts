import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSqliteStore } from '../shared/adapters/sqlite/state-store.ts';
import { readHistory, sinceInstant } from '../shared/history.ts';
import type { StateStore } from '../shared/ports.ts';
import { settleFinding } from '../shared/settle-finding.ts';
import { keep } from './adapters/contract/actions.ts';
import { after, finding, MINUTE, pass, run, START, sha, transition } from './adapters/contract/records.ts';

const NOW = new Date('2026-03-01T12:00:00Z');

describe('since', () => {
  test.each([
    ['36h', '2026-02-28T00:00:00.000Z'],
    ['7d', '2026-02-22T12:00:00.000Z'],
    ['2026-02-27', '2026-02-27T00:00:00.000Z'],
    ['2026-02-27T03:10:00Z', '2026-02-27T03:10:00.000Z'],
    ['2026-02-27T03:10:00+02:00', '2026-02-27T01:10:00.000Z'],
    ['2026-02-30', null],
    ['yesterday', null],
    ['27', null],
    ['2026-02-27T03:10', null],
    ['', null],
  ])('%s is %s', (text, instant) => {
    expect(sinceInstant(text, NOW)).toBe(instant);
  });
});

describe('history', () => {
  let store: StateStore;
  beforeEach(async () => {
    store = await openSqliteStore({ path: ':memory:', estate: 'shop', clock: { now: () => START } });
    for (const [runId, ms] of [
      ['run-1', 0],
      ['run-2', 2 * MINUTE],
    ] as const) {
      const transitions = [transition('f', { runId, at: after(ms) })];
      const findings = [finding('f')];
      await keep(store, pass(runId, { run: run(runId, { startedAt: after(ms), transitions }), findings }));
    }
    const between = new Date(START.getTime() + MINUTE);
    const accept = { action: 'accept' as const, by: 'ann', reason: 'known', expires: null };
    await settleFinding(store, { ...accept, fingerprint: sha('f') }, between);
  });
  afterEach(() => store.close());

  const names = async (since: string | null) =>
    (await readHistory(store, since)).map((entry) =>
      entry.kind === 'run' ? entry.run.runId : `${entry.transition.kind} by ${entry.transition.by}`,
    );

  test('has runs, and between them who settled what', async () => {
    expect(await names(null)).toEqual(['run-2', 'accepted by ann', 'run-1']);
  });

  test('since an instant leaves out what was before', async () => {
    expect(await names(after(MINUTE))).toEqual(['run-2', 'accepted by ann']);
    expect(await names(after(MINUTE + 1))).toEqual(['run-2']);
    expect(await names(after(3 * MINUTE))).toEqual([]);
  });
});
