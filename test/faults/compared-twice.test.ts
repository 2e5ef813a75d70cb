import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SimulatedEstate } from '../simulator/estate.ts';
import type { GoogleSimulator } from '../simulator/google.ts';
import type { V2EnvVar } from '../simulator/run-types.ts';
import type { Passed, World } from './world.ts';
import { openWorld } from './world.ts';

const REGION = 'us-central1';
const PROJECTS = { dev: 'shop-dev', stage: 'shop-stage', prod: 'shop-prod' };
const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [${REGION}] }
  stage: { project: shop-stage, regions: [${REGION}] }
  prod: { project: shop-prod, regions: [${REGION}], protected: true }
compare: [[dev, prod], [stage, prod]]
services:
  api: { names: { dev: api, stage: api, prod: api }, serviceAccount: cr-api }
`;
const LACKS = `run.services/${REGION}/api template.containers.main.env.EXTRA`;
const EXTRA: V2EnvVar[] = [{ name: 'EXTRA', value: 'x' }];

let world: World;
beforeEach(async () => {
  world = await openWorld({ contract: CONTRACT, build });
  await world.pass();
});
afterEach(() => world.close());

function build({ estate }: GoogleSimulator): void {
  for (const [environment, project] of Object.entries(PROJECTS)) {
    estate.addProject(project, { locations: [REGION] });
    const serviceAccount = estate.addServiceAccount(project, 'cr-api');
    const env = environment === 'prod' ? [] : EXTRA;
    estate.addService(project, REGION, { name: 'api', template: { serviceAccount, containers: [{ env }] } });
  }
}

function setEnv(estate: SimulatedEstate, project: string, env: V2EnvVar[]): void {
  estate.updateService(project, REGION, 'api', (service) => {
    for (const container of service.template.containers ?? []) container.env = env;
  });
}

/** What is said in a pass of the key that prod lacks. */
const said = ({ transitions }: Passed) =>
  transitions
    .filter(({ environment, subject }) => environment === 'prod' && subject === LACKS)
    .map(({ kind }) => kind);

describe('what an environment lacks that two others have', () => {
  test.each(['dev', 'stage'] as const)('is the same while %s cannot be read', async (hidden) => {
    const { permissions } = world.google.estate.project(PROJECTS[hidden]);
    permissions.delete('run.services.list');
    expect(said(await world.pass())).toEqual([]);
    permissions.add('run.services.list');
    expect(said(await world.pass())).toEqual([]);
  });

  test.each(['dev', 'stage'] as const)('is the same while %s is being deployed', async (deployed) => {
    const { estate } = world.google;
    const again = { outcome: 'reconciling' as const };
    estate.updateService(
      PROJECTS[deployed],
      REGION,
      'api',
      ({ template }) => {
        template.labels = { deployed: 'now' };
      },
      again,
    );
    expect(said(await world.pass())).toEqual([]);
    estate.settleService(PROJECTS[deployed], REGION, 'api');
    expect(said(await world.pass())).toEqual([]);
  });

  test('is the same once only one of them has it', async () => {
    setEnv(world.google.estate, PROJECTS.dev, []);
    expect(said(await world.pass())).toEqual([]);
  });

  test('is over once none of them has it', async () => {
    for (const project of [PROJECTS.dev, PROJECTS.stage]) setEnv(world.google.estate, project, []);
    expect(said(await world.pass())).toEqual(['resolved']);
  });

  test('is over once it has it too, and back once it loses it, whoever is hidden', async () => {
    setEnv(world.google.estate, PROJECTS.prod, EXTRA);
    expect(said(await world.pass())).toContain('resolved');
    world.google.estate.project(PROJECTS.dev).permissions.delete('run.services.list');
    setEnv(world.google.estate, PROJECTS.prod, []);
    expect(said(await world.pass())).toEqual(['regressed']);
  });
});
