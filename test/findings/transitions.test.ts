import { describe, expect, test } from '@jest/globals';
import type { FindingRecord } from '../../shared/findings/model.ts';
import { decideTransitions } from '../../shared/findings/transitions.ts';
import { hoursLater, passInput } from './fixtures.ts';
import { CHANGED, DRIFTS, FAILS, STORIES, type Step } from './stories.ts';

/** Plays a story and answers what each pass recorded and told. */
function play(steps: Step[]): string[][] {
  const store = new Map<string, FindingRecord>();
  return steps.map((step, index) => {
    if (step.act !== undefined) for (const [key, record] of store) store.set(key, step.act(record));
    const input = passInput(step, [...store.values()], { now: hoursLater(step.at ?? index), ...step.input });
    const { records, transitions, tell } = decideTransitions(input);
    for (const record of records) store.set(record.fingerprint, record);
    const told = new Set(tell.map(({ transition }) => transition));
    return transitions.map((one) => `${told.has(one) ? '!' : ''}${one.kind}/${one.reason}`);
  });
}

describe('decideTransitions', () => {
  test.each(Object.entries(STORIES))('%s', (_name, steps) => {
    expect(play(steps)).toEqual(steps.map(({ gives }) => gives));
  });

  test('a pass that changes nothing writes nothing', () => {
    const first = decideTransitions(passInput({ ...FAILS, ...DRIFTS }));
    const second = decideTransitions(passInput(FAILS, first.records, { now: hoursLater(1) }));
    expect(second.records).toEqual([]);
    expect(second.open).toEqual(first.records);
  });

  test('a merged finding keeps before, after and what is expected for its episode', () => {
    const first = decideTransitions(passInput({ ...FAILS, ...DRIFTS }));
    const [record] = decideTransitions(passInput(FAILS, first.records, { now: hoursLater(1) })).open;
    expect(record).toMatchObject({
      kind: 'violation',
      rule: 'ingress',
      severity: 'critical',
      before: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      after: 'INGRESS_TRAFFIC_ALL',
      expected: 'internal',
    });
  });

  describe('another value of a finding somebody is named for', () => {
    const alice = {
      principal: 'alice@example.com',
      tool: null,
      at: '2026-02-27T03:05:00Z',
      confidence: 'high',
    };
    const named = decideTransitions(passInput(FAILS)).records.map(
      (record) => ({ ...record, actor: alice }) as FindingRecord,
    );
    const next = (step: Parameters<typeof passInput>[0]) =>
      decideTransitions(passInput(step, named, { now: hoursLater(1) })).open[0];

    test('is still theirs where the estate is as they left it', () => {
      expect(next(CHANGED)).toMatchObject({ actor: alice });
    });

    test("is nobody's yet where the estate was changed again", () => {
      expect(next({ ...CHANGED, ...DRIFTS })).toMatchObject({ actor: null });
    });
  });

  test('a folded drift gives its sides to the violation', () => {
    const first = decideTransitions(passInput(DRIFTS));
    const second = decideTransitions(passInput(FAILS, first.records, { now: hoursLater(1) }));
    expect(second.open).toHaveLength(1);
    expect(second.open[0]).toMatchObject({ kind: 'violation', before: 'INGRESS_TRAFFIC_INTERNAL_ONLY' });
  });

  test('new findings of a break-glass pass carry its window', () => {
    const { open } = decideTransitions(
      passInput(FAILS, [], {
        windowAt: () => ({ id: 'W-1', ticket: 'INC-1', expiresAt: '2026-02-27T07:00:00Z' }),
      }),
    );
    expect(open[0]).toMatchObject({ windowId: 'W-1', windowTicket: 'INC-1' });
  });

  test('what is given is not mutated', () => {
    const first = decideTransitions(passInput(FAILS));
    const frozen = first.records.map((record) => Object.freeze({ ...record }));
    expect(() => decideTransitions(passInput(CHANGED, frozen, { now: hoursLater(1) }))).not.toThrow();
  });
});
