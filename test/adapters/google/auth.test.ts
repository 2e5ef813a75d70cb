import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { OAuth2Client } from 'google-auth-library';
import { createTokenProvider } from '../../../shared/adapters/google/auth.ts';
import { googleError } from './google-errors.ts';
import { type LocalServer, type Reply, startLocalServer } from './local-server.ts';

const VIEWER = 'plumbline-viewer@ops.iam.gserviceaccount.com';
const NEVER = new AbortController().signal;

let server: LocalServer | undefined;
afterEach(() => server?.close());

/** The caller's own identity: a token that needs no server. */
async function ownClient(quotaProjectId?: string): Promise<OAuth2Client> {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: 'own-token', expiry_date: Date.now() + 3_600_000 });
  if (quotaProjectId !== undefined) {
    client.quotaProjectId = quotaProjectId;
  }
  return client;
}

async function impersonating(reply: Reply) {
  server = await startLocalServer(() => reply);
  return createTokenProvider({
    impersonate: VIEWER,
    ownClient,
    credentialsEndpoint: `${server.endpoint}/iamcredentials`,
  });
}

const GRANTED: Reply = { json: { accessToken: 'viewer-token', expireTime: '2099-01-01T00:00:00Z' } };

test('the own identity is sent as a bearer token', async () => {
  const provider = createTokenProvider({ impersonate: null, ownClient });
  expect(await provider.headers(NEVER)).toEqual({ ok: true, headers: { authorization: 'Bearer own-token' } });
});

test("a person's credentials name the project that pays", async () => {
  const provider = createTokenProvider({ impersonate: null, ownClient: () => ownClient('ops-project') });
  expect(await provider.headers(NEVER)).toEqual({
    ok: true,
    headers: { authorization: 'Bearer own-token', 'x-goog-user-project': 'ops-project' },
  });
});

test('the viewer is impersonated, and asked for once however many requests wait', async () => {
  const provider = await impersonating(GRANTED);
  const all = await Promise.all(Array.from({ length: 24 }, () => provider.headers(NEVER)));
  expect(all).toEqual(Array(24).fill({ ok: true, headers: { authorization: 'Bearer viewer-token' } }));
  await provider.headers(NEVER);
  expect(server?.log()).toEqual([
    `POST iamcredentials/v1/projects/-/serviceAccounts/${VIEWER}:generateAccessToken`,
  ]);
  expect(JSON.parse(server?.received[0]?.body ?? '')).toMatchObject({
    scope: ['https://www.googleapis.com/auth/cloud-platform'],
    lifetime: '3600s',
  });
});

describe('a failure is a gap in words, without a token', () => {
  test.each([
    [
      'may not impersonate',
      googleError(403, 'PERMISSION_DENIED', 'canary'),
      'DENIED',
      'roles/iam.serviceAccountTokenCreator',
    ],
    ['no such account', googleError(404, 'NOT_FOUND', 'canary'), 'DENIED', VIEWER],
    [
      'the own token has expired',
      googleError(401, 'UNAUTHENTICATED', 'canary'),
      'ERROR',
      'application-default login',
    ],
  ] as const)('%s', async (_, reply, status, words) => {
    const provider = await impersonating(reply);
    const answer = await provider.headers(NEVER);
    expect(answer).toEqual({ ok: false, gap: { status, detail: expect.stringContaining(words) } });
    expect(JSON.stringify(answer)).not.toMatch(/canary|own-token/);
  });

  test.each([
    [
      'no credentials',
      new Error('Could not load the default credentials. Browse to https://…'),
      'ERROR',
      'gcloud auth application-default login',
    ],
    ['revoked', Object.assign(new Error('invalid_grant'), { response: { status: 400 } }), 'ERROR', 'expired'],
    [
      'network',
      Object.assign(new Error('request to https://oauth2 failed, Bearer canary'), { code: 'ENOTFOUND' }),
      'UNREACHABLE',
      'no access token',
    ],
    ['not an error', 'canary', 'UNREACHABLE', 'no access token'],
  ] as const)('%s', async (_, thrown, status, words) => {
    const provider = createTokenProvider({ impersonate: null, ownClient: () => Promise.reject(thrown) });
    const answer = await provider.headers(NEVER);
    expect(answer).toEqual({ ok: false, gap: { status, detail: expect.stringContaining(words) } });
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  test('one failure is not for ever', async () => {
    let broken = true;
    const provider = createTokenProvider({
      impersonate: null,
      ownClient: () => (broken ? Promise.reject(new Error('network')) : ownClient()),
    });
    expect(await provider.headers(NEVER)).toMatchObject({ ok: false });
    broken = false;
    expect(await provider.headers(NEVER)).toMatchObject({ ok: true });
  });

  test('a token server that says nothing is not waited for', async () => {
    const silent = createTokenProvider({
      impersonate: null,
      ownClient: () => new Promise(() => undefined),
      timeoutMs: 20,
    });
    expect(await silent.headers(NEVER)).toMatchObject({ ok: false, gap: { status: 'UNREACHABLE' } });
    expect(await silent.headers(AbortSignal.abort())).toMatchObject({
      ok: false,
      gap: { status: 'UNREACHABLE' },
    });
  });
});

test('nothing is written to the console', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  await (await impersonating(GRANTED)).headers(NEVER);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
