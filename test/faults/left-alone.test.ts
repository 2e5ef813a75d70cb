import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { subjects, tellings } from './passed.ts';
import { PROD, REGION, SHOP_CONTRACT } from './shop.ts';
import { openWorld, type World } from './world.ts';

const IGNORING = `${SHOP_CONTRACT}ignoreServices: ["goog-managed-by:cloudfunctions", "preview-*"]\n`;
const DEV = 'shop-dev';
const CALLER = { bindings: [{ role: 'roles/run.invoker', members: ['user:dev@example.com'] }] };
const BY_LABEL = { labels: { 'goog-managed-by': 'cloudfunctions' } };

let world: World;
beforeEach(async () => {
  world = await openWorld({ contract: IGNORING });
});
afterEach(() => world.close());

function come(estate: SimulatedEstate, project: string, name: string): void {
  estate.addService(project, REGION, { name, ...(name === 'resize' ? BY_LABEL : {}) });
  estate.setServicePolicy(project, REGION, name, CALLER);
}

function change(estate: SimulatedEstate, project: string, name: string): void {
  estate.updateService(project, REGION, name, (service) => {
    service.ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
    service.template.timeout = '60s';
  });
}

describe.each([
  ['dev', DEV],
  ['prod', PROD],
])('a service of %s that the contract ignores', (_, project) => {
  test.each([
    ['by its name', 'preview-12'],
    ['by its label', 'resize'],
  ])('%s comes, changes and goes unsaid', async (_how, name) => {
    const { estate } = world.google;
    await world.pass();
    if (project === DEV) come(estate, project, name);
    else estate.addService(project, REGION, { name, ...(name === 'resize' ? BY_LABEL : {}) });
    expect((await world.pass()).transitions).toEqual([]);
    change(estate, project, name);
    expect((await world.pass()).transitions).toEqual([]);
    estate.removeService(project, REGION, name);
    expect((await world.pass()).transitions).toEqual([]);
  });

  test('and one that it does not ignore are two things', async () => {
    await world.pass();
    come(world.google.estate, project, 'stray');
    const told = tellings(await world.pass());
    expect(told).toContain(`opened run.services/${REGION}/stray`);
    world.google.estate.removeService(project, REGION, 'stray');
    expect(tellings(await world.pass())).toContain(`resolved run.services/${REGION}/stray`);
  });
});

test('that prod opens is told, whoever ignores the service', async () => {
  const { estate } = world.google;
  come(estate, PROD, 'preview-12');
  await world.pass();
  estate.updateService(PROD, REGION, 'preview-12', (service) => {
    service.invokerIamDisabled = true;
  });
  expect(tellings(await world.pass())).toEqual([
    `opened run.services/${REGION}/preview-12 invokerIamDisabled`,
  ]);
  expect((await world.pass()).transitions).toEqual([]);
});

test('a role whose name would be ignored is a role', async () => {
  await world.close();
  const named = IGNORING.replace('names: { dev: web,', 'names: { dev: preview-web,');
  world = await openWorld({ contract: named });
  world.google.estate.addService(DEV, REGION, { name: 'preview-web' });
  await world.pass();
  change(world.google.estate, DEV, 'preview-web');
  expect(subjects(await world.pass(), 'opened', 'drift')).toEqual([
    `run.services/${REGION}/preview-web template.timeout`,
  ]);
});
