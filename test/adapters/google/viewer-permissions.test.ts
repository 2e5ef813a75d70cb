import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ALLOWLIST } from '../../../shared/adapters/google/allowlist.ts';
import { createTransport } from '../../../shared/adapters/google/transport.ts';
import { neededPermissions } from '../../../shared/adapters/google/viewer-needs.ts';
import { createPermissionProbe } from '../../../shared/adapters/google/viewer-permissions.ts';
import { CONTROLS, forbiddenOn } from '../../../shared/doctor/permissions.ts';
import type { ListedKind, PermissionProbe, ProbedResource } from '../../../shared/doctor/probe.ts';
import { MOST_PERMISSIONS } from '../../../shared/doctor/question.ts';
import type { GoogleSimulator } from '../../simulator/google.ts';
import { VIEWER_PERMISSIONS } from '../../simulator/model.ts';
import { fakeTime } from './fake-time.ts';
import { startShop } from './live-estate.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';

const ACCESS = 'secretmanager.versions.access';
const signal = new AbortController().signal;

function probeAt(endpoint: string): PermissionProbe {
  const transport = createTransport({
    auth: null,
    concurrency: 4,
    endpoint,
    time: fakeTime(),
    random: () => 0,
  });
  return createPermissionProbe(transport, 'viewer@ops.iam.gserviceaccount.com');
}

function resource(kind: ProbedResource['kind'], name: string, region: string | null = null): ProbedResource {
  return { kind, project: 'shop-prod', region, name };
}

function addWorkloads({ estate }: GoogleSimulator): void {
  const template = { template: { containers: [{ image: 'gcr.io/shop/task:1' }] } };
  estate.addJob('shop-prod', 'europe-west1', { name: 'nightly', template });
  estate.addWorkerPool('shop-prod', 'us-east1', { name: 'queue', ...template });
}

const ACCOUNT = 'cr-api@shop-prod.iam.gserviceaccount.com';
const PROJECT = resource('project', 'shop-prod');
const SINGLE: [string, ProbedResource, string, string][] = [
  [
    'a service',
    resource('service', 'api', 'us-central1'),
    'run.services.update',
    'locations/us-central1/services/api',
  ],
  ['a job', resource('job', 'nightly', 'us-central1'), 'run.jobs.run', 'locations/us-central1/jobs/nightly'],
  [
    'a worker pool',
    resource('workerPool', 'queue', 'us-central1'),
    'run.workerpools.update',
    'locations/us-central1/workerPools/queue',
  ],
  ['a secret', resource('secret', 'PLAID'), ACCESS, 'secrets/PLAID'],
  [
    'a secret of a region',
    resource('secret', 'PLAID', 'europe-west1'),
    ACCESS,
    'locations/europe-west1/secrets/PLAID',
  ],
  [
    'an account',
    resource('serviceAccount', ACCOUNT),
    'iam.serviceAccounts.actAs',
    `serviceAccounts/${ACCOUNT}`,
  ],
];

describe('against a simulated Google', () => {
  let shop: GoogleSimulator;
  let probe: PermissionProbe;
  beforeEach(async () => {
    shop = await startShop();
    probe = probeAt(shop.url);
  });
  afterEach(() => shop.close());

  test('a project answers which of the permissions the caller has', async () => {
    const asked = ['run.services.list', ACCESS];
    expect(await probe.ask(PROJECT, asked, signal)).toEqual({ ok: true, held: ['run.services.list'] });
    shop.estate.project('shop-prod').permissions.add(ACCESS);
    expect(await probe.ask(PROJECT, asked, signal)).toEqual({ ok: true, held: asked });
  });

  test.each(SINGLE)(
    '%s is asked by itself: what it grants alone is seen there only',
    async (_, one, permission, path) => {
      expect(await probe.ask(one, [permission], signal)).toEqual({ ok: true, held: [] });
      shop.estate.grantOnResource('shop-prod', `projects/shop-prod/${path}`, permission);
      expect(await probe.ask(one, [permission], signal)).toEqual({ ok: true, held: [permission] });
      expect(await probe.ask(PROJECT, [permission], signal)).toEqual({ ok: true, held: [] });
    },
  );

  test('a project that is not there answers with nothing', async () => {
    const nowhere = { ...PROJECT, project: 'shop-nowhere', name: 'shop-nowhere' };
    expect(await probe.ask(nowhere, ['run.services.list'], signal)).toEqual({ ok: true, held: [] });
  });

  test.each([
    ['denied', 'DENIED', 'shop-prod is closed to the identity that reads'],
    ['service-disabled', 'API_DISABLED', 'gcloud services enable cloudresourcemanager.googleapis.com'],
    ['unavailable', 'UNREACHABLE', '503'],
    ['malformed', 'ERROR', 'not a JSON object'],
  ] as const)('%s: is a gap that says what to do', async (kind, status, words) => {
    shop.faults.add({ kind, match: { path: /:testIamPermissions$/ } });
    const answer = await probe.ask(PROJECT, ['run.services.list'], signal);
    expect(answer).toEqual({ ok: false, gap: { status, detail: expect.stringContaining(words) } });
  });

  test.each([
    ['service', ['api in us-central1', 'web in us-central1']],
    ['secret', ['DB_URL', 'PLAID', 'STRIPE']],
    ['serviceAccount', [ACCOUNT, 'cr-web@shop-prod.iam.gserviceaccount.com']],
    ['job', ['nightly in europe-west1']],
    ['workerPool', ['queue in us-east1']],
  ] as const)('lists each %s by name', async (kind, names) => {
    addWorkloads(shop);
    const listed = await probe.list('shop-prod', kind, signal);
    if (!listed.ok) throw new Error(listed.gap.detail);
    const found = listed.members.map(({ name, region }) => (region === null ? name : `${name} in ${region}`));
    expect(found.sort()).toEqual(names);
  });

  test('lists the secrets of a region beside the global ones', async () => {
    shop.estate.addSecret('shop-prod', 'EU_ONLY', { location: 'europe-west1' });
    const listed = await probe.list('shop-prod', 'secret', signal);
    expect(listed).toMatchObject({ ok: true });
    if (listed.ok)
      expect(listed.members.filter(({ region }) => region !== null)).toEqual([
        { name: 'EU_ONLY', region: 'europe-west1' },
      ]);
  });

  test.each([
    ['the list of regions', /shop-prod\/locations$/],
    ['one region', /locations\/us-east1\/secrets$/],
  ])('secrets are not listed where %s is refused', async (_, path) => {
    shop.faults.add({ kind: 'denied', match: { path } });
    expect(await probe.list('shop-prod', 'secret', signal)).toMatchObject({
      ok: false,
      gap: { status: 'DENIED' },
    });
  });

  test('a list that dies after its first page, or leaves a region out, is no list', async () => {
    const list = async (kind: ListedKind) => {
      const listed = await probe.list('shop-prod', kind, signal);
      return listed.ok ? 'OK' : listed.gap.status;
    };
    expect(await list('apiKey')).toBe('OK');
    shop.faults.add({ kind: 'missing-second-page', match: { path: /secrets$/ } });
    shop.faults.add({ kind: 'unreachable-region', region: 'us-central1', match: { path: /locations\/-/ } });
    expect([await list('secret'), await list('service'), await list('serviceAccount')]).toEqual([
      'UNREACHABLE',
      'UNREACHABLE',
      'OK',
    ]);
  });

  test('asking changes nothing: no request but reads is sent', async () => {
    await Promise.all(SINGLE.map(([, one, permission]) => probe.ask(one, [permission], signal)));
    expect(shop.requests.map(({ kind }) => kind)).toEqual(SINGLE.map(() => 'read'));
  });
});

describe('an answer that was not understood', () => {
  let server: LocalServer;
  afterEach(() => server.close());

  test.each([
    ['permissions that are no list', { permissions: 'all' }],
    ['permissions that are no names', { permissions: [1] }],
  ])('%s', async (_, json) => {
    server = await startLocalServer(() => ({ json }));
    const answer = await probeAt(server.endpoint).ask(PROJECT, ['run.services.list'], signal);
    expect(answer).toMatchObject({ ok: false, gap: { status: 'ERROR' } });
  });

  test('a name that cannot stand in a path is a gap, and nothing is sent', async () => {
    server = await startLocalServer(() => ({ json: {} }));
    const odd = resource('secret', '../versions/1:access');
    const answer = await probeAt(server.endpoint).ask(odd, [ACCESS], signal);
    expect(answer).toMatchObject({ ok: false, gap: { status: 'ERROR' } });
    expect(server.received).toEqual([]);
  });
});

describe('what a capture needs', () => {
  const names = neededPermissions().map(({ permission }) => permission);

  test('is what the allowlist says, each permission once, with what it reads', () => {
    expect(new Set(names)).toEqual(
      new Set(ALLOWLIST.flatMap(({ permission, own }) => (permission === null || own ? [] : [permission]))),
    );
    expect(names).toEqual([...new Set(names)].sort());
    expect(neededPermissions().every(({ reads }) => reads.length > 0)).toBe(true);
  });

  test('is nothing a viewer must not have, and fits with that into one call', () => {
    const forbidden = forbiddenOn('project');
    expect(names.filter((name) => forbidden.includes(name))).toEqual([]);
    expect(names.length + forbidden.length).toBeLessThanOrEqual(MOST_PERMISSIONS);
  });

  test('holds every control of the single resources', () => {
    expect(
      Object.values(CONTROLS)
        .flat()
        .filter((control) => !names.includes(control)),
    ).toEqual([]);
  });

  test('is granted to the simulated viewer, who has nothing forbidden', () => {
    const optional = /^run\.domainmappings\./;
    expect(names.filter((name) => !VIEWER_PERMISSIONS.includes(name) && !optional.test(name))).toEqual([]);
    expect(forbiddenOn('project').filter((name) => VIEWER_PERMISSIONS.includes(name))).toEqual([]);
  });
});
