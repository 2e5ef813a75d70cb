import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { PROD, REGION } from './shop.ts';
import { openWorld, type World } from './world.ts';

const DEV = 'shop-dev';
const NUMBER = '678067977394';
const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: ${DEV}, regions: [${REGION}] }
  prod: { project: ${PROD}, projectNumber: ${NUMBER}, regions: [${REGION}], protected: true }
services:
  api: { names: { dev: api, prod: api }, serviceAccount: cr-api }
  web: { names: { prod: web }, serviceAccount: cr-api }
`;

let world: World;
beforeEach(async () => {
  world = await openWorld({
    contract: CONTRACT,
    build: ({ estate }) => {
      estate.addProject(DEV, { locations: [REGION] });
      estate.addProject(PROD, { locations: [REGION], number: NUMBER });
      estate.addService(PROD, REGION, { name: 'api' });
      estate.addService(PROD, REGION, { name: 'web' });
      const env = [{ name: 'WEB_URL', value: `https://web-${NUMBER}.${REGION}.run.app` }];
      estate.addService(DEV, REGION, { name: 'api', template: { containers: [{ env }] } });
    },
  });
  await world.pass();
});
afterEach(() => world.close());

/** What is said of the reference; that prod has no such key is another finding. */
const said = async () => {
  const { transitions } = await world.pass();
  return transitions
    .filter(({ environment, subject }) => environment === 'dev' && subject?.endsWith('env.WEB_URL'))
    .map(({ kind }) => kind);
};

test('a reference to prod is the same one while its services cannot be read, though less is known of it', async () => {
  const { permissions } = world.google.estate.project(PROD);
  permissions.delete('run.services.list');
  expect(await said()).toEqual([]);
  permissions.add('run.services.list');
  expect(await said()).toEqual([]);
});

test('another reference is told meanwhile', async () => {
  world.google.estate.project(PROD).permissions.delete('run.services.list');
  world.google.estate.updateService(DEV, REGION, 'api', ({ template }) => {
    for (const container of template.containers ?? [])
      container.env = [{ name: 'WEB_URL', value: `https://api-${NUMBER}.${REGION}.run.app/${PROD}` }];
  });
  expect(await said()).toEqual(['changed']);
});
