import { describe, expect, test } from '@jest/globals';
import { PlumblineError } from '../../../shared/errors.ts';
import type { FindingRecord, Transition } from '../../../shared/findings/model.ts';
import { keep } from './actions.ts';
import type { Bench } from './harness.ts';
import { after, finding, MINUTE, pass, run, sha, transition } from './records.ts';

function seenOnceMore(name: string, by: string) {
  return (record: FindingRecord): { record: FindingRecord; transition: Transition } => ({
    record: { ...record, seenInARow: record.seenInARow + 1 },
    transition: transition(name, { kind: 'reminded', runId: null, by, at: after(MINUTE) }),
  });
}

/** Findings: looked up by state and fingerprint, changed by people one at a time, never forgotten. */
export function findingsSuite({ open }: Bench): void {
  describe('findings', () => {
    test('the state has what is not resolved; resolved ones are kept and found by fingerprint', async () => {
      const store = await open();
      const open1 = finding('open');
      const accepted = finding('accepted', { state: 'accepted' });
      const resolved = finding('resolved', { state: 'resolved', resolvedAt: after(0) });
      await keep(store, pass('run-1', { findings: [open1, accepted, resolved] }));
      const loaded = (await store.loadState()).findings.map(({ fingerprint }) => fingerprint);
      expect(new Set(loaded)).toEqual(new Set([sha('open'), sha('accepted')]));
      const found = await store.findingsByFingerprint([
        sha('resolved'),
        sha('nobody'),
        sha('open'),
        sha('open'),
      ]);
      expect(found).toEqual([resolved, open1]);
      expect(await store.findingsByFingerprint([])).toEqual([]);
    });

    test('a later pass replaces a finding and leaves the others', async () => {
      const store = await open();
      await keep(store, pass('run-1', { findings: [finding('f'), finding('g')] }));
      await keep(store, pass('run-2', { findings: [finding('f', { state: 'resolved' })] }));
      expect((await store.loadState()).findings).toEqual([finding('g')]);
    });

    test('are listed worst first, then the newest, by the instant and not its spelling', async () => {
      const store = await open();
      const findings = [
        finding('low', { severity: 'low', firstSeenAt: after(9 * MINUTE) }),
        finding('high old', { firstSeenAt: '2026-02-27T11:30:00+02:00' }),
        finding('high new', { firstSeenAt: after(MINUTE) }),
        finding('critical', { severity: 'critical', state: 'resolved' }),
        finding('medium', { severity: 'medium', state: 'accepted' }),
      ];
      await keep(store, pass('run-1', { findings }));
      const names = async (states: FindingRecord['state'][]) =>
        (await store.listFindings(states)).map(({ message }) => message.replace(' changed', ''));
      expect(await names([])).toEqual(['critical', 'high new', 'high old', 'medium', 'low']);
      expect(await names(['open'])).toEqual(['high new', 'high old', 'low']);
      expect(await names(['resolved', 'accepted'])).toEqual(['critical', 'medium']);
    });

    test('are changed with their transition, which is kept as history', async () => {
      const store = await open();
      await keep(store, pass('run-1', { findings: [finding('f')] }));
      const changed = await store.updateFinding(sha('f'), seenOnceMore('f', 'ann'));
      expect(changed).toEqual(finding('f', { seenInARow: 2 }));
      expect(await store.findingsByFingerprint([sha('f')])).toEqual([changed]);
      expect(await store.listTransitions(10)).toEqual([seenOnceMore('f', 'ann')(finding('f')).transition]);
    });

    test('an unknown one is null, and its change is not asked for', async () => {
      const store = await open();
      const answer = await store.updateFinding(sha('nobody'), () => {
        throw new Error('asked');
      });
      expect(answer).toBeNull();
      expect(await store.listTransitions(10)).toEqual([]);
    });

    test.each([
      { name: 'a typed refusal', error: new PlumblineError('CONFLICT', 'it is not open') },
      { name: 'any other error', error: new Error('a mistake') },
    ])('a change that throws $name changes nothing and throws just that', async ({ error }) => {
      const store = await open();
      await keep(store, pass('run-1', { findings: [finding('f')] }));
      const change = store.updateFinding(sha('f'), () => {
        throw error;
      });
      await expect(change).rejects.toBe(error);
      expect(await store.findingsByFingerprint([sha('f')])).toEqual([finding('f')]);
      expect(await store.listTransitions(10)).toEqual([]);
    });

    test('no change is lost among many at once', async () => {
      const stores = await Promise.all([open(), open(), open()]);
      await keep(stores[0]!, pass('run-1', { findings: [finding('f')] }));
      const people = Array.from({ length: 9 }, (_, index) => `person ${index}`);
      await Promise.all(
        people.map((by, index) => stores[index % 3]!.updateFinding(sha('f'), seenOnceMore('f', by))),
      );
      expect(await stores[0]!.findingsByFingerprint([sha('f')])).toEqual([finding('f', { seenInARow: 10 })]);
      const history = await stores[1]!.listTransitions(100);
      expect(history.map(({ by }) => by).toSorted()).toEqual(people);
    });
  });

  describe('transitions', () => {
    test('come newest first, those of passes among those of people, as many as asked for', async () => {
      const store = await open();
      const first = [transition('f', { at: after(0) }), transition('g', { at: after(0) })];
      await keep(
        store,
        pass('run-1', { run: run('run-1', { transitions: first }), findings: [finding('f')] }),
      );
      const byPerson = seenOnceMore('f', 'ann')(finding('f')).transition;
      await store.updateFinding(sha('f'), seenOnceMore('f', 'ann'));
      const last = transition('f', { kind: 'resolved', at: after(5 * MINUTE), runId: 'run-3' });
      await keep(store, pass('run-2'));
      await keep(
        store,
        pass('run-3', { run: run('run-3', { transitions: [last], finishedAt: after(6 * MINUTE) }) }),
      );
      expect(await store.listTransitions(100)).toEqual([last, byPerson, ...first]);
      expect(await store.listTransitions(2)).toEqual([last, byPerson]);
      expect(await store.listTransitions(0)).toEqual([]);
    });

    test('the history from an instant on leaves out what was before', async () => {
      const store = await open();
      for (const [runId, ms] of [
        ['run-1', 1],
        ['run-2', 2],
      ] as const) {
        const transitions = [transition('f', { runId, at: after(ms) })];
        await keep(store, pass(runId, { run: run(runId, { transitions }), findings: [finding('f')] }));
      }
      const since = async (ms: number) =>
        (await store.listTransitions(10, after(ms))).map(({ runId }) => runId);
      expect(await since(1)).toEqual(['run-2', 'run-1']);
      expect(await since(2)).toEqual(['run-2']);
      expect(await since(3)).toEqual([]);
    });
  });
}
