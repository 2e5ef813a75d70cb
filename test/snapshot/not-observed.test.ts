import { describe, expect, test } from '@jest/globals';
import { mergeReading } from '../../shared/snapshot/baseline.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Reading } from '../../shared/snapshot/model.ts';
import { parseReading, readingText } from '../../shared/snapshot/reading-json.ts';
import { documentOf } from '../properties/read.ts';
import { PROJECT, REGION } from '../properties/service-spec.ts';
import { rest } from './bodies.ts';

const INTERNAL = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
const ALL = 'INGRESS_TRAFFIC_ALL';

const changed = (before: Reading, after: Reading) =>
  diffReadings(before, after).map(({ path, before: from, after: to }) => [path, from, to]);
const kept = (previous: Reading | null, current: Reading) =>
  parseReading(readingText(mergeReading(previous, current)));

function reading(ingress: string | undefined, over: object = {}): Reading {
  const document = documentOf('run.services', 'svc', rest({ service: { ingress, ...over } }));
  const scope = { environment: 'prod', project: PROJECT, region: REGION, resource: 'run.services' } as const;
  const documents = { [`run.services/${REGION}/svc`]: document };
  return { ...scope, status: 'OK', detail: null, documents, gaps: {} };
}

describe('an ingress that is not observed while no revision is active', () => {
  const silent = reading(undefined);

  test('is no change, to it or from it', () => {
    expect(changed(reading(INTERNAL), silent)).toEqual([]);
    expect(changed(silent, reading(ALL))).toEqual([]);
    expect(changed(silent, silent)).toEqual([]);
  });

  test('hides no other change', () => {
    const more = reading(undefined, { iapEnabled: true });
    expect(changed(reading(INTERNAL), more)).toEqual([['iapEnabled', null, true]]);
    expect(changed(more, reading(INTERNAL))).toEqual([['iapEnabled', true, null]]);
  });

  test('is remembered as it was last seen, so that the change behind it is told', () => {
    const baseline = kept(kept(reading(INTERNAL), silent), silent);
    expect(changed(baseline, reading(INTERNAL))).toEqual([]);
    expect(changed(baseline, silent)).toEqual([]);
    expect(changed(baseline, reading(ALL))).toEqual([['ingress', INTERNAL, ALL]]);
  });

  test('never seen, is not new when it is', () => {
    const baseline = kept(null, silent);
    expect(changed(baseline, reading(ALL))).toEqual([]);
    expect(changed(kept(baseline, reading(ALL)), reading(INTERNAL))).toEqual([['ingress', ALL, INTERNAL]]);
  });
});
