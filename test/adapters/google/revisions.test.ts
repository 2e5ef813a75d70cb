import { afterEach, describe, expect, test } from '@jest/globals';
import { servedRevisions } from '../../../shared/adapters/google/revisions.ts';
import type { GoogleSimulator } from '../../simulator/google.ts';
import type { V2Service } from '../../simulator/run-types.ts';
import { capture, detailOf, gapsOf, idsOf, startShop } from './live-estate.ts';

describe('the revisions that serve in place of the template', () => {
  const PARENT = 'projects/p/locations/us-central1/services/api/revisions';
  const LATEST = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 };
  const pinned = (revision: string, percent: number | undefined, tag?: string) => ({
    type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION',
    revision,
    ...(percent === undefined ? {} : { percent }),
    ...(tag === undefined ? {} : { tag }),
  });
  const cases: [string, object[] | undefined, { ready?: string; created?: string }, string[]][] = [
    ['the newest one serves', [LATEST], {}, []],
    ['the newest one serves and is named', [{ ...LATEST, revision: 'api-3' }], {}, []],
    ['pinned to the newest one', [pinned('api-3', 100)], {}, []],
    ['a rollback', [pinned('api-2', 100)], {}, ['api-2']],
    [
      'a deployment without traffic',
      [pinned('api-2', 100), pinned('api-3', undefined, 'new')],
      {},
      ['api-2'],
    ],
    ['a split', [pinned('api-2', 50), pinned('api-1', 20), pinned('api-3', 30)], {}, ['api-1', 'api-2']],
    ['one revision under two tags', [pinned('api-2', 50, 'a'), pinned('api-2', 50, 'b')], {}, ['api-2']],
    ['a newest one that failed', [LATEST], { ready: `${PARENT}/api-2` }, ['api-2']],
    ['named in full', [pinned(`${PARENT}/api-2`, 100)], {}, ['api-2']],
    ['only a tag on an old one', [LATEST, pinned('api-1', undefined, 'old')], {}, []],
    ['zero percent', [LATEST, pinned('api-1', 0)], {}, []],
    ['nothing serves yet', undefined, {}, []],
    ['nothing was ever ready', [LATEST], { ready: '' }, []],
  ];
  test.each(cases)('%s', (_, trafficStatuses, { ready, created }, expected) => {
    const service = {
      ...(trafficStatuses === undefined ? {} : { trafficStatuses }),
      latestCreatedRevision: created ?? `${PARENT}/api-3`,
      latestReadyRevision: ready ?? `${PARENT}/api-3`,
    };
    expect(servedRevisions(JSON.parse(JSON.stringify(service)))).toEqual(expected);
  });

  test.each([{}, { trafficStatuses: 'x' }, { trafficStatuses: [null, 7] }, { latestCreatedRevision: 7 }])(
    'of something that is no service are none: %j',
    (service) => {
      expect(servedRevisions(service)).toEqual([]);
    },
  );
});

describe('in an estate', () => {
  let shop: GoogleSimulator;
  afterEach(() => shop.close());

  /** A release, and everything back to the revision before it. */
  function rollBack(name: string): string {
    const before = shop.estate.service('shop-prod', 'us-central1', name).latestCreatedRevision;
    const revision = before.slice(before.lastIndexOf('/') + 1);
    shop.estate.redeploy('shop-prod', 'us-central1', name);
    shop.estate.updateService('shop-prod', 'us-central1', name, (service: V2Service) => {
      service.traffic = [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent: 100 }];
    });
    return revision;
  }

  function revisionRequests(): string[] {
    return shop.requests.map(({ path }) => path).filter((path) => path.includes('/revisions'));
  }

  test('templates that serve need no call and have no document', async () => {
    shop = await startShop();
    const snapshot = await capture(shop);
    expect(revisionRequests()).toEqual([]);
    const readings = snapshot.readings.filter(({ resource }) => resource === 'run.revisions');
    expect(readings).toMatchObject([
      { region: 'us-central1', status: 'OK', documents: {} },
      { region: 'us-central1', status: 'OK', documents: {} },
    ]);
  });

  test('after a rollback that revision is read, by one call', async () => {
    shop = await startShop();
    const revision = rollBack('api');
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual([]);
    expect(revisionRequests()).toEqual([
      `/v2/projects/shop-prod/locations/us-central1/services/api/revisions/${revision}`,
    ]);
    expect(idsOf(snapshot, 'prod', 'run.revisions')).toEqual(['run.services/us-central1/api']);
    expect(idsOf(snapshot, 'dev', 'run.revisions')).toEqual([]);
  });

  test('a newest revision that failed: the one that serves is read', async () => {
    shop = await startShop();
    shop.estate.redeploy('shop-prod', 'us-central1', 'web', { outcome: 'failed' });
    const snapshot = await capture(shop);
    expect(idsOf(snapshot, 'prod', 'run.revisions')).toEqual(['run.services/us-central1/web']);
  });

  test('one that cannot be read is a gap of its service alone: the others are known to serve their template', async () => {
    shop = await startShop();
    rollBack('api');
    shop.estate.project('shop-prod').permissions.delete('run.revisions.get');
    const snapshot = await capture(shop);
    expect(gapsOf(snapshot)).toEqual(['prod run.revisions us-central1 DENIED']);
    expect(detailOf(snapshot, 'prod', 'run.revisions')).toMatch(
      /^1 of 1 not read: run\.services\/us-central1\/api \(DENIED\): run\.revisions\.get is missing in shop-prod/,
    );
    const reading = snapshot.readings.find(
      ({ environment, resource }) => environment === 'prod' && resource === 'run.revisions',
    );
    expect(reading).toMatchObject({ status: 'OK', documents: {} });
  });
});
