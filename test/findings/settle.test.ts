import { describe, expect, test } from '@jest/globals';
import type { FindingRecord } from '../../shared/findings/model.ts';
import {
  acceptFinding,
  endInstant,
  reopenFinding,
  type Settlement,
  settledOrThrow,
  silenceFinding,
} from '../../shared/findings/settle.ts';
import { decideTransitions } from '../../shared/findings/transitions.ts';
import { hoursLater, NOW, passInput, result } from './fixtures.ts';

function record(overrides: Partial<FindingRecord> = {}): FindingRecord {
  const [open] = decideTransitions(passInput({ results: [result()] })).open;
  if (open === undefined) throw new Error('no finding');
  return { ...open, ...overrides };
}
const acceptance = { by: 'ann', reason: 'r', expires: null, valueHash: 'v', at: NOW.toISOString() };
const silence = { by: 'ann', until: hoursLater(1).toISOString(), at: NOW.toISOString() };
const ask = { by: 'ann', reason: 'known', expires: null };

describe('settling a finding', () => {
  test('an acceptance keeps who, why, until when and which value', () => {
    const { record: accepted, transition } = settledOrThrow(
      acceptFinding(record(), { ...ask, expires: '2026-12-31' }, NOW),
    );
    expect(accepted).toMatchObject({
      state: 'accepted',
      acceptance: {
        by: 'ann',
        reason: 'known',
        expires: '2026-12-31T23:59:59.000Z',
        valueHash: record().valueHash,
      },
    });
    expect(transition).toMatchObject({ kind: 'accepted', by: 'ann', runId: null, reason: 'known' });
  });

  test('a silence leaves the finding open', () => {
    const { record: silenced } = settledOrThrow(
      silenceFinding(record(), { by: 'ann', until: silence.until }, NOW),
    );
    expect(silenced).toMatchObject({ state: 'open', silence });
  });

  test.each<[string, Partial<FindingRecord>]>([
    ['an acceptance', { state: 'accepted', acceptance }],
    ['a silence', { silence }],
  ])('reopening takes %s back', (_name, overrides) => {
    const { record: open, transition } = settledOrThrow(reopenFinding(record(overrides), { by: 'ann' }, NOW));
    expect(open).toMatchObject({ state: 'open', acceptance: null, silence: null });
    expect(transition.kind).toBe('reopened');
  });

  test.each<[string, Settlement, string, string]>([
    [
      'accepting what is resolved',
      acceptFinding(record({ state: 'resolved' }), ask, NOW),
      'not-open',
      'CONFLICT',
    ],
    ['accepting twice', acceptFinding(record({ state: 'accepted' }), ask, NOW), 'not-open', 'CONFLICT'],
    ['accepting without a name', acceptFinding(record(), { ...ask, by: ' ' }, NOW), 'who-missing', 'USAGE'],
    [
      'accepting without a reason',
      acceptFinding(record(), { ...ask, reason: '' }, NOW),
      'reason-missing',
      'USAGE',
    ],
    [
      'accepting until yesterday',
      acceptFinding(record(), { ...ask, expires: '2026-02-26' }, NOW),
      'time-passed',
      'USAGE',
    ],
    [
      'accepting until no date',
      acceptFinding(record(), { ...ask, expires: 'soon' }, NOW),
      'time-invalid',
      'USAGE',
    ],
    [
      'silencing what is resolved',
      silenceFinding(record({ state: 'resolved' }), { by: 'ann', until: '2027-01-01' }, NOW),
      'not-open',
      'CONFLICT',
    ],
    [
      'silencing without a name',
      silenceFinding(record(), { by: '', until: '2027-01-01' }, NOW),
      'who-missing',
      'USAGE',
    ],
    ['reopening what is open', reopenFinding(record(), { by: 'ann' }, NOW), 'not-settled', 'CONFLICT'],
    [
      'reopening what is resolved',
      reopenFinding(record({ state: 'resolved' }), { by: 'ann' }, NOW),
      'not-settled',
      'CONFLICT',
    ],
    ['reopening without a name', reopenFinding(record({ silence }), { by: '' }, NOW), 'who-missing', 'USAGE'],
  ])('%s is refused', (_name, settlement, refusal, code) => {
    expect(settlement).toMatchObject({ settled: false, refusal });
    expect(() => settledOrThrow(settlement)).toThrow(expect.objectContaining({ code }) as unknown as Error);
  });

  test.each([
    ['2026-12-31', '2026-12-31T23:59:59.000Z'],
    ['2026-12-31T18:00:00Z', '2026-12-31T18:00:00.000Z'],
    ['2026-12-31T18:00:00+02:00', '2026-12-31T16:00:00.000Z'],
    ['2026-02-30', null],
    ['never', null],
  ])('%s ends at %s', (text, expected) => {
    expect(endInstant(text)?.toISOString() ?? null).toBe(expected);
  });
});
