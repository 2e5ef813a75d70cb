import { describe, expect, test } from '@jest/globals';
import { mergeReading } from '../../shared/snapshot/baseline.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Gap, Reading } from '../../shared/snapshot/model.ts';

const GAP: Gap = { status: 'THROTTLED', detail: 'later' };
const OK = (ingress: Record<string, string>, gaps: string[] = []): Reading => ({
  ...{ environment: 'prod', project: 'p', region: 'r', resource: 'run.services', status: 'OK', detail: null },
  documents: Object.fromEntries(
    Object.entries(ingress).map(([id, value]) => [
      id,
      { name: id, fields: { ingress: value }, evidence: {} },
    ]),
  ),
  gaps: Object.fromEntries(gaps.map((id) => [id, GAP])),
});
const UNREAD: Reading = { ...OK({}), status: 'UNREACHABLE', detail: 'no answer' };

describe('mergeReading', () => {
  test('is the current reading where there was none', () => {
    expect(mergeReading(null, OK({ a: '1' }))).toEqual(OK({ a: '1' }));
    expect(mergeReading(null, UNREAD)).toBe(UNREAD);
  });

  test('keeps the previous reading where the scope could not be read', () => {
    expect(mergeReading(OK({ a: '1' }), UNREAD)).toEqual(OK({ a: '1' }));
  });

  test('forgets what a complete reading no longer has', () => {
    expect(mergeReading(OK({ a: '1', b: '1' }), OK({ a: '2' }))).toEqual(OK({ a: '2' }));
  });

  test('carries over what could not be read, so that a change meanwhile is still told', () => {
    const baseline = mergeReading(OK({ a: '1', b: '1' }), OK({ a: '1' }, ['b']));
    expect(baseline).toEqual(OK({ a: '1', b: '1' }));
    expect(diffReadings(baseline, OK({ a: '1', b: '2' })).map(({ id, path }) => [id, path])).toEqual([
      ['b', 'ingress'],
    ]);
    expect(diffReadings(baseline, OK({ a: '1', b: '1' }))).toEqual([]);
  });

  test('what was never read is not new once it is', () => {
    const baseline = mergeReading(OK({ a: '1' }, ['b']), OK({ a: '1' }, ['b']));
    expect(baseline).toEqual(OK({ a: '1' }, ['b']));
    expect(diffReadings(baseline, OK({ a: '1', b: '1' }))).toEqual([]);
  });
});
