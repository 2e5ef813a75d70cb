import { describe, expect, test } from '@jest/globals';
import { keep, takeLease } from './actions.ts';
import { type Bench, ManualClock } from './harness.ts';
import { after, entry, finding, MINUTE, pass, run, START, sha, transition } from './records.ts';

const TEXT = '{"documents":{}}';

function fullPass(runId: string) {
  return pass(runId, {
    run: run(runId, {
      transitions: [transition('f')],
      alerts: [entry('f').id],
      health: { partialInARow: 3 },
    }),
    baseline: { 'prod|p|-|apikeys.keys': { sha256: sha(TEXT), readAt: after(0) } },
    findings: [finding('f')],
    outbox: [entry('f')],
  });
}

/** The commit: whole or not at all, once, and only by the current holder of the lease. */
export function commitSuite({ open, estate, harness }: Bench): void {
  describe('commit', () => {
    test('before the first one there is no baseline and nothing is open', async () => {
      expect(await (await open()).loadState()).toEqual({ baseline: null, findings: [], health: null });
    });

    test('keeps everything, for every handle', async () => {
      const [store, other] = await Promise.all([open(), open()]);
      await store!.putReadings({ [sha(TEXT)]: TEXT });
      const kept = fullPass('run-1');
      await keep(store!, kept);
      expect(await other!.loadState()).toEqual({
        baseline: kept.baseline,
        findings: kept.findings,
        health: kept.run.health,
      });
      expect(await other!.getRun('run-1')).toEqual(kept.run);
      expect(await other!.pendingEntries()).toEqual(kept.outbox);
      expect(await other!.listTransitions(10)).toEqual(kept.run.transitions);
    });

    test('an empty baseline of a committed pass is not "no baseline"', async () => {
      const store = await open();
      await keep(store, pass('run-1'));
      expect(await store.loadState()).toEqual({ baseline: {}, findings: [], health: null });
    });

    test.each([
      { name: 'the lease was taken over', takeOver: true },
      { name: 'the lease was given back', takeOver: false },
    ])('is fenced, and nothing is kept, where $name', async ({ takeOver }) => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await store.putReadings({ [sha(TEXT)]: TEXT });
      const lease = await takeLease(store, 'slow');
      clock.advance(10 * MINUTE);
      if (takeOver) await takeLease(store, 'next');
      else await store.releaseLease(lease);
      expect(await store.commit(lease, fullPass('run-1'))).toBe('fenced');
      expect(await store.loadState()).toEqual({ baseline: null, findings: [], health: null });
      expect(await store.getRun('run-1')).toBeNull();
      expect(await store.pendingEntries()).toEqual([]);
      expect(await store.listTransitions(10)).toEqual([]);
      expect(await store.listFindings([])).toEqual([]);
    });

    test('an expired lease that nobody took still commits', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      const lease = await takeLease(store, 'slow', 1);
      clock.advance(1);
      expect(await store.commit(lease, pass('run-1'))).toBe('committed');
    });

    test('is fenced for a fence of the past or the future, or another owner', async () => {
      const store = await open();
      const lease = await takeLease(store, 'a');
      const wrong = [
        { ...lease, fence: lease.fence - 1 },
        { ...lease, fence: lease.fence + 1 },
        { ...lease, owner: 'b' },
      ];
      for (const forged of wrong) expect(await store.commit(forged, pass('run-1'))).toBe('fenced');
    });

    test('repeated, it answers the same and changes nothing', async () => {
      const store = await open();
      await store.putReadings({ [sha(TEXT)]: TEXT });
      const lease = await takeLease(store, 'a');
      const kept = fullPass('run-1');
      expect(await store.commit(lease, kept)).toBe('committed');
      await store.settleEntry({ ...entry('f'), state: 'sent', delivery: { channel: 'C1', ts: '1.2' } });
      expect(await store.commit(lease, { ...kept, findings: [] })).toBe('committed');
      expect(await store.pendingEntries()).toEqual([]);
      expect(await store.listTransitions(10)).toHaveLength(1);
      await store.releaseLease(lease);
      expect(await store.commit(lease, kept)).toBe('committed');
    });

    test('kept, then overtaken by another pass: the truth is still "committed"', async () => {
      const store = await open();
      const lease = await takeLease(store, 'a');
      await store.commit(lease, pass('run-1'));
      await store.releaseLease(lease);
      await keep(store, pass('run-2'));
      expect(await store.commit(lease, pass('run-1'))).toBe('committed');
      expect((await store.listRuns(10)).map(({ runId }) => runId).toSorted()).toEqual(['run-1', 'run-2']);
    });

    test('an entry that was queued before is left as it is', async () => {
      const store = await open();
      await keep(store, pass('run-1', { outbox: [entry('f')] }));
      await store.settleEntry({ ...entry('f'), state: 'sent', delivery: { channel: 'C1', ts: '1.2' } });
      await keep(store, pass('run-2', { outbox: [entry('f'), entry('g')] }));
      expect((await store.pendingEntries()).map(({ id }) => id)).toEqual([entry('g').id]);
    });

    test('takes 500 findings, as many transitions and one message about all of them', async () => {
      const store = await open();
      const names = Array.from({ length: 500 }, (_, index) => `finding ${index}`);
      const message = entry('all');
      const items = names.map((name) => ({
        finding: finding(name),
        transition: 'opened',
        resolved: false,
      }));
      const kept = pass('run-1', {
        run: run('run-1', { transitions: names.map((name) => transition(name)) }),
        findings: names.map((name) => finding(name, { message: `${name} ${'x'.repeat(2_000)}` })),
        outbox: [{ ...message, message: { ...message.message, items } }],
      });
      await keep(store, kept);
      const { findings } = await store.loadState();
      expect(findings).toHaveLength(500);
      expect(new Map(findings.map((item) => [item.fingerprint, item]))).toEqual(
        new Map(kept.findings.map((item) => [item.fingerprint, item])),
      );
      expect(await store.getRun('run-1')).toEqual(kept.run);
      expect(await store.pendingEntries()).toEqual(kept.outbox);
    });

    test('takes findings whose plain text would not fit one request', async () => {
      const store = await open();
      const findings = Array.from({ length: 800 }, (_, index) =>
        finding(`f${index}`, { message: 'a long story '.repeat(1_000) }),
      );
      await keep(store, pass('run-1', { findings }));
      expect((await store.loadState()).findings).toHaveLength(800);
    });

    test('is refused with CONFLICT, and nothing is kept, where a person settled a loaded finding meanwhile', async () => {
      const [store, person] = await Promise.all([open(), open()]);
      await keep(store!, pass('run-1', { findings: [finding('f')] }));
      const lease = await takeLease(store!, 'b');
      const [loaded] = (await store!.loadState()).findings;
      const acceptance = { by: 'ann', reason: 'known', expires: null, valueHash: 'v', at: after(0) };
      await person!.updateFinding(sha('f'), (record) => ({
        record: { ...record, state: 'accepted', acceptance },
        transition: transition('f', { kind: 'accepted', runId: null, by: 'ann' }),
      }));
      const stale = pass('run-2', { findings: [{ ...loaded!, lastSeenAt: after(MINUTE) }] });
      await expect(store!.commit(lease, stale)).rejects.toMatchObject({ code: 'CONFLICT', retryable: true });
      expect(await store!.getRun('run-2')).toBeNull();
      const fresh = (await store!.loadState()).findings[0]!;
      expect(fresh).toMatchObject({ state: 'accepted', acceptance });
      const again = pass('run-2', { findings: [{ ...fresh, lastSeenAt: after(MINUTE) }] });
      expect(await store!.commit(lease, again)).toBe('committed');
      expect((await store!.loadState()).findings).toEqual(again.findings);
    });

    test('a person who settles another finding does not disturb it', async () => {
      const [store, person] = await Promise.all([open(), open()]);
      await keep(store!, pass('run-1', { findings: [finding('f'), finding('g')] }));
      const lease = await takeLease(store!, 'b');
      await store!.loadState();
      await person!.updateFinding(sha('g'), (record) => ({
        record: { ...record, remindedAt: after(1) },
        transition: transition('g', { kind: 'reminded' }),
      }));
      const next = pass('run-2', { findings: [finding('f', { state: 'resolved' })] });
      expect(await store!.commit(lease, next)).toBe('committed');
    });

    test('estates in one place know nothing of each other', async () => {
      const store = await open();
      await store.putReadings({ [sha(TEXT)]: TEXT });
      await keep(store, fullPass('run-1'));
      const neighbour = await harness().open(`${estate()}-neighbour`);
      expect(await neighbour.loadState()).toEqual({ baseline: null, findings: [], health: null });
      expect(await neighbour.getRun('run-1')).toBeNull();
      expect(await neighbour.listRuns(10)).toEqual([]);
      expect(await neighbour.pendingEntries()).toEqual([]);
      expect(await neighbour.getEntry(entry('f').id)).toBeNull();
      expect(await neighbour.listFindings([])).toEqual([]);
      expect(await neighbour.findingsByFingerprint([sha('f')])).toEqual([]);
      expect(await neighbour.listTransitions(10)).toEqual([]);
      await expect(neighbour.getReadings([sha(TEXT)])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
      await neighbour.close();
    });
  });
}
