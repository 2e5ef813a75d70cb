import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GoogleSimulator } from '../simulator/google.ts';
import { openWorld, type Passed, type World } from './world.ts';

const PROJECT = 'shop-all';
const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: ${PROJECT}, regions: [us-central1] }
  prod: { project: ${PROJECT}, regions: [us-central1], protected: true }
services:
  api: { names: { dev: api-dev, prod: api }, serviceAccount: cr-api }
`;
const GUEST = { bindings: [{ role: 'roles/run.viewer', members: ['user:guest@example.com'] }] };

const NAMES = { dev: 'api-dev', prod: 'api' };
const REGION = 'us-central1';

let world: World;

function build({ estate }: GoogleSimulator): void {
  estate.addProject(PROJECT, { locations: [REGION] });
  const serviceAccount = estate.addServiceAccount(PROJECT, 'cr-api');
  for (const name of [...Object.values(NAMES), 'stray'])
    estate.addService(PROJECT, REGION, { name, template: { serviceAccount } });
}

const drifts = ({ told }: Passed) =>
  told
    .flatMap(({ message }) => message.items)
    .filter(({ finding }) => finding.kind === 'drift')
    .map(({ finding }) => `${finding.environment} ${finding.resource} ${finding.path}`);

describe('environments of one project', () => {
  beforeEach(async () => {
    world = await openWorld({ contract: CONTRACT, build });
    await world.pass();
  });
  afterEach(() => world.close());

  test.each(['dev', 'prod'] as const)(
    'what happens to a service of %s is told there alone',
    async (owner) => {
      const { estate } = world.google;
      estate.updateService(PROJECT, REGION, NAMES[owner], (service) => {
        service.ingress = 'INGRESS_TRAFFIC_INTERNAL_ONLY';
      });
      estate.setServicePolicy(PROJECT, REGION, NAMES[owner], GUEST);
      const id = `run.services/${REGION}/${NAMES[owner]}`;
      const grant = 'iamPolicy.bindings["roles/run.viewer"]["user:guest@example.com"]';
      expect(drifts(await world.pass())).toEqual([`${owner} ${id} ${grant}`, `${owner} ${id} ingress`]);
      expect((await world.pass()).transitions).toEqual([]);
    },
  );

  test('what happens to a service of nobody is told to both', async () => {
    world.google.estate.updateService(PROJECT, REGION, 'stray', (service) => {
      service.description = 'changed';
    });
    expect(drifts(await world.pass()).toSorted()).toEqual([
      `dev run.services/${REGION}/stray description`,
      `prod run.services/${REGION}/stray description`,
    ]);
  });
});
