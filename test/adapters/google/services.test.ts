import { afterEach, describe, expect, test } from '@jest/globals';
import type { GoogleSimulator, GoogleSimulatorOptions } from '../../simulator/google.ts';
import { capture, detailOf, gapsOf, idsOf, serviceInput, startShop } from './live-estate.ts';

let shop: GoogleSimulator;
afterEach(() => shop.close());

async function open(options: GoogleSimulatorOptions = {}): Promise<GoogleSimulator> {
  shop = await startShop(options);
  return shop;
}

describe('regions', () => {
  test('one outside the contract is found', async () => {
    await open();
    shop.estate.addService('shop-prod', 'europe-west1', serviceInput('forgotten'));
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([]);
    expect(idsOf(snapshot, 'prod', 'run.services')).toContain('run.services/europe-west1/forgotten');
    expect(idsOf(snapshot, 'prod', 'run.services.iamPolicy')).toContain(
      'run.services/europe-west1/forgotten',
    );
  });

  test('one that fails is a gap, and the others are read', async () => {
    await open();
    shop.estate.addService('shop-prod', 'europe-west1', serviceInput('eu'));
    shop.faults.add({
      kind: 'unavailable',
      match: { path: '/v2/projects/shop-prod/locations/europe-west1/services' },
    });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([
      'prod run.services europe-west1 UNREACHABLE',
      'prod run.services.iamPolicy europe-west1 UNREACHABLE',
      'prod run.revisions europe-west1 UNREACHABLE',
    ]);
    expect(detailOf(snapshot, 'prod', 'run.services.iamPolicy')).toMatch(
      /^which services there are is not known: run/,
    );
    expect(idsOf(snapshot, 'prod', 'run.services')).toHaveLength(2);
  });

  test.each([
    ['of the contract', 'us-central1'],
    ['outside the contract', 'europe-west1'],
  ])('one %s that discovery calls unreachable is a gap', async (_, region) => {
    await open();
    shop.faults.add({
      kind: 'unreachable-region',
      region,
      match: { path: '/v1/projects/shop-prod/locations/-/services' },
    });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([
      `prod run.services ${region} UNREACHABLE`,
      `prod run.services.iamPolicy ${region} UNREACHABLE`,
      `prod run.revisions ${region} UNREACHABLE`,
    ]);
    expect(detailOf(snapshot, 'prod', 'run.services')).toBe(
      `Cloud Run reports that ${region} did not answer`,
    );
  });

  test('one whose own list names it unreachable is a gap, never an empty region', async () => {
    await open();
    shop.faults.add({
      kind: 'unreachable-region',
      match: { path: '/v2/projects/shop-prod/locations/us-central1/services' },
    });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toContain('prod run.services us-central1 UNREACHABLE');
    expect(idsOf(snapshot, 'prod', 'run.services')).toEqual([]);
  });

  test('where they cannot be discovered, those of the contract are read and the rest is a gap', async () => {
    await open();
    shop.faults.add({ kind: 'internal', match: { path: '/v1/projects/shop-prod/locations/-/services' } });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([
      'prod run.services - UNREACHABLE',
      'prod run.services.iamPolicy - UNREACHABLE',
      'prod run.revisions - UNREACHABLE',
      'prod run.domainMappings - UNREACHABLE',
    ]);
    expect(detailOf(snapshot, 'prod', 'run.services')).toMatch(/^services in other regions cannot be seen: /);
    expect(idsOf(snapshot, 'prod', 'run.services')).toHaveLength(2);
  });

  test('a project without services, and without regions in the contract: none is what was read', async () => {
    await open();
    shop.estate.removeService('shop-dev', 'us-central1', 'api');
    shop.estate.removeService('shop-dev', 'us-central1', 'web');
    const targets = [{ environment: 'dev', project: 'shop-dev', regions: [] }];
    const snapshot = await capture(shop, { targets });
    expect(gapsOf(snapshot)).toEqual([]);
    expect(snapshot.readings.filter(({ resource }) => resource === 'run.services')).toEqual([
      expect.objectContaining({ region: null, status: 'OK', documents: {} }),
    ]);
  });

  test('without regions in the contract they are found', async () => {
    await open();
    const targets = [{ environment: 'prod', project: 'shop-prod', regions: [] }];
    const snapshot = await capture(shop, { targets });
    expect(gapsOf(snapshot)).toEqual([]);
    expect(idsOf(snapshot, 'prod', 'run.services')).toHaveLength(2);
  });

  test('a project name that is none: is an error of its scopes, and nothing is sent', async () => {
    await open();
    const targets = [{ environment: 'odd', project: '../shop-prod', regions: ['us-central1'] }];
    const snapshot = await capture(shop, { targets });
    expect(snapshot.readings.filter(({ status }) => status === 'OK')).toEqual([]);
    expect(new Set(gapsOf(snapshot).map((line) => line.split(' ').at(-1)))).toEqual(new Set(['ERROR']));
    expect(detailOf(snapshot, 'odd', 'apikeys.keys')).toContain('refused to send GET');
    expect(shop.requests).toEqual([]);
  });
});
