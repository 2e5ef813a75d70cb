import { request as httpRequest } from 'node:http';
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

describe('a request finds its API', () => {
  const forms: [name: string, path: string, host: string][] = [
    ['host as the first part of the path', `/${RUN}${SERVICES}`, '127.0.0.1'],
    ['an absolute URI, as a proxy gets it', `http://${RUN}${SERVICES}`, RUN],
    ['a Host header', SERVICES, RUN],
    ['the path alone', SERVICES, '127.0.0.1'],
    [
      'a regional host',
      `http://us-central1-${RUN}/apis/serving.knative.dev/v1/namespaces/jualuma-prod/services`,
      RUN,
    ],
  ];
  test.each(forms)('%s', async (_, path, host) => {
    const status = await new Promise((resolve, reject) => {
      const { port } = google;
      httpRequest({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
    expect(google.requests.at(-1)).toMatchObject({
      method: 'GET',
      kind: 'read',
      region: 'us-central1',
      authorization: false,
    });
  });

  test('a credential is noted as present and not kept', async () => {
    await fetch(at(RUN, SERVICES), { headers: { authorization: 'Bearer ya29.canary' } });
    expect(google.requests.at(-1)?.authorization).toBe(true);
    expect(JSON.stringify(google.requests)).not.toContain('canary');
  });
});

describe('refusals have the shape Google gives them', () => {
  test('v2 does not list services of all locations', async () => {
    const { status, json } = await ask(at(RUN, `/v2/${PROD}/locations/-/services`));
    expect([status, json.error.status]).toEqual([400, 'INVALID_ARGUMENT']);
  });

  test('a region that is not offered', async () => {
    const { status, json } = await ask(at(RUN, `/v2/${PROD}/locations/us-nowhere1/services`));
    expect([status, json.error.details[0].reason]).toEqual([403, 'LOCATION_POLICY_VIOLATED']);
  });

  test('a missing permission, taken away while the server runs', async () => {
    google.estate.project('jualuma-prod').permissions.delete('secretmanager.secrets.list');
    const { status, json } = await ask(at('secretmanager.googleapis.com', `/v1/${PROD}/secrets`));
    expect(status).toBe(403);
    expect(json.error.details[0]).toMatchObject({
      reason: 'IAM_PERMISSION_DENIED',
      metadata: { permission: 'secretmanager.secrets.list' },
    });
  });

  test('an API nobody enabled', async () => {
    google.estate.project('jualuma-prod').disabledApis.add('apikeys.googleapis.com');
    const { status, json } = await ask(at('apikeys.googleapis.com', `/v2/${PROD}/locations/global/keys`));
    expect(status).toBe(403);
    expect(json.error.details[0]).toMatchObject({
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'SERVICE_DISABLED',
      domain: 'googleapis.com',
      metadata: { service: 'apikeys.googleapis.com', consumer: 'projects/678067977394' },
    });
  });

  test('an unknown path', async () => {
    const { status, json } = await ask(at(RUN, '/v9/nothing'));
    expect([status, json.error.status, google.requests.at(-1)?.kind]).toEqual([404, 'NOT_FOUND', 'unknown']);
  });

  test('a service that is not there', async () => {
    expect((await ask(at(RUN, `${SERVICES}/nope`))).status).toBe(404);
  });

  test('a write is refused and recorded', async () => {
    const { status } = await ask(at(RUN, `${SERVICES}/jualuma-backend:setIamPolicy`), { policy: {} });
    expect([status, google.requests.at(-1)?.kind]).toEqual([403, 'write']);
  });

  test('more than 100 permissions, and wildcards', async () => {
    const url = at('cloudresourcemanager.googleapis.com', `/v3/${PROD}:testIamPermissions`);
    const many = Array.from({ length: 101 }, (_, index) => `run.services.p${index}`);
    expect((await ask(url, { permissions: many })).status).toBe(400);
    expect((await ask(url, { permissions: ['run.*'] })).status).toBe(400);
  });
});

describe('payloads are there, so that a test can prove nobody asks', () => {
  test('an API key string only through keyString', async () => {
    const [uid, key] = [...google.estate.project('jualuma-prod').apiKeys][0] ?? [];
    const { json } = await ask(
      at('apikeys.googleapis.com', `/v2/${PROD}/locations/global/keys/${uid}/keyString`),
    );
    expect(json).toEqual({ keyString: key?.keyString });
    expect(google.requests.at(-1)?.kind).toBe('payload');
    const list = await ask(at('apikeys.googleapis.com', `/v2/${PROD}/locations/global/keys`));
    expect(JSON.stringify(list.json)).not.toContain(key?.keyString);
  });

  test('a secret only through access', async () => {
    const path = `/v1/${PROD}/secrets/PLAID_SECRET/versions/latest:access`;
    const { json } = await ask(at('secretmanager.googleapis.com', path));
    expect(json.payload.data).toMatch(/^[\w+/=]+$/);
    expect(google.requests.at(-1)?.kind).toBe('payload');
  });
});

test('policies below version 3 hide their conditions', async () => {
  const condition = { title: 'until summer', expression: 'request.time < timestamp("2026-07-01T00:00:00Z")' };
  google.estate.grantProjectRole('jualuma-prod', 'roles/run.viewer', 'user:ops@example.com', condition);
  const url = at('cloudresourcemanager.googleapis.com', `/v3/${PROD}:getIamPolicy`);
  const blind = await ask(url, {});
  const seeing = await ask(url, { options: { requestedPolicyVersion: 3 } });
  expect(blind.json.bindings.at(-1).role).toMatch(/^roles\/run\.viewer_withcond_[0-9a-f]{20}$/);
  expect(blind.json.bindings.at(-1).condition).toBeUndefined();
  expect(seeing.json.bindings.at(-1)).toEqual({
    role: 'roles/run.viewer',
    members: ['user:ops@example.com'],
    condition,
  });
  expect(seeing.json.version).toBe(3);
});

test('pages follow each other without loss, and a made-up token is refused', async () => {
  const names: string[] = [];
  let token = '';
  do {
    const { json } = await ask(at(RUN, `${SERVICES}?pageSize=3&pageToken=${token}`));
    names.push(...json.services.map(({ name }: { name: string }) => name));
    token = json.nextPageToken ?? '';
  } while (token !== '');
  expect(names.map((name) => name.split('/').at(-1))).toEqual([
    'jualuma-backend',
    'frontend-app',
    'marketing-site',
    'support-portal',
  ]);
  expect((await ask(at(RUN, `${SERVICES}?pageToken=mine`))).status).toBe(400);
});

test('log entries are filtered, ordered and paged', async () => {
  for (const [index, service] of ['a', 'b', 'a'].entries()) {
    google.estate.addLogEntry('jualuma-prod', {
      timestamp: `2026-02-27T03:0${index}:00Z`,
      insertId: `id-${index}`,
      protoPayload: { serviceName: service },
    });
  }
  const url = at('logging.googleapis.com', '/v2/entries:list');
  const filter = 'timestamp>="2026-02-27T03:00:30Z" AND protoPayload.serviceName="a"';
  const { json } = await ask(url, { resourceNames: [PROD], filter, orderBy: 'timestamp desc' });
  expect(json.entries.map(({ insertId }: { insertId: string }) => insertId)).toEqual(['id-2']);
  expect((await ask(url, { resourceNames: [] })).status).toBe(400);
});
