import { afterEach, describe, expect, test } from '@jest/globals';
import { createScopeProgress, type ProgressEvent } from '../../../shared/adapters/google/progress.ts';
import type { GoogleSimulator } from '../../simulator/google.ts';
import { capture, serviceInput, startShop } from './live-estate.ts';

describe('the count of scopes', () => {
  test('tells of each once, and the total grows as scopes are found', () => {
    const told: ProgressEvent[] = [];
    const progress = createScopeProgress('prod', (event) => told.push(event));
    const here = { resource: 'run.services', region: 'us-central1' } as const;
    const there = { resource: 'run.services', region: 'europe-west1' } as const;
    progress.begun([here]);
    progress.begun([there, here]);
    progress.ended([here]);
    progress.ended([here, there]);
    progress.ended([{ resource: 'apikeys.keys', region: null }]);
    expect(told).toEqual([
      { environment: 'prod', ...here, done: 1, total: 2 },
      { environment: 'prod', ...there, done: 2, total: 2 },
      { environment: 'prod', resource: 'apikeys.keys', region: null, done: 3, total: 3 },
    ]);
  });
});

describe('a capture', () => {
  let shop: GoogleSimulator;
  afterEach(() => shop.close());

  async function progressOf(prepare: () => void = () => undefined) {
    shop = await startShop();
    prepare();
    const told: ProgressEvent[] = [];
    const snapshot = await capture(shop, { onProgress: (event) => told.push(event) });
    return { told, snapshot };
  }

  test.each([
    ['of everything', () => undefined],
    [
      'with a region that is found on the way',
      () => shop.estate.addService('shop-prod', 'us-east1', serviceInput('far')),
    ],
    [
      'of which a part fails',
      () => shop.faults.add({ kind: 'unavailable', match: { host: 'iam.googleapis.com' } }),
    ],
    [
      'whose regions cannot be found',
      () => shop.faults.add({ kind: 'internal', match: { path: '/locations/-/services' } }),
    ],
  ])('%s: tells of every scope of every environment, and ends with all done', async (_, prepare) => {
    const { told, snapshot } = await progressOf(prepare);
    for (const environment of ['dev', 'prod']) {
      const events = told.filter((event) => event.environment === environment);
      const readings = snapshot.readings.filter((reading) => reading.environment === environment);
      expect(new Set(events.map(({ resource, region }) => `${resource} ${region}`))).toEqual(
        new Set(readings.map(({ resource, region }) => `${resource} ${region}`)),
      );
      expect(events.map(({ done }) => done)).toEqual(events.map((_event, index) => index + 1));
      expect(events.every(({ done, total }) => done <= total)).toBe(true);
      const totals = events.map(({ total }) => total);
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
      expect(events.at(-1)).toMatchObject({ done: readings.length, total: readings.length });
    }
  });
});
