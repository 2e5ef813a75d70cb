import { describe, expect, test } from '@jest/globals';
import { outboxEntries } from '../../shared/alerts/outbox.ts';
import type { Told } from '../../shared/findings/transitions.ts';
import { context, many, told } from './fixtures.ts';

function written(tell: Told[], overrides = {}) {
  return outboxEntries({ records: tell.map(({ record }) => record), tell }, context(overrides));
}
function ids(tell: Told[], overrides = {}): string[] {
  return written(tell, overrides).entries.map(({ id }) => id);
}

describe('outboxEntries', () => {
  test('an entry is complete and waits to be sent', () => {
    expect(written([told('a')]).entries).toEqual([
      expect.objectContaining({
        channel: '#drift',
        runId: 'run-1',
        state: 'pending',
        attempts: 0,
        answers: null,
        claim: null,
        ambiguous: false,
      }),
    ]);
  });

  test('records learn which entry tells them', () => {
    const { entries, records } = written([told('a')]);
    expect(records.map(({ toldBy }) => toldBy)).toEqual([entries[0]?.id]);
  });

  test('a resolution or reminder keeps the entry that told the finding', () => {
    const { records } = written([
      told('a', { toldBy: 'old' }, { kind: 'resolved', reason: 'reverted' }),
      told('b', { toldBy: 'old' }, { kind: 'reminded', reason: 'still-open' }),
    ]);
    expect(records.map(({ toldBy }) => toldBy)).toEqual(['old', 'old']);
  });

  test('later parts answer the first, and every finding is told by the first', () => {
    const { entries, records } = written(many(23));
    const [head, ...rest] = entries;
    expect(rest.map(({ answers }) => answers)).toEqual([head?.id, head?.id]);
    expect(new Set(records.map(({ toldBy }) => toldBy))).toEqual(new Set([head?.id]));
  });

  test.each<[string, Told[], Told[], boolean]>([
    ['the same decisions', [told('a'), told('b')], [told('b'), told('a')], true],
    [
      'the same opening decided an hour later',
      [told('a')],
      [told('a', {}, { at: '2026-02-27T04:10:00.000Z' })],
      true,
    ],
    ['another finding', [told('a')], [told('b')], false],
    ['another episode', [told('a')], [told('a', { episode: 2 })], false],
    ['another value', [told('a')], [told('a', { valueHash: 'b' })], false],
    ['another transition', [told('a')], [told('a', {}, { kind: 'resolved' })], false],
    [
      'a change back to a value that was told before',
      [told('a', {}, { kind: 'changed' })],
      [told('a', {}, { kind: 'changed', at: '2026-02-27T04:10:00.000Z' })],
      false,
    ],
    [
      'the next reminder',
      [told('a', {}, { kind: 'reminded' })],
      [told('a', {}, { kind: 'reminded', at: '2026-03-02T03:10:00.000Z' })],
      false,
    ],
  ])('ids of %s', (_name, one, other, same) => {
    expect(JSON.stringify(ids(one)) === JSON.stringify(ids(other))).toBe(same);
  });

  test('another channel or estate is another id', () => {
    const all = [
      ids([told('a')]),
      ids([told('a')], { defaultChannel: '#other' }),
      ids([told('a')], { estate: 'other' }),
    ].flat();
    expect(new Set(all).size).toBe(3);
  });

  test('the summary of a clean first run has an id of its own', () => {
    expect(ids([], { firstRun: true })).toHaveLength(1);
    expect(ids([], { firstRun: true })).toEqual(ids([], { firstRun: true, runId: 'run-again' }));
  });
});
