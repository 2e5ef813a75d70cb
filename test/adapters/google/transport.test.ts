import { afterEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../shared/adapters/google/answer.ts';
import { createTransport, type TransportOptions } from '../../../shared/adapters/google/transport.ts';
import { fakeTime } from './fake-time.ts';
import { type LocalServer, type Reply, startLocalServer } from './local-server.ts';

const HOST = 'secretmanager.googleapis.com';
const SECRETS = { host: HOST, path: '/v1/projects/shop-prod/secrets' };

let server: LocalServer;
afterEach(() => server?.close());

/** A transport whose waits cost nothing, against a server that gives these replies and then the last for ever. */
async function connect(replies: Reply[], options: Partial<TransportOptions> = {}) {
  const script = [...replies];
  server = await startLocalServer(() => (script.length > 1 ? script.shift() : script[0]) ?? {});
  const time = fakeTime();
  const transport = createTransport({
    auth: null,
    concurrency: 4,
    endpoint: server.endpoint,
    time,
    random: () => 0.5,
    ...options,
  });
  return { transport, time };
}

function failureOf(answer: Answer): unknown {
  return answer.ok ? 'answered' : answer.failure;
}

describe('a request', () => {
  test('goes to endpoint/host/path without credentials and comes back as JSON', async () => {
    const { transport } = await connect([{ json: { secrets: [] } }], {
      auth: { headers: () => Promise.reject(new Error('must not be asked')) },
    });
    const answer = await transport.get({ ...SECRETS, query: { pageSize: '1000', pageToken: 'a/b=&c' } });
    expect(answer).toEqual({ ok: true, body: { secrets: [] } });
    expect(server.received).toMatchObject([
      {
        method: 'GET',
        host: HOST,
        path: SECRETS.path,
        query: { pageSize: '1000', pageToken: 'a/b=&c' },
        body: '',
      },
    ]);
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
  });

  test('that is a POST carries its JSON body', async () => {
    const { transport } = await connect([{ json: { bindings: [] } }]);
    await transport.post({
      host: 'cloudresourcemanager.googleapis.com',
      path: '/v3/projects/shop-prod:getIamPolicy',
      body: { options: { requestedPolicyVersion: 3 } },
    });
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      body: '{"options":{"requestedPolicyVersion":3}}',
    });
  });

  test('to Google carries the token and goes over https', async () => {
    const sent: { url: string; authorization: string | null }[] = [];
    const transport = createTransport({
      auth: { headers: async () => ({ ok: true, headers: { authorization: 'Bearer t0ken' } }) },
      concurrency: 1,
      fetch: async (url, init) => {
        sent.push({ url: String(url), authorization: new Headers(init?.headers).get('authorization') });
        return Response.json({});
      },
    });
    await transport.get(SECRETS);
    expect(sent).toEqual([{ url: `https://${HOST}${SECRETS.path}`, authorization: 'Bearer t0ken' }]);
  });

  test('without credentials is not sent', async () => {
    const gap = { status: 'ERROR' as const, detail: 'no Google credentials' };
    const transport = createTransport({
      auth: { headers: async () => ({ ok: false, gap }) },
      concurrency: 1,
      fetch: () => Promise.reject(new Error('must not be sent')),
    });
    expect(failureOf(await transport.get(SECRETS))).toEqual({ kind: 'credentials', gap });
    expect(transport.stats().calls).toBe(0);
  });

  test('that is not in the allowlist throws before a byte is sent', async () => {
    const { transport } = await connect([{}]);
    const forbidden = expect.objectContaining({ code: 'FORBIDDEN_REQUEST' });
    const path = `${SECRETS.path}/A/versions/latest:access`;
    await expect(transport.get({ host: HOST, path })).rejects.toEqual(forbidden);
    await expect(transport.post({ host: HOST, path, body: {} })).rejects.toEqual(forbidden);
    await expect(transport.get({ host: 'evil.example', path: SECRETS.path })).rejects.toEqual(forbidden);
    await expect(transport.get({ ...SECRETS, query: { $httpMethod: 'DELETE' } })).rejects.toEqual(forbidden);
    await expect(transport.post({ ...SECRETS, body: {} })).rejects.toEqual(forbidden);
    expect(server.received).toEqual([]);
    expect(transport.stats().calls).toBe(0);
  });
});

describe('construction', () => {
  test.each(['https://127.0.0.1:1', 'http://10.1.2.3:1', 'http://evil.example'])('refuses %s', (endpoint) => {
    expect(() => createTransport({ auth: null, concurrency: 1, endpoint })).toThrow(/on this machine/);
  });
  test('refuses Google without credentials', () => {
    expect(() => createTransport({ auth: null, concurrency: 1 })).toThrow(/needs credentials/);
  });
});

test('never more requests at once than allowed', async () => {
  let underWay = 0;
  let most = 0;
  const transport = createTransport({
    auth: { headers: async () => ({ ok: true, headers: {} }) },
    concurrency: 3,
    fetch: async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return Response.json({});
    },
  });
  await Promise.all(Array.from({ length: 30 }, () => transport.get(SECRETS)));
  expect(most).toBe(3);
  expect(transport.stats().calls).toBe(30);
});

test('an answer beyond all measure is not read to its end', async () => {
  const body = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(8 * 1024 * 1024).fill(32)),
  });
  const transport = createTransport({
    auth: { headers: async () => ({ ok: true, headers: {} }) },
    concurrency: 1,
    fetch: async () => new Response(body),
  });
  expect(failureOf(await transport.get(SECRETS))).toEqual({
    kind: 'malformed',
    what: 'an answer of more than 64 MiB',
  });
});
