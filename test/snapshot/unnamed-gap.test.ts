import { describe, expect, test } from '@jest/globals';
import { mergeReading } from '../../shared/snapshot/baseline.ts';
import { diffReadings, diffSnapshots } from '../../shared/snapshot/diff.ts';
import { type Gap, gapFor, type Reading, resourceId, UNNAMED } from '../../shared/snapshot/model.ts';

const SCOPE = { environment: 'prod', project: 'p', region: 'r', resource: 'run.services' } as const;
const REST = resourceId(SCOPE, UNNAMED);
const GAP: Gap = { status: 'UNREACHABLE', detail: 'the list stopped after its first page' };

const idOf = (name: string) => resourceId(SCOPE, name);
const changed = (before: Reading, after: Reading) =>
  diffReadings(before, after).map(({ id, path }) => [id, path]);

/** A reading of services with an ingress each; `gaps` are names, `*` for all that is not named. */
function reading(ingress: Record<string, string>, ...gaps: string[]): Reading {
  const documents = Object.entries(ingress).map(([name, value]) => [
    idOf(name),
    { name, fields: { ingress: value }, evidence: {} },
  ]);
  return {
    ...{ ...SCOPE, status: 'OK', detail: null },
    documents: Object.fromEntries(documents),
    gaps: Object.fromEntries(gaps.map((name) => [idOf(name), GAP])),
  };
}

describe('a reading that names not all there is', () => {
  const whole = reading({ a: '1', b: '1' });
  const part = reading({ a: '2' }, UNNAMED);

  test('can say something of what it names, and nothing of the rest', () => {
    expect(gapFor(part, idOf('a'))).toBeNull();
    expect(gapFor(part, idOf('b'))).toEqual(GAP);
    expect(gapFor(whole, idOf('z'))).toBeNull();
  });

  test('deletes nothing, and its changes are told', () => {
    expect(changed(whole, part)).toEqual([[idOf('a'), 'ingress']]);
    expect(changed(whole, reading({ a: '1' }))).toEqual([[idOf('b'), null]]);
  });

  test('tells what is new beside a whole reading before', () => {
    expect(changed(whole, reading({ c: '1' }, UNNAMED))).toEqual([[idOf('c'), null]]);
  });

  test('is a gap of the difference of two snapshots', () => {
    const snapshot = (one: Reading) =>
      ({ schemaVersion: 1, estate: 'e', capturedAt: '2026-01-01T00:00:00Z', readings: [one] }) as const;
    const { changes, gaps } = diffSnapshots(
      { ...snapshot(whole), readings: [whole] },
      { ...snapshot(part), readings: [part] },
    );
    expect(changes.map(({ id }) => id)).toEqual([idOf('a')]);
    expect(gaps).toEqual([{ ...SCOPE, status: GAP.status, detail: `${REST}: ${GAP.detail}` }]);
  });
});

describe('the baseline after such a reading', () => {
  const whole = reading({ a: '1', b: '1' });

  test('still holds what was not named, so that a change meanwhile is told and no "new" afterwards', () => {
    const baseline = mergeReading(whole, reading({ a: '2' }, UNNAMED));
    expect(baseline).toEqual(reading({ a: '2', b: '1' }));
    expect(changed(baseline, reading({ a: '2', b: '1' }))).toEqual([]);
    expect(changed(baseline, reading({ a: '2', b: '2' }))).toEqual([[idOf('b'), 'ingress']]);
    expect(changed(baseline, reading({ a: '2' }))).toEqual([[idOf('b'), null]]);
    expect(changed(baseline, reading({ a: '2', b: '1', c: '1' }))).toEqual([[idOf('c'), null]]);
  });

  test('a first reading of a part makes nothing new of the rest, seen at last', () => {
    const first = mergeReading(null, reading({ a: '1' }, UNNAMED));
    const next = reading({ a: '1', b: '1' });
    expect(changed(first, next)).toEqual([]);
    expect(changed(first, reading({ a: '2', b: '1' }))).toEqual([[idOf('a'), 'ingress']]);
    expect(changed(mergeReading(first, next), reading({ a: '1', b: '2', c: '1' }))).toEqual([
      [idOf('b'), 'ingress'],
      [idOf('c'), null],
    ]);
  });

  test('part after part, what was once seen stays', () => {
    const first = mergeReading(null, reading({ a: '1' }, UNNAMED));
    const second = mergeReading(first, reading({ b: '1' }, UNNAMED));
    expect(second).toEqual(reading({ a: '1', b: '1' }, UNNAMED));
    expect(changed(second, reading({ a: '2', b: '1', c: '1' }))).toEqual([[idOf('a'), 'ingress']]);
  });

  test('beside a named gap, each in its own way', () => {
    const baseline = mergeReading(whole, reading({}, UNNAMED, 'a', 'z'));
    expect(baseline).toEqual(reading({ a: '1', b: '1' }, 'z'));
    expect(changed(baseline, reading({ a: '1', b: '1', z: '1' }))).toEqual([]);
  });
});
