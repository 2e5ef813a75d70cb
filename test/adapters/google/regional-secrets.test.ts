import { afterEach, describe, expect, test } from '@jest/globals';
import type { Snapshot } from '../../../shared/snapshot/model.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../../simulator/google.ts';
import { capture, detailOf, gapsOf, idsOf, serviceInput, startShop } from './live-estate.ts';

const CLASSES = ['secretmanager.secrets', 'secretmanager.versions', 'secretmanager.secrets.iamPolicy'];
const host = (region: string): string => `secretmanager.${region}.rep.googleapis.com`;

let shop: GoogleSimulator;
afterEach(() => shop.close());

function regional(region: string, status: string): string[] {
  return CLASSES.map((resource) => `prod ${resource} ${region} ${status}`);
}

test('are read at the endpoint of their region, with versions and policies, beside the global ones', async () => {
  shop = await startShop();
  shop.estate.addSecret('shop-prod', 'EU_ONLY', { location: 'us-central1', versions: 2 });
  shop.estate.addSecret('shop-prod', 'PLAID', { location: 'us-central1' });
  shop.estate.setSecretPolicy('shop-prod', 'us-central1/EU_ONLY', {
    bindings: [{ role: 'roles/secretmanager.viewer', members: ['user:guest@example.com'] }],
  });
  const snapshot = await capture(shop);
  expect(gapsOf(snapshot)).toEqual([]);
  for (const resource of CLASSES) {
    expect(idsOf(snapshot, 'prod', resource)).toEqual([
      'secretmanager.secrets/DB_URL',
      'secretmanager.secrets/PLAID',
      'secretmanager.secrets/STRIPE',
      'secretmanager.secrets/us-central1/EU_ONLY',
      'secretmanager.secrets/us-central1/PLAID',
    ]);
  }
  const policies = snapshot.readings.filter(
    ({ resource, region }) => resource === 'secretmanager.secrets.iamPolicy' && region === 'us-central1',
  );
  expect(JSON.stringify(policies)).toContain('user:guest@example.com');
  const asked = shop.requests.filter(({ address }) => address === host('us-central1'));
  // One list a project, and two calls for each of its secrets.
  expect(asked).toHaveLength(2 + 2 * 2);
  expect(asked.every(({ path }) => path.includes('/locations/us-central1/secrets'))).toBe(true);
});

describe('a region nobody named', () => {
  const elsewhere = (snapshot: Snapshot) =>
    snapshot.readings.filter(
      ({ region, resource }) => CLASSES.includes(resource) && region !== null && region !== 'us-central1',
    );

  test('is looked at whether services are there or not', async () => {
    shop = await startShop();
    shop.estate.addService('shop-prod', 'europe-west1', serviceInput('eu'));
    shop.estate.addSecret('shop-prod', 'EU_ONLY', { location: 'europe-west1' });
    shop.estate.addSecret('shop-prod', 'FORGOTTEN', { location: 'us-east1' });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([]);
    expect(idsOf(snapshot, 'prod', 'secretmanager.secrets')).toEqual(
      expect.arrayContaining([
        'secretmanager.secrets/europe-west1/EU_ONLY',
        'secretmanager.secrets/us-east1/FORGOTTEN',
      ]),
    );
  });

  test('that holds none costs one call and is no line of the coverage', async () => {
    shop = await startShop();
    const snapshot = await capture(shop);
    expect(elsewhere(snapshot)).toEqual([]);
    expect(shop.requests.filter(({ address }) => address === host('us-east1'))).toHaveLength(2);
  });

  test('that does not answer is a gap of its own', async () => {
    shop = await startShop();
    shop.faults.add({ kind: 'denied', match: { path: '/projects/shop-prod/locations/us-east1/secrets' } });
    expect(gapsOf(await capture(shop))).toEqual(regional('us-east1', 'DENIED'));
  });

  test('cannot be known where Secret Manager does not say which there are: a gap beside all the others', async () => {
    shop = await startShop();
    shop.estate.addSecret('shop-prod', 'HERE', { location: 'us-central1' });
    shop.estate.project('shop-prod').permissions.delete('secretmanager.locations.list');
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual(regional('*', 'DENIED'));
    const [gap] = elsewhere(snapshot);
    expect(gap?.detail).toBe(
      'secrets that live in other regions cannot be seen: secretmanager.locations.list is missing in shop-prod: add it to the custom role of the identity that reads',
    );
    expect(idsOf(snapshot, 'prod', 'secretmanager.secrets')).toContain(
      'secretmanager.secrets/us-central1/HERE',
    );
  });

  test.each([
    ['without a name', { locations: [{ labels: {} }] }],
    ['that is no list', { locations: 'all' }],
  ])('a list of regions %s is not understood', async (_, body) => {
    shop = await startShop();
    const odd: typeof fetch = async (input, init) =>
      String(input).endsWith('secretmanager.googleapis.com/v1/projects/shop-prod/locations')
        ? Response.json(body)
        : fetch(input, init);
    expect(gapsOf(await capture(shop, { fetch: odd }))).toEqual(regional('*', 'ERROR'));
  });
});

describe('a region that fails takes nothing else along', () => {
  test.each([
    ['denied', 'DENIED', 'secretmanager.secrets.list is missing in shop-prod'],
    ['service-disabled', 'API_DISABLED', 'gcloud services enable secretmanager.googleapis.com'],
    ['unavailable', 'UNREACHABLE', `${host('us-central1')} failed for shop-prod (503, 5 tries)`],
    ['throttled', 'THROTTLED', `${host('us-central1')} is asked too often for shop-prod`],
  ] as const)('%s', async (kind, status, words) => {
    shop = await startShop();
    shop.faults.add({ kind, match: { path: '/projects/shop-prod/locations/us-central1/secrets' } });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual(regional('us-central1', status));
    expect(detailOf(snapshot, 'prod', 'secretmanager.secrets')).toContain(words);
    expect(idsOf(snapshot, 'prod', 'secretmanager.secrets')).toHaveLength(3);
  });

  test('a host that has no address: "not visible", never "none", and nothing is missing for it', async () => {
    shop = await startShop();
    const withoutHost: typeof fetch = async (input, init) => {
      const nowhere = String(input).includes(host('us-central1')) && String(input).includes('shop-prod');
      if (!nowhere) return fetch(input, init);
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ENOTFOUND' }) });
    };
    const snapshot = await capture(shop, { fetch: withoutHost });
    const here = snapshot.readings.filter(
      ({ environment, region, resource }) =>
        environment === 'prod' && region !== null && CLASSES.includes(resource),
    );
    expect(here.map(({ status }) => status)).toEqual(Array(3).fill('NOT_CAPTURED'));
    expect(detailOf(snapshot, 'prod', 'secretmanager.secrets')).toBe(
      `not visible: ${host('us-central1')} has no address (ENOTFOUND, 2 tries), so it has no endpoint there`,
    );
    expect(gapsOf(snapshot)).toEqual([]);
  });
});

test('a project without regions is looked at in all of them', async () => {
  shop = await startGoogleSimulator();
  shop.estate.addProject('shop-prod');
  shop.estate.addSecret('shop-prod', 'A');
  shop.estate.addSecret('shop-prod', 'B', { location: 'us-east1' });
  const targets = [{ environment: 'prod', project: 'shop-prod', regions: [] }];
  const snapshot = await capture(shop, { targets });
  expect(gapsOf(snapshot)).toEqual([]);
  expect(idsOf(snapshot, 'prod', 'secretmanager.secrets')).toEqual([
    'secretmanager.secrets/A',
    'secretmanager.secrets/us-east1/B',
  ]);
});
