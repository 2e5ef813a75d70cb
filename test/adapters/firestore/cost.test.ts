import { expect, test } from '@jest/globals';
import { openFirestoreStore } from '../../../shared/adapters/firestore/state-store.ts';
import { describeWithEmulator } from '../../emulator/emulator.ts';
import { keep } from '../contract/actions.ts';
import { after, entry, finding, MINUTE, pass, START, sha } from '../contract/records.ts';
import { PROJECT } from './harness.ts';

const OPEN_FINDINGS = 7;

describeWithEmulator('what a pass costs Firestore', () => {
  test('unchanged: at most 6 writes and 10 reads + the open findings, opening the store included', async () => {
    const options = { database: '(default)', projectId: PROJECT, estate: `cost-${process.pid}` };
    const texts = Object.fromEntries(['one', 'two', 'three'].map((text) => [sha(text), text]));
    const baseline = Object.fromEntries(
      Object.keys(texts).map((sha256, index) => [`scope ${index}`, { sha256, readAt: after(0) }]),
    );
    const findings = Array.from({ length: OPEN_FINDINGS }, (_, index) => finding(`f${index}`));
    const first = await openFirestoreStore(options);
    await first.putReadings(texts);
    await keep(first, pass('run-1', { baseline, findings, outbox: [entry('f')] }));
    await first.settleEntry({ ...entry('f'), state: 'sent' });
    await first.close();

    const store = await openFirestoreStore(options);
    const answer = await store.acquireLease({ owner: 'o', now: START, ttlMs: MINUTE, rerun: false });
    if (!answer.granted) throw new Error('refused');
    const state = await store.loadState();
    await store.findingsByFingerprint([]);
    await store.putReadings(texts);
    const moved = Object.entries(state.baseline ?? {}).map(([scope, pointer]) => [
      scope,
      { ...pointer, readAt: after(MINUTE) },
    ]);
    expect(await store.commit(answer.lease, pass('run-2', { baseline: Object.fromEntries(moved) }))).toBe(
      'committed',
    );
    expect(await store.pendingEntries()).toEqual([]);
    await store.releaseLease(answer.lease);
    await store.close();

    expect(state.findings).toHaveLength(OPEN_FINDINGS);
    expect(store.counters).toEqual({ reads: 7 + OPEN_FINDINGS + 1, writes: 4 });
    expect(store.counters.writes).toBeLessThanOrEqual(6);
    expect(store.counters.reads).toBeLessThanOrEqual(10 + OPEN_FINDINGS);
  });
});
