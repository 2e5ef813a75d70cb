import { afterEach, describe, expect, test } from '@jest/globals';
import type { GoogleSimulator } from '../simulator/google.ts';
import type { V2Container } from '../simulator/run-types.ts';
import { subjects } from './passed.ts';
import { PROD, REGION } from './shop.ts';
import { openWorld, type World } from './world.ts';

const DEV = 'shop-dev';
const CONTRACT = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: ${DEV}, regions: [${REGION}] }
  prod: { project: ${PROD}, regions: [${REGION}], protected: true }
compare: [[dev, prod]]
services:
  api:
    names: { dev: api, prod: api }
    serviceAccount: cr-api
    env: { MODE: { mustDiffer: true } }
`;
const ID = `run.services/${REGION}/api`;
const ENV = `${ID} template.containers.main.env`;
const SECRET = { secretKeyRef: { secret: 'TOKEN', version: 'latest' } };

/** In each pair of containers the first one's environment is dev's, and the finding is of the environment named. */
const DIFFERENCES: [string, { dev: Partial<V2Container>; prod: Partial<V2Container>; told: string }][] = [
  [
    'a key that prod lacks',
    { dev: { env: [{ name: 'EXTRA', value: 'x' }] }, prod: {}, told: `${ENV}.EXTRA` },
  ],
  ['a key that dev lacks', { dev: {}, prod: { env: [{ name: 'EXTRA', value: 'x' }] }, told: `${ENV}.EXTRA` }],
  [
    'a key that is a literal in prod and a secret in dev',
    {
      dev: { env: [{ name: 'THING', valueSource: SECRET }] },
      prod: { env: [{ name: 'THING', value: 'x' }] },
      told: `${ENV}.THING`,
    },
  ],
  [
    'a value that must differ',
    {
      dev: { env: [{ name: 'MODE', value: 'live' }] },
      prod: { env: [{ name: 'MODE', value: 'live' }] },
      told: `${ENV}.MODE`,
    },
  ],
  [
    'another image',
    { dev: { image: 'x/app:1' }, prod: { image: 'x/other:1' }, told: `${ID} template.containers.main.image` },
  ],
];

const HIDE: [string, (world: World, project: string) => () => void][] = [
  [
    'cannot be read',
    ({ google }, project) => {
      const { permissions } = google.estate.project(project);
      permissions.delete('run.services.list');
      return () => permissions.add('run.services.list');
    },
  ],
  [
    'is being deployed',
    ({ google: { estate } }, project) => {
      estate.updateService(
        project,
        REGION,
        'api',
        (service) => {
          service.template.labels = { deployed: 'now' };
        },
        { outcome: 'reconciling' },
      );
      return () => estate.settleService(project, REGION, 'api');
    },
  ],
];

let world: World;
afterEach(() => world.close());

function build({ estate }: GoogleSimulator, dev: Partial<V2Container>, prod: Partial<V2Container>): void {
  for (const [project, container] of [
    [DEV, dev],
    [PROD, prod],
  ] as const) {
    estate.addProject(project, { locations: [REGION] });
    estate.addSecret(project, 'TOKEN');
    const serviceAccount = estate.addServiceAccount(project, 'cr-api');
    estate.grantProjectRole(
      project,
      'roles/secretmanager.secretAccessor',
      `serviceAccount:${serviceAccount}`,
    );
    estate.addService(project, REGION, {
      name: 'api',
      template: { serviceAccount, containers: [{ image: 'x/app:1', ...container }] },
    });
  }
}

describe.each(DIFFERENCES)('%s', (_, { dev, prod, told }) => {
  describe.each([
    ['dev', DEV],
    ['prod', PROD],
  ])('while the service of %s', (_environment, project) => {
    test.each(HIDE)('%s, is not over', async (_why, hide) => {
      world = await openWorld({ contract: CONTRACT, build: (google) => build(google, dev, prod) });
      expect(subjects(await world.pass(), 'opened', 'violation')).toContain(told);
      const show = hide(world, project);
      const blind = await world.pass();
      expect(subjects(blind, 'resolved')).toEqual([]);
      expect(subjects(blind, 'unknown')).toContain(told);
      show();
      const seen = await world.pass();
      expect(subjects(seen, 'seen-again')).toContain(told);
      expect(subjects(seen, 'regressed')).toEqual([]);
    });
  });

  test('is over once both are alike', async () => {
    world = await openWorld({ contract: CONTRACT, build: (google) => build(google, dev, prod) });
    await world.pass();
    for (const project of [DEV, PROD])
      world.google.estate.updateService(project, REGION, 'api', (service) => {
        const [container] = service.template.containers ?? [];
        if (container === undefined) throw new Error('api has no container');
        container.image = 'x/app:1';
        container.env = [{ name: 'MODE', value: project }];
      });
    expect(subjects(await world.pass(), 'resolved')).toContain(told);
  });
});
