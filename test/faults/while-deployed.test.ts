import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tellings } from './passed.ts';
import { PROD, REGION } from './shop.ts';
import { openWorld, type World } from './world.ts';

const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  prod: { project: ${PROD}, regions: [${REGION}], protected: true }
services:
  api: { names: { prod: api }, serviceAccount: cr-api, ingress: internal }
`;
const INGRESS = `run.services/${REGION}/api ingress`;
const INTERNAL = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
const BALANCER = 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';
const NONE = 'INGRESS_TRAFFIC_NONE';
const ALL = 'INGRESS_TRAFFIC_ALL';

let world: World;
beforeEach(async () => {
  world = await openWorld({
    contract: CONTRACT,
    build: ({ estate }) => {
      estate.addProject(PROD, { locations: [REGION] });
      const serviceAccount = estate.addServiceAccount(PROD, 'cr-api');
      estate.addService(PROD, REGION, { name: 'api', ingress: INTERNAL, template: { serviceAccount } });
    },
  });
  await world.pass();
});
afterEach(() => world.close());

/** What is told in the pass that meets the deployment of an ingress, and in the one after it. */
async function deploy(ingress: string): Promise<[during: string[], after: string[]]> {
  const { estate } = world.google;
  const underWay = { outcome: 'reconciling' as const };
  estate.updateService(PROD, REGION, 'api', (service) => Object.assign(service, { ingress }), underWay);
  const during = tellings(await world.pass());
  estate.settleService(PROD, REGION, 'api');
  return [during, tellings(await world.pass())];
}

describe('a change that a pass meets while it is being deployed', () => {
  test('is told at once, and once', async () => {
    expect(await deploy(ALL)).toEqual([[`opened ${INGRESS}`], []]);
    expect((await world.pass()).transitions).toEqual([]);
  });

  test('is over when it is put back, and that is told once, when it is done', async () => {
    await deploy(ALL);
    expect(await deploy(INTERNAL)).toEqual([[], [`resolved ${INGRESS}`]]);
    expect((await world.pass()).transitions).toEqual([]);
  });

  test('is told again where it changes to another one that is wrong, when it is done', async () => {
    await deploy(ALL);
    expect(await deploy(BALANCER)).toEqual([[], [`changed ${INGRESS}`]]);
  });

  test('is told at once where it gets worse', async () => {
    await deploy(NONE);
    expect(await deploy(ALL)).toEqual([[`regressed ${INGRESS}`], []]);
    expect(await deploy(INTERNAL)).toEqual([[], [`resolved ${INGRESS}`]]);
  });
});
