import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { ALLOWLIST, type AllowedRequest } from '../../shared/adapters/google/allowlist.ts';
import { createGoogleSource } from '../../shared/adapters/google/source.ts';
import { createTransport } from '../../shared/adapters/google/transport.ts';
import type { ScopeOutcome } from '../../shared/estate/source.ts';
import { type LocalServer, type Received, startLocalServer } from '../adapters/google/local-server.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import type { SimulatedRequest } from '../simulator/google-request.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';
import { HOSTILE_NAMES, hostileAnswers } from './hostile.ts';
import { gapsOf } from './passed.ts';
import { openWorld, type World } from './world.ts';

const PROJECTS = ['jualuma-dev', 'jualuma-stage', 'jualuma-prod'];
const CANARY = 'canary-token-3b1f';
let world: World;
afterEach(() => world?.close());

/** The whole of jualuma and one of everything else that can be listed, each list in pages of two. */
async function openJualuma(): Promise<World> {
  world = await openWorld({
    trail: true,
    contract: readFileSync('contracts/jualuma.yaml', 'utf8'),
    simulator: { pageSize: 2, validate: true },
    build: ({ estate }) => {
      buildJualumaEstate(estate);
      for (const project of PROJECTS) addTheRest(estate, project);
    },
  });
  return world;
}

/** What jualuma has none of: other regions, what is not called, what serves in place of a template. */
function addTheRest(estate: SimulatedEstate, project: string): void {
  const place = [project, 'us-central1'] as const;
  const containers = [{ image: 'us-docker.pkg.dev/jualuma/tools:1' }];
  estate.addService(project, 'europe-west1', { name: 'stray' });
  estate.redeploy(project, 'europe-west1', 'stray', { outcome: 'failed' });
  estate.addJob(...place, { name: 'nightly', template: { template: { containers } } });
  estate.addWorkerPool(...place, { name: 'queue', template: { containers } });
  estate.addDomainMapping(...place, { domain: 'a.example.com', service: 'jualuma-backend' });
  for (const name of ['A', 'B', 'C'])
    estate.addSecret(project, name, { location: 'us-central1', versions: 3 });
  estate.project(project).permissions.add('run.domainmappings.list');
}

/** A change somebody made by hand. */
function openIngress(estate: SimulatedEstate): void {
  estate.updateService('jualuma-prod', 'us-central1', 'frontend-app', (service) => {
    service.ingress = 'INGRESS_TRAFFIC_ALL';
  });
}

/** The table read anew, by other means than the transport's own. */
function rowsOf(request: SimulatedRequest): AllowedRequest[] {
  const asked = request.path.split('/');
  return ALLOWLIST.filter(({ method, host, path, query }) => {
    const template = path.split('/');
    return (
      method === request.method &&
      fitsHost(host, request.address ?? '') &&
      template.length === asked.length &&
      template.every((segment, index) => fitsSegment(segment, asked[index] ?? '')) &&
      Object.keys(request.query).every((name) => query.includes(name))
    );
  });
}

function fitsHost(template: string, host: string): boolean {
  const [before = '', after = ''] = template.split('{region}');
  return template.includes('{region}')
    ? host.startsWith(before) &&
        host.endsWith(after) &&
        /^[a-z0-9-]+$/.test(host.slice(before.length, -after.length))
    : host === template;
}

/** `{secret}:getIamPolicy` fits `PLAID_SECRET:getIamPolicy`, and nothing with another verb. */
function fitsSegment(template: string, segment: string): boolean {
  const verb = (text: string) => text.split(':')[1] ?? '';
  return template.startsWith('{')
    ? verb(template) === verb(segment) && segment.split(':')[0] !== ''
    : template === segment;
}

describe('every request of a whole pass', () => {
  test('stands on exactly one row of the allowlist, reads, and carries no credentials', async () => {
    const { google } = await openJualuma();
    const passed = await world.pass();
    expect(gapsOf(passed)).toEqual([]);
    expect(google.requests.length).toBeGreaterThan(80);
    for (const request of google.requests) {
      expect({ request, rows: rowsOf(request).length }).toEqual({ request, rows: 1 });
      expect(request).toMatchObject({ kind: 'read', status: 200, authorization: false });
      expect(request.method === 'GET' || /:(?:getIamPolicy|testIamPermissions)$/.test(request.path)).toBe(
        true,
      );
    }
  });

  test('together use every row that needs a permission: the monitor may ask nothing it does not need', async () => {
    const { google } = await openJualuma();
    await world.pass();
    const first = google.requests.flatMap(rowsOf);
    openIngress(google.estate);
    await world.pass();
    const used = new Set([...first, ...google.requests.flatMap(rowsOf)]);
    const unused = ALLOWLIST.filter((row) => row.permission !== null && !row.own && !used.has(row));
    expect(unused.map(({ method, host, path }) => `${method} ${host}${path}`)).toEqual([]);
  });

  test('are made once: no page, policy or list twice', async () => {
    await openJualuma();
    const { asked } = await world.pass();
    expect(asked.filter((line, index) => asked.indexOf(line) !== index)).toEqual([]);
  });
});

describe('the permissions of the allowlist', () => {
  const needed = [...new Set(ALLOWLIST.flatMap(({ permission, own }) => (own ? [] : (permission ?? []))))];

  test('are enough for a pass without a gap', async () => {
    const { google } = await openJualuma();
    for (const project of PROJECTS) restrict(google.estate.project(project).permissions, needed);
    expect(gapsOf(await world.pass())).toEqual([]);
  });

  test.each(needed)('%s: without it there is a gap that names it', async (permission) => {
    const { google } = await openJualuma();
    const others = needed.filter((one) => one !== permission);
    restrict(google.estate.project('jualuma-prod').permissions, others);
    const first = await world.pass();
    openIngress(google.estate);
    // Who made a change is asked where there is one.
    const { report } = permission === 'logging.logEntries.list' ? await world.pass() : first;
    const gaps = report.coverage.filter(({ status }) => status !== 'OK');
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) {
      // No predefined role shows domain mappings: without it they are not visible, and no more.
      const status = gap.resource === 'run.domainMappings' ? /^(?:DENIED|NOT_CAPTURED)$/ : /^DENIED$/;
      expect(gap).toMatchObject({ environment: 'prod', status: expect.stringMatching(status) });
      expect(gap.detail).toContain(`${permission} is missing in jualuma-prod`);
    }
  });
});

function restrict(held: Set<string>, to: string[]): void {
  held.clear();
  for (const permission of to) held.add(permission);
}

describe('an endpoint override', () => {
  let server: LocalServer;
  afterEach(() => server?.close());

  test('gets no token: credentials are not even asked for', async () => {
    let asked = 0;
    const headers = async () => {
      asked += 1;
      return {
        ok: true as const,
        headers: { authorization: `Bearer ${CANARY}`, 'x-goog-user-project': CANARY },
      };
    };
    server = await startLocalServer(() => ({ json: {} }));
    await readAll(server, { auth: { headers } });
    expect(server.received.length).toBeGreaterThan(5);
    expect(JSON.stringify(server.received)).not.toContain(CANARY);
    for (const { headers: sent } of server.received) expect(sent).not.toHaveProperty('authorization');
    expect(asked).toBe(0);
  });

  test.each([
    'http://192.0.2.1:9090',
    'http://localhost.evil.example',
    'https://127.0.0.1:9090',
    'http://user@127.0.0.1:9090',
    'http://127.0.0.1.evil.example:9090',
    'http://0.0.0.0:9090',
    'http://[::ffff:127.0.0.1]:9090',
  ])('elsewhere than on this machine is refused: %s', (endpoint) => {
    expect(() => createTransport({ auth: null, concurrency: 1, endpoint })).toThrow(/loopback/);
  });
});

describe('anything else', () => {
  let server: LocalServer;
  afterEach(() => server?.close());

  test.each([
    ['a payload', 'secretmanager.googleapis.com', '/v1/projects/p/secrets/S/versions/latest:access'],
    ['a key string', 'apikeys.googleapis.com', '/v2/projects/p/locations/global/keys/k/keyString'],
    [
      'a key string as a verb',
      'apikeys.googleapis.com',
      '/v2/projects/p/locations/global/keys/k:getKeyString',
    ],
    ['a token', 'iamcredentials.googleapis.com', '/v1/projects/-/serviceAccounts/a@b.c:generateAccessToken'],
    ['a policy to be set', 'run.googleapis.com', '/v2/projects/p/locations/r/services/s:setIamPolicy'],
    ['a project policy to be set', 'cloudresourcemanager.googleapis.com', '/v3/projects/p:setIamPolicy'],
    ['a job to be run', 'run.googleapis.com', '/v2/projects/p/locations/r/jobs/j:run'],
    ['a new key', 'iam.googleapis.com', '/v1/projects/p/serviceAccounts/a@b.c/keys'],
    ['a new service', 'run.googleapis.com', '/v2/projects/p/locations/us-central1/services'],
    ['objects of a bucket', 'storage.googleapis.com', '/storage/v1/b/bucket/o'],
    ['the metadata server', '169.254.169.254', '/computeMetadata/v1/instance/service-accounts/default/token'],
    ['another server', '127.0.0.1:1', '/v1/projects/p/secrets'],
  ])('%s throws before the socket', async (_, host, path) => {
    server = await startLocalServer(() => ({ json: {} }));
    const sent: unknown[] = [];
    const transport = createTransport({
      auth: null,
      concurrency: 4,
      endpoint: server.endpoint,
      fetch: async (...request) => {
        sent.push(request);
        return fetch(...request);
      },
    });
    await expect(transport.post({ host, path, body: {} })).rejects.toMatchObject({
      code: 'FORBIDDEN_REQUEST',
    });
    // A list is read with GET on the path that creates with POST.
    if (!path.endsWith('/services') && !path.endsWith('/keys'))
      await expect(transport.get({ host, path })).rejects.toMatchObject({ code: 'FORBIDDEN_REQUEST' });
    expect({ sent, received: server.received, calls: transport.stats().calls }).toEqual({
      sent: [],
      received: [],
      calls: 0,
    });
  });

  test.each(HOSTILE_NAMES)('that a name in an answer leads a reader to is not sent: %j', async (name) => {
    server = await startLocalServer(hostileAnswers(name));
    const outcomes = await readAll(server);
    for (const line of server.received.map(lineOf)) expect(LISTS).toContain(line);
    expect(
      outcomes.filter(({ status, gaps }) => status !== 'OK' || Object.keys(gaps).length > 0),
    ).not.toEqual([]);
  });

  test.each(['p/secrets/S/versions/1:access?', '../../v1/projects/q', 'p#', 'p%2Fsecrets', 'P', '', '-'])(
    'that a project id would lead a reader to is not sent: %j',
    async (project) => {
      server = await startLocalServer(() => ({ json: {} }));
      const outcomes = await readAll(server, { project });
      expect(server.received).toEqual([]);
      expect(outcomes.length).toBeGreaterThan(4);
      for (const outcome of outcomes) {
        expect(outcome.status).toBe('ERROR');
        expect(outcome.detail).toContain('refused to send');
      }
    },
  );

  test('has no way out: nothing but the transport opens a connection to Google', () => {
    const folder = 'shared/adapters/google';
    const opens =
      /\bfetch\b|from 'node:(?:https?2?|net|tls|dgram|child_process)'|undici|gaxios|@google-cloud|googleapis'/;
    const files = readdirSync(folder).filter((file) => opens.test(readFileSync(join(folder, file), 'utf8')));
    expect(files.sort()).toEqual(['exchange.ts', 'transport.ts']);
    const sources = ['shared', 'functions'].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => join(root, file)),
    );
    // Of the logging package only the parts that format a line are loaded; they open no connection.
    const formatters = 'logging/build/src/(?:entry|log-sync|utils/instrumentation)[.]js';
    const clients = new RegExp(
      `(?:from |import\\()'(?:@google-cloud/(?!firestore|functions-framework|${formatters})|@?googleapis|google-gax)`,
    );
    const generated = sources.filter(
      (file) => file.endsWith('.ts') && clients.test(readFileSync(file, 'utf8')),
    );
    expect(generated).toEqual([]);
  });
});

/** The lists a pass begins with, as they are asked for of a project of which nothing is known. */
const LISTS = ALLOWLIST.map(({ method, host, path }) => `${method} ${host}${path}`)
  .map((line) => line.replaceAll('{project}', 'shop-prod').replaceAll('{region}', 'us-central1'))
  .filter((line) => !line.includes('{'));

function lineOf({ method, host, path }: Received): string {
  return `${method} ${host}${path}`;
}

/** Lets every reader read one environment from a server. */
async function readAll(
  server: LocalServer,
  options: { project?: string; auth?: Parameters<typeof createTransport>[0]['auth'] } = {},
): Promise<ScopeOutcome[]> {
  const { project = 'shop-prod', auth = null } = options;
  const transport = createTransport({
    auth,
    concurrency: 8,
    endpoint: server.endpoint,
    retry: { retries: 0 },
  });
  const target = { environment: 'prod', project, regions: ['us-central1'] };
  return createGoogleSource(transport).read(target, () => undefined, new AbortController().signal);
}
