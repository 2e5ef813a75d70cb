import { afterEach, describe, expect, test } from '@jest/globals';
import type { GoogleSimulator } from '../../simulator/google.ts';
import type { SimulatedRequest } from '../../simulator/google-request.ts';
import { capture, detailOf, gapsOf, idsOf, serviceInput, startShop } from './live-estate.ts';

let shop: GoogleSimulator;
afterEach(() => shop.close());

const REGION = 'us-central1';
const EMAIL = 'cr-web@shop-prod.iam.gserviceaccount.com';

/** Does something just before the first request that fits is answered; no request is harmed. */
function before(fits: (request: SimulatedRequest) => boolean, act: () => void): void {
  let done = false;
  shop.faults.add({
    kind: 'slow',
    delayMs: 0,
    match: (request) => {
      if (!done && fits(request)) {
        done = true;
        act();
      }
      return false;
    },
  });
}

interface Case {
  what: string;
  /** The first request for what belongs to it. */
  of: string;
  remove: () => void;
  scopes: string[];
  id: string;
  short: string;
}

const CASES: Case[] = [
  {
    what: 'a secret',
    of: '/projects/shop-prod/secrets/PLAID',
    remove: () => shop.estate.removeSecret('shop-prod', 'PLAID'),
    scopes: ['secretmanager.secrets', 'secretmanager.versions', 'secretmanager.secrets.iamPolicy'],
    id: 'secretmanager.secrets/PLAID',
    short: 'PLAID',
  },
  {
    what: 'a service',
    of: `/v2/projects/shop-prod/locations/${REGION}/services/api:getIamPolicy`,
    remove: () => shop.estate.removeService('shop-prod', REGION, 'api'),
    scopes: ['run.services', 'run.services.iamPolicy', 'run.revisions'],
    id: `run.services/${REGION}/api`,
    short: 'api',
  },
  {
    what: 'a job',
    of: `/v2/projects/shop-prod/locations/${REGION}/jobs/nightly:getIamPolicy`,
    remove: () => shop.estate.removeJob('shop-prod', REGION, 'nightly'),
    scopes: ['run.jobs', 'run.jobs.iamPolicy'],
    id: `run.jobs/${REGION}/nightly`,
    short: 'nightly',
  },
  {
    what: 'a service account',
    of: `/serviceAccounts/${EMAIL}/keys`,
    remove: () => shop.estate.removeServiceAccount('shop-prod', EMAIL),
    scopes: ['iam.serviceAccounts', 'iam.serviceAccountKeys'],
    id: `iam.serviceAccounts/${EMAIL}`,
    short: EMAIL,
  },
];

async function open(): Promise<void> {
  shop = await startShop();
  for (const name of ['nightly', 'weekly'])
    shop.estate.addJob('shop-prod', REGION, {
      name,
      template: { template: { containers: [{ image: 'app:1' }] } },
    });
}

describe.each(CASES)(
  '$what deleted between its list and what belongs to it',
  ({ of, remove, scopes, id, short }) => {
    test('is gone from every scope, and said so, and is no gap', async () => {
      await open();
      before(({ path }) => path.includes(of), remove);
      const snapshot = await capture(shop);
      expect(gapsOf(snapshot)).toEqual([]);
      for (const scope of scopes) {
        expect(idsOf(snapshot, 'prod', scope)).not.toContain(id);
        expect(idsOf(snapshot, 'prod', scopes[0] ?? '').length).toBeGreaterThan(0);
      }
      expect(detailOf(snapshot, 'prod', scopes[0] ?? '')).toContain(`deleted while being read: ${short}`);
      const next = await capture(shop);
      expect(gapsOf(next)).toEqual([]);
      expect(scopes.map((scope) => idsOf(next, 'prod', scope))).toEqual(
        scopes.map((scope) => idsOf(snapshot, 'prod', scope)),
      );
    });

    test('a 404 while it still stands in the list: is a gap of it, and no deletion', async () => {
      await open();
      const [owners = '', ...belonging] = scopes;
      shop.faults.add({ kind: 'not-found', match: { path: of } });
      const snapshot = await capture(shop);
      const gaps = gapsOf(snapshot);
      expect(gaps.length).toBeGreaterThan(0);
      expect(gaps.every((line) => belonging.some((scope) => line.startsWith(`prod ${scope} `)))).toBe(true);
      expect(gaps.every((line) => line.endsWith(' ERROR'))).toBe(true);
      expect(idsOf(snapshot, 'prod', owners)).toContain(id);
      expect(detailOf(snapshot, 'prod', owners)).toBeNull();
      expect(detailOf(snapshot, 'prod', belonging[0] ?? '')).toContain(`${id} (ERROR)`);
    });

    test('where the list cannot be read again: nothing is called deleted', async () => {
      await open();
      before(
        ({ path }) => path.includes(of),
        () => {
          remove();
          const list = of.replace(/\/[^/]*(?:\/keys)?$/, '');
          shop.faults.add({ kind: 'unavailable', match: ({ path }) => path.endsWith(list) });
        },
      );
      const snapshot = await capture(shop);
      expect(gapsOf(snapshot).length).toBeGreaterThan(0);
      expect(idsOf(snapshot, 'prod', scopes[0] ?? '')).toContain(id);
      expect(detailOf(snapshot, 'prod', scopes[0] ?? '')).toBeNull();
    });
  },
);

test('the only one there was: the scope is read and empty', async () => {
  await open();
  shop.estate.removeSecret('shop-prod', 'DB_URL');
  shop.estate.removeSecret('shop-prod', 'STRIPE');
  before(
    ({ path }) => path.includes('/projects/shop-prod/secrets/PLAID'),
    () => shop.estate.removeSecret('shop-prod', 'PLAID'),
  );
  const snapshot = await capture(shop);
  expect(gapsOf(snapshot)).toEqual([]);
  const readings = snapshot.readings.filter(
    ({ environment, region, resource }) =>
      environment === 'prod' && region === null && resource.startsWith('secretmanager.'),
  );
  expect(readings).toHaveLength(3);
  for (const reading of readings) expect(reading).toMatchObject({ status: 'OK', documents: {}, gaps: {} });
});

test('many at once: the list is read once more, not once for each', async () => {
  await open();
  const doomed = Array.from({ length: 8 }, (_, index) => `doomed-${index}`);
  for (const name of doomed) shop.estate.addService('shop-prod', REGION, serviceInput(name));
  before(
    ({ path }) => path.includes('/services/doomed-0:getIamPolicy'),
    () => {
      for (const name of doomed) shop.estate.removeService('shop-prod', REGION, name);
    },
  );
  const snapshot = await capture(shop, { concurrency: 1 });
  expect(gapsOf(snapshot)).toEqual([]);
  expect(idsOf(snapshot, 'prod', 'run.services')).toHaveLength(2);
  expect(detailOf(snapshot, 'prod', 'run.services')).toBe(
    'deleted while being read: doomed-0, doomed-1, doomed-2, doomed-3, doomed-4 and 3 more',
  );
  const lists = shop.requests.filter(
    ({ path }) => path === `/v2/projects/shop-prod/locations/${REGION}/services`,
  );
  expect(lists).toHaveLength(2);
});
