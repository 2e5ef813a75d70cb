import { describe, expect, test } from '@jest/globals';
import { keep } from './actions.ts';
import { type Bench, ManualClock } from './harness.ts';
import { after, entry, MINUTE, pass, run, START } from './records.ts';

const TTL = 2 * MINUTE;
const id = entry('f').id;

function at(ms: number): Date {
  return new Date(START.getTime() + ms);
}

/** The outbox: nothing is told by two at once, nothing that was sent becomes unsent. */
export function outboxSuite({ open }: Bench): void {
  describe('outbox', () => {
    test('pending entries come oldest first, in the order of their commit, without the sent ones', async () => {
      const store = await open();
      const second = ['b', 'a', 'c'].map((name) => entry(name, { createdAt: after(MINUTE) }));
      await keep(store, pass('run-1', { outbox: second }));
      const first = [entry('old'), entry('stuck', { state: 'misconfigured' })];
      await keep(store, pass('run-2', { outbox: [...first, entry('done', { state: 'sent' })] }));
      expect(await store.pendingEntries()).toEqual([...first, ...second]);
    });

    test('an entry is found by its id, also when sent; an unknown one is null', async () => {
      const store = await open();
      await keep(store, pass('run-1', { outbox: [entry('f', { state: 'sent' })] }));
      expect(await store.getEntry(id)).toEqual(entry('f', { state: 'sent' }));
      expect(await store.getEntry('nothing')).toBeNull();
    });

    test.each([
      { name: 'pending', change: {}, claimed: true },
      { name: 'misconfigured', change: { state: 'misconfigured' as const }, claimed: true },
      { name: 'sent', change: { state: 'sent' as const }, claimed: false },
      { name: 'due now', change: { notBefore: after(0) }, claimed: true },
      { name: 'not due yet', change: { notBefore: after(1) }, claimed: false },
    ])('an entry that is $name: claimed $claimed', async ({ change, claimed }) => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await keep(store, pass('run-1', { outbox: [entry('f', change)] }));
      const answer = await store.claimEntry(id, { owner: 'a', ttlMs: TTL });
      const expected = { ...entry('f', change), claim: { owner: 'a', until: after(TTL) } };
      expect(answer).toEqual(claimed ? expected : null);
      expect((await store.getEntry(id))?.claim).toEqual(claimed ? expected.claim : null);
    });

    test('an unknown entry cannot be claimed', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      expect(await store.claimEntry(id, { owner: 'a', ttlMs: TTL })).toBeNull();
    });

    test.each([
      { name: 'a live other has it', owner: 'b', ms: TTL - 1, claimed: false },
      { name: 'the other is dead', owner: 'b', ms: TTL, claimed: true },
      { name: 'it is the same drain', owner: 'a', ms: 1, claimed: true },
    ])('a claimed entry, where $name: claimed $claimed', async ({ owner, ms, claimed }) => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await keep(store, pass('run-1', { outbox: [entry('f')] }));
      await store.claimEntry(id, { owner: 'a', ttlMs: TTL });
      clock.moveTo(at(ms));
      const answer = await store.claimEntry(id, { owner, ttlMs: TTL });
      expect(answer?.claim ?? null).toEqual(claimed ? { owner, until: after(ms + TTL) } : null);
      if (claimed) expect(answer?.ambiguous).toBe(owner !== 'a');
    });

    test('of many who claim at once, one has it', async () => {
      const stores = await Promise.all([open(), open(), open()]);
      await keep(stores[0]!, pass('run-1', { outbox: [entry('f')] }));
      const answers = await Promise.all(
        Array.from({ length: 9 }, (_, index) =>
          stores[index % 3]!.claimEntry(id, { owner: `drain ${index}`, ttlMs: TTL }),
        ),
      );
      expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
    });

    test('settling writes the entry back and ends the claim', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await keep(store, pass('run-1', { outbox: [entry('f')] }));
      const claimed = await store.claimEntry(id, { owner: 'a', ttlMs: TTL });
      const retry = { ...claimed!, attempts: 1, notBefore: after(MINUTE), lastError: 'rate limited' };
      await store.settleEntry(retry);
      expect(await store.pendingEntries()).toEqual([{ ...retry, claim: null }]);
      clock.moveTo(at(MINUTE));
      const again = await store.claimEntry(id, { owner: 'b', ttlMs: TTL });
      const sent = { ...again!, state: 'sent' as const, delivery: { channel: 'C1', ts: '1.2' } };
      await store.settleEntry(sent);
      expect(await store.pendingEntries()).toEqual([]);
      expect(await store.getEntry(id)).toEqual({ ...sent, claim: null });
    });

    test('what was sent stays sent, whatever a slow drain reports later', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await keep(store, pass('run-1', { outbox: [entry('f')] }));
      const slow = await store.claimEntry(id, { owner: 'slow', ttlMs: TTL });
      clock.moveTo(at(TTL));
      const next = await store.claimEntry(id, { owner: 'next', ttlMs: TTL });
      await store.settleEntry({ ...next!, state: 'sent', delivery: { channel: 'C1', ts: '1.2' } });
      await store.settleEntry({ ...slow!, lastError: 'timed out' });
      expect(await store.getEntry(id)).toMatchObject({ state: 'sent', delivery: { ts: '1.2' } });
    });

    test('a drain that lost its claim does not take it from the new holder, but may say it was sent', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await keep(store, pass('run-1', { outbox: [entry('f')] }));
      const slow = await store.claimEntry(id, { owner: 'slow', ttlMs: TTL });
      clock.moveTo(at(TTL));
      const next = await store.claimEntry(id, { owner: 'next', ttlMs: TTL });
      await store.settleEntry({ ...slow!, lastError: 'timed out' });
      expect(await store.getEntry(id)).toEqual(next);
      await store.settleEntry({ ...slow!, state: 'sent', delivery: { channel: 'C1', ts: '1.1' } });
      expect(await store.getEntry(id)).toMatchObject({ state: 'sent', delivery: { ts: '1.1' }, claim: null });
    });

    test('the id under which messages arrived in a channel is known, the newest one', async () => {
      const [store, other] = await Promise.all([open(), open()]);
      const entries = ['a', 'b'].map((name, ms) => entry(name, { createdAt: after(ms) }));
      await keep(store!, pass('run-1', { outbox: entries }));
      expect(await other!.deliveredChannel(entry('a').channel)).toBeNull();
      for (const [index, one] of entries.entries())
        await store!.settleEntry({ ...one, state: 'sent', delivery: { channel: `C${index}`, ts: '1.2' } });
      expect(await other!.deliveredChannel(entry('a').channel)).toBe('C1');
      expect(await other!.deliveredChannel('#another')).toBeNull();
    });
  });

  describe('runs', () => {
    test('are listed newest first by their start, as many as asked for', async () => {
      const store = await open();
      for (const [runId, ms] of [
        ['run-b', 2],
        ['run-a', 1],
        ['run-c', 3],
      ] as const) {
        await keep(store, pass(runId, { run: run(runId, { startedAt: after(ms) }) }));
      }
      const ids = async (limit: number) => (await store.listRuns(limit)).map(({ runId }) => runId);
      expect(await ids(10)).toEqual(['run-c', 'run-b', 'run-a']);
      expect(await ids(2)).toEqual(['run-c', 'run-b']);
      expect(await ids(0)).toEqual([]);
    });

    test('an unknown one is null, also where its name is no document id', async () => {
      const store = await open();
      for (const name of ['nobody', 'a/b', '..', '__x__', 'ü?']) expect(await store.getRun(name)).toBeNull();
      await keep(store, pass('2026/02 ü', { run: run('2026/02 ü') }));
      expect((await store.getRun('2026/02 ü'))?.runId).toBe('2026/02 ü');
    });
  });
}
