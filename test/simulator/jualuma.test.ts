import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SimulatedEstate } from './estate.ts';
import { writeExports } from './exports.ts';
import { breakGlass, buildJualumaEstate, revert } from './jualuma.ts';
import type { V2Service } from './run-types.ts';

const PROD = 'jualuma-prod';
let estate: SimulatedEstate;

beforeEach(() => {
  estate = new SimulatedEstate();
  buildJualumaEstate(estate);
});

const posture = (service: V2Service) => ({
  name: service.name.split('/').at(-1),
  ingress: service.ingress,
  invokerIamDisabled: service.invokerIamDisabled ?? false,
  iapEnabled: service.iapEnabled ?? false,
  account: service.template.serviceAccount,
});
const keys = (project: string, name: string) =>
  estate.service(project, 'us-central1', name).template.containers[0]?.env?.map((entry) => entry.name);

describe('the estate is what the contract wants', () => {
  test('five services in dev and stage, four in prod', () => {
    expect(['jualuma-dev', 'jualuma-stage', PROD].map((project) => estate.services(project).length)).toEqual([
      5, 5, 4,
    ]);
  });

  test('prod is reached through the load balancer, without an invoker check', () => {
    for (const service of estate.services(PROD).map(posture)) {
      expect(service).toMatchObject({
        ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
        invokerIamDisabled: true,
        iapEnabled: false,
      });
    }
  });

  test('dev and stage stand behind IAP, the backend apart', () => {
    for (const service of ['jualuma-dev', 'jualuma-stage']
      .flatMap((project) => estate.services(project))
      .map(posture)) {
      const isBackend = service.name?.startsWith('jualuma-backend');
      expect(service).toMatchObject({
        ingress: 'INGRESS_TRAFFIC_ALL',
        invokerIamDisabled: isBackend,
        iapEnabled: !isBackend,
      });
    }
  });

  test('no service runs as the default compute account', () => {
    const accounts = [...estate.projects.keys()]
      .flatMap((project) => estate.services(project))
      .map((service) => posture(service).account);
    expect(accounts.every((account) => /^cr-(backend|frontend|approvals)@/.test(account ?? ''))).toBe(true);
  });

  test('the backend has the keys of the contract, the price in prod alone', () => {
    const common = ['APP_ENV', 'PLAID_ENV', 'DATABASE_URL', 'STRIPE_SECRET_KEY'];
    expect(keys('jualuma-dev', 'jualuma-backend')).toEqual(common);
    expect(keys('jualuma-stage', 'jualuma-backend-stage')).toEqual(common);
    expect(keys(PROD, 'jualuma-backend')).toEqual([...common, 'STRIPE_PRICE_PRO']);
  });

  test('web services have one set of keys', () => {
    const sets = [
      keys('jualuma-dev', 'jualuma-user-app'),
      keys('jualuma-stage', 'jualuma-user-app-stage'),
      keys(PROD, 'frontend-app'),
    ];
    expect(new Set(sets.map(String)).size).toBe(1);
  });

  test('every secret that is referenced has the enabled version', () => {
    for (const project of estate.projects.keys()) {
      const backend = estate.services(project).find(({ name }) => name.includes('/jualuma-backend'));
      for (const entry of backend?.template.containers[0]?.env ?? []) {
        const reference = entry.valueSource?.secretKeyRef;
        if (reference === undefined) continue;
        const { versions } = estate.secret(project, reference.secret);
        const wanted =
          reference.version === 'latest'
            ? versions[0]
            : versions.find(({ name }) => String(name).endsWith(`/${reference.version}`));
        expect(wanted?.state).toBe('ENABLED');
      }
    }
  });
});

describe('the break-glass actions', () => {
  const state = () => [
    estate.services(PROD).map(posture),
    estate.services(PROD).map(({ template }) => template),
    estate.secret(PROD, 'PLAID_SECRET').versions.length,
  ];

  test('open prod, move the backend, add a version', () => {
    breakGlass(estate);
    const services = estate.services(PROD).map(posture);
    expect(
      services.every(
        ({ ingress, invokerIamDisabled }) => ingress === 'INGRESS_TRAFFIC_ALL' && invokerIamDisabled,
      ),
    ).toBe(true);
    expect(services.find(({ name }) => name === 'jualuma-backend')?.account).toBe(
      '678067977394-compute@developer.gserviceaccount.com',
    );
    expect(estate.secret(PROD, 'PLAID_SECRET').versions).toHaveLength(2);
    expect(estate.service(PROD, 'us-central1', 'frontend-app').lastModifier).toBe('ops@example.com');
  });

  test('leave dev and stage alone', () => {
    const before = ['jualuma-dev', 'jualuma-stage'].flatMap((project) => estate.services(project));
    breakGlass(estate);
    expect(['jualuma-dev', 'jualuma-stage'].flatMap((project) => estate.services(project))).toEqual(before);
  });

  test('are undone by the revert, also a second time', () => {
    const before = state();
    for (const _ of [1, 2]) {
      breakGlass(estate);
      revert(estate);
      expect(state()).toEqual(before);
    }
  });
});

describe('exports', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'exports-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const read = (path: string) => JSON.parse(readFileSync(join(dir, path), 'utf8'));

  test('hold one folder a project with what gcloud prints', async () => {
    await writeExports(estate, dir);
    expect(readdirSync(dir).sort()).toEqual(['jualuma-dev', PROD, 'jualuma-stage']);
    expect(readdirSync(join(dir, PROD)).sort()).toEqual([
      'api-keys.json',
      'project-iam.json',
      'run-iam',
      'run-services.json',
      'secret-iam',
      'secret-versions',
      'secrets.json',
      'service-account-keys',
      'service-accounts.json',
    ]);
    expect(read(`${PROD}/run-services.json`)[0].kind).toBe('Service');
  });

  test('of v2 hold the REST list; descriptions and revisions on request', async () => {
    await writeExports(estate, dir, { services: 'v2', describe: true, revisions: true });
    expect(read(`${PROD}/run-services.json`).services).toHaveLength(4);
    expect(read(`${PROD}/run-services/frontend-app.json`).uid).toBe(
      estate.service(PROD, 'us-central1', 'frontend-app').uid,
    );
    expect(existsSync(join(dir, PROD, 'run-revisions', 'frontend-app.json'))).toBe(true);
  });

  test('never hold a key string or a payload', async () => {
    await writeExports(estate, dir, { describe: true });
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const everything = files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('');
    const strings = [...estate.projects.values()].flatMap(({ apiKeys }) =>
      [...apiKeys.values()].map(({ keyString }) => keyString),
    );
    expect(strings.some((text) => everything.includes(text))).toBe(false);
  });
});
