import { afterEach, describe, expect, test } from '@jest/globals';
import type { GoogleSimulator, GoogleSimulatorOptions } from '../../simulator/google.ts';
import { capture, detailOf, gapsOf, idsOf, startShop } from './live-estate.ts';

let shop: GoogleSimulator;
afterEach(() => shop.close());

async function open(options: GoogleSimulatorOptions = {}): Promise<GoogleSimulator> {
  shop = await startShop(options);
  return shop;
}

function job(name: string) {
  return { name, template: { template: { containers: [{ image: 'app:1' }] } } };
}

function pool(name: string) {
  return { name, template: { containers: [{ image: 'app:1' }] } };
}

const WORKLOADS = [
  {
    what: 'jobs',
    resource: 'run.jobs',
    everywhere: '/namespaces/shop-prod/jobs',
    list: '/v2/projects/shop-prod/locations/us-central1/jobs',
    permission: 'run.jobs',
    add: (region: string, name: string) => shop.estate.addJob('shop-prod', region, job(name)),
  },
  {
    what: 'worker pools',
    resource: 'run.workerPools',
    everywhere: '/namespaces/shop-prod/workerpools',
    list: '/v2/projects/shop-prod/locations/us-central1/workerPools',
    permission: 'run.workerpools',
    add: (region: string, name: string) => shop.estate.addWorkerPool('shop-prod', region, pool(name)),
  },
];

describe.each(WORKLOADS)('$what', ({ what, resource, everywhere, list, permission, add }) => {
  const policies = `${resource}.iamPolicy`;

  test('are read with their policies wherever they are, also where no service is', async () => {
    await open();
    add('us-central1', 'nightly');
    add('europe-west1', 'forgotten');
    const kind = resource.slice('run.'.length);
    shop.estate.setDocumentPolicy('shop-prod', `europe-west1/${kind}/forgotten`, {
      bindings: [{ role: 'roles/run.developer', members: ['user:guest@example.com'] }],
    });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([]);
    const ids = [`${resource}/europe-west1/forgotten`, `${resource}/us-central1/nightly`];
    expect(idsOf(snapshot, 'prod', resource)).toEqual(ids);
    expect(idsOf(snapshot, 'prod', policies)).toEqual(ids);
    expect(idsOf(snapshot, 'dev', resource)).toEqual([]);
    const text = JSON.stringify(snapshot.readings.filter((one) => one.resource === policies));
    expect(text).toContain('user:guest@example.com');
    expect(idsOf(snapshot, 'prod', 'run.services')).toHaveLength(2);
  });

  test('none at all: is read and empty in every region of the contract, by one call', async () => {
    await open();
    const snapshot = await capture(shop);
    const readings = snapshot.readings.filter((one) => one.resource === resource);
    expect(readings.map(({ environment, region, status }) => [environment, region, status])).toEqual([
      ['dev', 'us-central1', 'OK'],
      ['prod', 'us-central1', 'OK'],
    ]);
    expect(shop.requests.filter(({ path }) => path.endsWith(everywhere))).toHaveLength(1);
    expect(shop.requests.filter(({ path }) => path === list)).toEqual([]);
  });

  test('the last one of a region deleted: the region is empty, not forgotten', async () => {
    await open();
    const targets = [{ environment: 'prod', project: 'shop-prod', regions: ['us-central1', 'europe-west1'] }];
    const snapshot = await capture(shop, { targets });
    const regions = snapshot.readings.filter((one) => one.resource === resource).map(({ region }) => region);
    expect(regions).toEqual(['europe-west1', 'us-central1']);
  });

  test('in a region that did not answer: a gap there, the others are read', async () => {
    await open();
    add('us-central1', 'nightly');
    shop.faults.add({ kind: 'unreachable-region', region: 'europe-west1', match: { path: everywhere } });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([
      `prod ${resource} europe-west1 UNREACHABLE`,
      `prod ${policies} europe-west1 UNREACHABLE`,
    ]);
    expect(idsOf(snapshot, 'prod', resource)).toEqual([`${resource}/us-central1/nightly`]);
  });

  test('where the regions cannot be discovered: the contract’s are read, the rest is a gap', async () => {
    await open();
    add('us-central1', 'nightly');
    add('europe-west1', 'forgotten');
    shop.faults.add({ kind: 'internal', match: { path: everywhere } });
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([`prod ${resource} - UNREACHABLE`, `prod ${policies} - UNREACHABLE`]);
    expect(detailOf(snapshot, 'prod', resource)).toContain(`${what} in other regions cannot be seen: run`);
    expect(idsOf(snapshot, 'prod', resource)).toEqual([`${resource}/us-central1/nightly`]);
  });

  test('an item without a region: what there is elsewhere is not known', async () => {
    await open();
    add('us-central1', 'nightly');
    const fetchWithoutLabels: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (!String(input).includes(everywhere)) return answer;
      return new Response((await answer.text()).replaceAll('cloud.googleapis.com/location', 'x'));
    };
    const snapshot = await capture(shop, { fetch: fetchWithoutLabels });
    expect(gapsOf(snapshot)).toEqual([`prod ${resource} - ERROR`, `prod ${policies} - ERROR`]);
    expect(detailOf(snapshot, 'prod', resource)).toContain(`names no region for 1 of the ${what}`);
  });

  test.each([
    ['.list', [`- DENIED`, `us-central1 DENIED`]],
    ['.getIamPolicy', null],
  ])('without %s the scope is DENIED and says so', async (verb, both) => {
    await open();
    add('us-central1', 'nightly');
    shop.estate.project('shop-prod').permissions.delete(`${permission}${verb}`);
    const snapshot = await capture(shop);
    const expected =
      both === null
        ? [`prod ${policies} us-central1 DENIED`]
        : [resource, policies].flatMap((scope) => both.map((rest) => `prod ${scope} ${rest}`));
    expect(gapsOf(snapshot)).toEqual(expected);
    const blind = both === null ? policies : resource;
    expect(detailOf(snapshot, 'prod', blind)).toContain(`${permission}${verb} is missing in shop-prod`);
  });

  test('in pages of one it is the same', async () => {
    await open();
    add('us-central1', 'a');
    add('us-central1', 'b');
    add('europe-west1', 'c');
    const whole = await capture(shop);
    shop.faults.add({ kind: 'empty-page-with-next-token', match: { path: everywhere } });
    expect(await capture(shop)).toEqual(whole);
    expect(idsOf(whole, 'prod', resource)).toHaveLength(3);
  });
});

describe('domain mappings', () => {
  function visible(): void {
    shop.estate.project('shop-prod').permissions.add('run.domainmappings.list');
    shop.estate.project('shop-dev').permissions.add('run.domainmappings.list');
  }

  function readings(snapshot: Awaited<ReturnType<typeof capture>>) {
    return snapshot.readings.filter((one) => one.resource === 'run.domainMappings');
  }

  test('are read where the caller may list them', async () => {
    await open();
    visible();
    shop.estate.addDomainMapping('shop-prod', 'us-central1', { domain: 'api.shop.com', service: 'api' });
    shop.estate.addService('shop-prod', 'europe-west1', { name: 'eu' });
    shop.estate.addDomainMapping('shop-prod', 'europe-west1', { domain: 'eu.shop.com', service: 'eu' });
    const snapshot = await capture(shop);
    expect(readings(snapshot).map(({ status }) => status)).toEqual(['OK', 'OK', 'OK']);
    expect(idsOf(snapshot, 'prod', 'run.domainMappings')).toEqual([
      'run.domainMappings/europe-west1/eu.shop.com',
      'run.domainMappings/us-central1/api.shop.com',
    ]);
    expect(idsOf(snapshot, 'dev', 'run.domainMappings')).toEqual([]);
  });

  test('are "not visible" where the caller may not, never "none", and nothing is missing for it', async () => {
    await open();
    shop.estate.addDomainMapping('shop-prod', 'us-central1', { domain: 'api.shop.com', service: 'api' });
    const snapshot = await capture(shop);
    expect(readings(snapshot)).toMatchObject([
      { status: 'NOT_CAPTURED', documents: {} },
      { status: 'NOT_CAPTURED', documents: {} },
    ]);
    expect(detailOf(snapshot, 'prod', 'run.domainMappings')).toBe(
      'not visible: run.domainmappings.list is missing in shop-prod: add it to the custom role of the identity that reads',
    );
    expect(gapsOf(snapshot)).toEqual([]);
  });

  test.each([
    ['service-disabled', 'API_DISABLED'],
    ['throttled', 'THROTTLED'],
    ['unavailable', 'UNREACHABLE'],
    ['malformed', 'ERROR'],
    ['unreachable-region', 'UNREACHABLE'],
  ] as const)('keep the status of another failure: %s', async (kind, status) => {
    await open();
    visible();
    shop.faults.add({ kind, match: { path: '/shop-prod/locations/us-central1/domainmappings' } });
    expect(readings(await capture(shop)).map((one) => one.status)).toEqual(['OK', status]);
  });

  test('where the regions are not known, say so beside what was read', async () => {
    await open();
    visible();
    shop.faults.add({ kind: 'internal', match: { path: '/v1/projects/shop-prod/locations/-/services' } });
    expect(readings(await capture(shop)).map(({ region, status }) => [region, status])).toEqual([
      ['us-central1', 'OK'],
      [null, 'UNREACHABLE'],
      ['us-central1', 'OK'],
    ]);
  });
});
