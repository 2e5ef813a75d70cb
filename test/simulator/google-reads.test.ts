import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ask } from './ask.ts';
import { type GoogleSimulator, startGoogleSimulator } from './google.ts';
import { buildJualumaEstate } from './jualuma.ts';

const RUN = 'run.googleapis.com';
const PROD = 'projects/jualuma-prod';
const SERVICES = `/v2/${PROD}/locations/us-central1/services`;
let google: GoogleSimulator;

beforeEach(async () => {
  google = await startGoogleSimulator();
  buildJualumaEstate(google.estate);
});
afterEach(() => google.close());

const at = (host: string, path: string) => `${google.url}/${host}${path}`;

describe('every read the monitor makes', () => {
  const reads: [
    name: string,
    host: string,
    path: string,
    body: unknown,
    seen: (json: never) => unknown,
    expected: unknown,
  ][] = [
    ['v2 services', RUN, SERVICES, undefined, (j: { services: unknown[] }) => j.services.length, 4],
    [
      'v2 services of an empty region',
      RUN,
      `/v2/${PROD}/locations/us-east1/services`,
      undefined,
      (j) => j,
      {},
    ],
    [
      'v1 discovery',
      RUN,
      `/v1/${PROD}/locations/-/services`,
      undefined,
      (j: { items: unknown[] }) => j.items.length,
      4,
    ],
    [
      'v1 locations',
      RUN,
      `/v1/${PROD}/locations`,
      undefined,
      (j: { locations: { name: string }[] }) => j.locations[0]?.name,
      'jualuma-prod/locations/europe-west1',
    ],
    [
      'service policy',
      RUN,
      `/v2/projects/jualuma-dev/locations/us-central1/services/jualuma-user-app:getIamPolicy?options.requestedPolicyVersion=3`,
      undefined,
      (j: { bindings: { role: string }[] }) => j.bindings[0]?.role,
      'roles/run.invoker',
    ],
    [
      'a policy nobody set',
      RUN,
      `${SERVICES}/jualuma-backend:getIamPolicy`,
      undefined,
      (j) => j,
      { etag: 'ACAB' },
    ],
    [
      'project',
      'cloudresourcemanager.googleapis.com',
      `/v3/${PROD}`,
      undefined,
      (j: { name: string }) => j.name,
      'projects/678067977394',
    ],
    [
      'project policy',
      'cloudresourcemanager.googleapis.com',
      `/v3/${PROD}:getIamPolicy`,
      { options: { requestedPolicyVersion: 3 } },
      (j: { bindings: unknown[] }) => j.bindings.length,
      13,
    ],
    [
      'permissions',
      'cloudresourcemanager.googleapis.com',
      `/v3/${PROD}:testIamPermissions`,
      { permissions: ['run.services.list', 'run.services.delete'] },
      (j) => j,
      { permissions: ['run.services.list'] },
    ],
    [
      'permissions of a project that does not exist',
      'cloudresourcemanager.googleapis.com',
      '/v3/projects/nope:testIamPermissions',
      { permissions: ['run.services.list'] },
      (j) => j,
      {},
    ],
    [
      'accounts',
      'iam.googleapis.com',
      `/v1/${PROD}/serviceAccounts?pageSize=100`,
      undefined,
      (j: { accounts: unknown[] }) => j.accounts.length,
      4,
    ],
    [
      'user-managed keys',
      'iam.googleapis.com',
      `/v1/${PROD}/serviceAccounts/cr-backend@jualuma-prod.iam.gserviceaccount.com/keys?keyTypes=USER_MANAGED`,
      undefined,
      (j) => j,
      {},
    ],
    [
      'all keys',
      'iam.googleapis.com',
      `/v1/projects/-/serviceAccounts/cr-backend%40jualuma-prod.iam.gserviceaccount.com/keys`,
      undefined,
      (j: { keys: { keyType: string }[] }) => j.keys[0]?.keyType,
      'SYSTEM_MANAGED',
    ],
    [
      'secrets',
      'secretmanager.googleapis.com',
      `/v1/${PROD}/secrets`,
      undefined,
      (j: { totalSize: number }) => j.totalSize,
      3,
    ],
    [
      'versions',
      'secretmanager.googleapis.com',
      `/v1/${PROD}/secrets/STRIPE_SECRET_KEY/versions`,
      undefined,
      (j: { versions: { state: string }[] }) => j.versions.map(({ state }) => state),
      ['ENABLED', 'DISABLED', 'DESTROYED'],
    ],
    [
      'secret policy',
      'secretmanager.googleapis.com',
      `/v1/${PROD}/secrets/PLAID_SECRET:getIamPolicy`,
      undefined,
      (j) => j,
      { etag: 'ACAB' },
    ],
    [
      'API keys',
      'apikeys.googleapis.com',
      `/v2/${PROD}/locations/global/keys`,
      undefined,
      (j: { keys: { displayName: string }[] }) => j.keys[0]?.displayName,
      'Browser key prod (auth)',
    ],
    ['log entries', 'logging.googleapis.com', '/v2/entries:list', { resourceNames: [PROD] }, (j) => j, {}],
  ];
  test.each(reads)('%s', async (_, host, path, body, seen, expected) => {
    const { status, json } = await ask(at(host, path), body);
    expect(status).toBe(200);
    expect(seen(json as never)).toEqual(expected);
    expect(google.requests.at(-1)?.kind).toBe('read');
  });
});

describe('what an estate holds beyond services', () => {
  test('regional secrets answer at their own endpoint, and not at the global one', async () => {
    google.estate.addSecret('jualuma-prod', 'EU_TOKEN', { location: 'europe-west1' });
    const regional = at(
      'secretmanager.europe-west1.rep.googleapis.com',
      `/v1/${PROD}/locations/europe-west1/secrets`,
    );
    const { json } = await ask(regional);
    expect(json.secrets.map(({ name }: { name: string }) => name)).toEqual([
      'projects/678067977394/locations/europe-west1/secrets/EU_TOKEN',
    ]);
    expect((await ask(`${regional}/EU_TOKEN/versions`)).json.totalSize).toBe(1);
    expect(
      JSON.stringify((await ask(at('secretmanager.googleapis.com', `/v1/${PROD}/secrets`))).json),
    ).not.toContain('EU_TOKEN');
  });

  test('jobs and worker pools, where there are any', async () => {
    const jobs = at(RUN, `/v2/${PROD}/locations/us-central1/jobs`);
    const pools = at(RUN, `/v2/${PROD}/locations/us-central1/workerPools`);
    expect([(await ask(jobs)).json, (await ask(pools)).json]).toEqual([{}, {}]);
    google.estate.addJob('jualuma-prod', 'us-central1', {
      name: 'nightly',
      template: { template: { maxRetries: 0 } },
    });
    google.estate.addWorkerPool('jualuma-prod', 'us-central1', {
      name: 'queue',
      template: { containers: [{ image: 'i' }] },
    });
    expect((await ask(jobs)).json.jobs[0].name).toBe(`${PROD}/locations/us-central1/jobs/nightly`);
    expect((await ask(pools)).json.workerPools[0].name).toBe(
      `${PROD}/locations/us-central1/workerPools/queue`,
    );
    expect((await ask(at(RUN, `/v2/${PROD}/locations/-/workerPools`))).status).toBe(400);
  });

  test('revisions, newest first', async () => {
    google.estate.redeploy('jualuma-prod', 'us-central1', 'frontend-app');
    const { json } = await ask(at(RUN, `${SERVICES}/frontend-app/revisions`));
    expect(json.revisions.map(({ name }: { name: string }) => name.match(/-0000\d-/)?.[0])).toEqual([
      '-00002-',
      '-00001-',
    ]);
  });

  test('domain mappings need a permission the viewer lacks', async () => {
    google.estate.addDomainMapping('jualuma-prod', 'us-central1', {
      domain: 'api.jualuma.com',
      service: 'jualuma-backend',
    });
    const mappings = at(RUN, '/apis/domains.cloudrun.com/v1/namespaces/jualuma-prod/domainmappings');
    expect((await ask(mappings)).status).toBe(403);
    google.estate.project('jualuma-prod').permissions.add('run.domainmappings.list');
    expect((await ask(mappings)).json.items[0].spec.routeName).toBe('jualuma-backend');
  });

  test('a permission on one secret alone is seen there and nowhere else', async () => {
    const secret = `${PROD}/secrets/PLAID_SECRET`;
    google.estate.grantOnResource('jualuma-prod', secret, 'secretmanager.versions.access');
    const permissions = ['secretmanager.versions.access', 'secretmanager.secrets.list'];
    const test = (host: string, path: string) => ask(at(host, `${path}:testIamPermissions`), { permissions });
    expect((await test('secretmanager.googleapis.com', `/v1/${secret}`)).json.permissions).toEqual(
      permissions,
    );
    expect((await test('cloudresourcemanager.googleapis.com', `/v3/${PROD}`)).json.permissions).toEqual([
      'secretmanager.secrets.list',
    ]);
  });
});
