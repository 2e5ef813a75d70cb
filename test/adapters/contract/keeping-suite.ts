import { describe, expect, test } from '@jest/globals';
import { RETENTION_MS } from '../../../shared/adapters/store/retention.ts';
import { keep, takeLease } from './actions.ts';
import { type Bench, type Damage, ManualClock } from './harness.ts';
import { entry, finding, MINUTE, pass, run, START, sha, transition } from './records.ts';

/** What is kept for how long, and what a store does that cannot be trusted. */
export function keepingSuite({ open, harness, estate }: Bench): void {
  describe('retention', () => {
    test('runs and history are forgotten in time; findings, unsent messages, baseline and fence are not', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      const kept = pass('run-1', {
        run: run('run-1', { transitions: [transition('f')] }),
        findings: [finding('f'), finding('g', { state: 'resolved' })],
        outbox: [entry('f')],
      });
      await keep(store, kept);
      await keep(store, pass('run-0', { outbox: [entry('sent')] }));
      const claimed = await store.claimEntry(entry('sent').id, { owner: 'a', ttlMs: MINUTE });
      await store.settleEntry({ ...claimed!, state: 'sent', delivery: { channel: 'C1', ts: '1.2' } });
      clock.advance(RETENTION_MS - 1);
      expect(await store.listRuns(10)).toHaveLength(2);
      expect(await store.listTransitions(10)).toHaveLength(1);
      expect(await store.getEntry(entry('sent').id)).not.toBeNull();
      clock.advance(1);
      expect(await store.getRun('run-1')).toBeNull();
      expect(await store.listRuns(10)).toEqual([]);
      expect(await store.listTransitions(10)).toEqual([]);
      await keep(store, pass('run-2'));
      expect(await store.loadState()).toEqual({ baseline: {}, findings: [finding('f')], health: null });
      expect(await store.listFindings(['resolved'])).toHaveLength(1);
      expect(await store.pendingEntries()).toEqual(kept.outbox);
      expect(await store.getEntry(entry('sent').id)).toBeNull();
      expect((await takeLease(store, 'third')).fence).toBe(4);
    });

    test('a record is kept for its time from when it was written, whatever the pass took for now', async () => {
      const clock = new ManualClock(new Date('2030-01-01T00:00:00Z'));
      const store = await open(clock);
      await keep(store, pass('run-1', { run: run('run-1', { transitions: [transition('f')] }) }));
      expect(await store.getRun('run-1')).not.toBeNull();
      expect(await store.listTransitions(1)).toHaveLength(1);
    });
  });

  describe('a damaged store', () => {
    const everything = pass('run-1', { findings: [finding('f')], outbox: [entry('f')] });

    test.each<{ damage: Damage }>([{ damage: { kind: 'finding' } }, { damage: { kind: 'baseline-json' } }])(
      '$damage.kind: the state is an error, never empty',
      async ({ damage }) => {
        const store = await open();
        await keep(store, everything);
        await harness().damage(estate(), damage);
        await expect(store.loadState()).rejects.toMatchObject({ code: 'STORE_CORRUPT', retryable: false });
      },
    );

    test('a damaged lease is granted to nobody', async () => {
      const store = await open();
      await keep(store, everything);
      await harness().damage(estate(), { kind: 'lease' });
      const ask = store.acquireLease({ owner: 'a', ttlMs: MINUTE, request: null });
      await expect(ask).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    });

    test('a finding that is another one is an error', async () => {
      const store = await open();
      await keep(store, everything);
      await harness().damage(estate(), { kind: 'finding' });
      await expect(store.findingsByFingerprint([sha('f')])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
      await expect(store.listFindings([])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    });
  });

  describe('the schema', () => {
    test('of a healthy store passes the check', async () => {
      await expect((await open()).check()).resolves.toBeUndefined();
    });

    test('a newer one is refused when opening, in plain words', async () => {
      const store = await open();
      await keep(store, pass('run-1'));
      await harness().setSchema(estate(), 99);
      await expect(open()).rejects.toMatchObject({
        code: 'STORE_SCHEMA',
        retryable: false,
        message: expect.stringMatching(/schema 99.*knows 2.*upgrade Plumbline/),
      });
      await harness().setSchema(estate(), 2);
      expect((await (await open()).loadState()).baseline).toEqual({});
    });

    test('a newer one is noticed by a handle that was open before: by its check and its commit', async () => {
      const store = await open();
      const lease = await takeLease(store, 'a');
      await harness().setSchema(estate(), 3);
      await expect(store.check()).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
      await expect(store.commit(lease, pass('run-1'))).rejects.toMatchObject({ code: 'STORE_SCHEMA' });
      await harness().setSchema(estate(), 2);
      expect(await store.getRun('run-1')).toBeNull();
    });
  });

  describe('a closed store', () => {
    test('is closed twice without harm and answers no more', async () => {
      const store = await open();
      await store.close();
      await store.close();
      await expect(store.loadState()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
  });
}
