import { afterEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../shared/adapters/google/answer.ts';
import { createTransport, type TransportOptions } from '../../../shared/adapters/google/transport.ts';
import { fakeTime } from './fake-time.ts';
import { googleError, retryInfo, throttled, unavailable } from './google-errors.ts';
import { type LocalServer, type Received, type Reply, startLocalServer } from './local-server.ts';

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

describe('a failure that may pass is tried again', () => {
  test.each([
    ['429', throttled(), [3000, 6000]],
    ['503', unavailable, [187.5, 375]],
    ['500', googleError(500, 'INTERNAL', 'Internal error encountered.'), [187.5, 375]],
    ['502 with a web page', { status: 502, text: '<html>Bad Gateway</html>' }, [187.5, 375]],
    ['504', { status: 504, text: '' }, [187.5, 375]],
    ['429, Retry-After in seconds', throttled('7'), [7000, 7000]],
    ['429, Retry-After as a date', throttled('Thu, 01 Jan 1970 00:00:10 GMT'), [10_000, 6000]],
    ['429, RetryInfo in the body', retryInfo('7.25s'), [7250, 7250]],
    [
      '429, Retry-After before RetryInfo',
      { ...retryInfo('30s'), headers: { 'retry-after': '7' } },
      [7000, 7000],
    ],
    ['503 with Retry-After', { ...unavailable, headers: { 'retry-after': '2' } }, [2000, 2000]],
    ['a connection cut before the answer', { raw: (response) => response.destroy() }, [187.5, 375]],
    [
      'a connection cut inside the body',
      {
        raw: (response) => {
          response.writeHead(200, { 'content-length': '1000' });
          response.write('{"secrets":[', () => response.destroy());
        },
      },
      [187.5, 375],
    ],
  ] satisfies [string, Reply, number[]][])('%s', async (_, reply, slept) => {
    const { transport, time } = await connect([reply, reply, { json: { secrets: [] } }]);
    expect(await transport.get(SECRETS)).toEqual({ ok: true, body: { secrets: [] } });
    expect(time.slept).toEqual(slept);
    expect(transport.stats()).toEqual({
      calls: 3,
      retries: 2,
      byRequest: { [`GET ${HOST}/v1/projects/{project}/secrets`]: 3 },
    });
  });
});

describe('a failure that will not pass is not tried again', () => {
  test.each([
    ['400', { status: 400, json: {} }],
    ['401', { status: 401, json: {} }],
    ['403', { status: 403, json: {} }],
    ['404', { status: 404, json: {} }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } }],
    ['malformed JSON', { text: '{"secrets": [' }],
    ['a web page with status 200', { text: '<!doctype html><title>Sign in</title>' }],
    ['a list instead of an object', { json: [] }],
    ['an error with status 200', { json: { error: { code: 403 } } }],
    ['a Retry-After beyond all patience', throttled('3600')],
  ] satisfies [string, Reply][])('%s', async (_, reply) => {
    const { transport, time } = await connect([reply]);
    expect(await transport.get(SECRETS)).toMatchObject({
      ok: false,
      attempts: 1,
      host: HOST,
      project: 'shop-prod',
    });
    expect(server.received).toHaveLength(1);
    expect(time.slept).toEqual([]);
  });

  test('a piece of the body is in no failure', async () => {
    const { transport } = await connect([{ text: '{"value": canary-body' }]);
    expect(JSON.stringify(await transport.get(SECRETS))).not.toContain('canary');
  });
});

describe('patience ends', () => {
  test('after five tries, with what was last said', async () => {
    const { transport } = await connect([unavailable]);
    const answer = await transport.get(SECRETS);
    expect(answer).toMatchObject({ ok: false, attempts: 5, failure: { kind: 'http', status: 503 } });
    expect(server.received).toHaveLength(5);
  });

  test('for a host that is only slow, after two tries', async () => {
    const { transport } = await connect([{ raw: () => undefined }], { timeoutMs: 30 });
    expect(await transport.get(SECRETS)).toMatchObject({
      attempts: 2,
      failure: { kind: 'timeout', afterMs: 30 },
    });
  });

  test('for a body that drips, by the same limit', async () => {
    const drip: Reply = { raw: (response) => void response.writeHead(200).write('{') };
    const { transport } = await connect([drip], { timeoutMs: 30 });
    expect(await transport.get(SECRETS)).toMatchObject({ attempts: 2, failure: { kind: 'timeout' } });
  });

  test('for a host that refuses connections', async () => {
    const { transport } = await connect([{}]);
    await server.close();
    expect(await transport.get(SECRETS)).toMatchObject({
      attempts: 5,
      failure: { kind: 'network', code: 'ECONNREFUSED' },
    });
  });

  test('for many requests together: further tries run out, so an outage makes no storm', async () => {
    const { transport } = await connect([unavailable], { retry: { budget: 10 } });
    const answers = await Promise.all(Array.from({ length: 100 }, () => transport.get(SECRETS)));
    expect(answers.every((answer) => !answer.ok)).toBe(true);
    expect(server.received).toHaveLength(110);
  });

  test('but one project spends nothing of the others, and a success gives a try back', async () => {
    let failures = 0;
    server = await startLocalServer(({ path }) => {
      failures += 1;
      return path.includes('shop-prod') || failures % 2 === 1 ? unavailable : { json: {} };
    });
    const transport = createTransport({
      auth: null,
      concurrency: 1,
      endpoint: server.endpoint,
      time: fakeTime(),
      retry: { budget: 1 },
    });
    expect(await transport.get(SECRETS)).toMatchObject({ ok: false, attempts: 2 });
    expect(await transport.get(SECRETS)).toMatchObject({ ok: false, attempts: 1 });
    failures = 0;
    const dev = { host: HOST, path: '/v1/projects/shop-dev/secrets' };
    expect(await transport.get(dev)).toMatchObject({ ok: true });
    expect(await transport.get(dev)).toMatchObject({ ok: true });
    expect(server.received).toHaveLength(3 + 4);
  });
});

test('while an API says "too many", its project is left alone and the others are not', async () => {
  let refuse = true;
  const seen: string[] = [];
  server = await startLocalServer((request: Received) => {
    seen.push(request.path);
    return refuse && request.path.includes('shop-prod') ? throttled('20') : { json: {} };
  });
  const time = fakeTime();
  const sleep = time.sleep;
  time.sleep = async (ms, signal) => {
    refuse = false;
    await sleep(ms, signal);
  };
  const transport = createTransport({ auth: null, concurrency: 1, endpoint: server.endpoint, time });
  const prod = Array.from({ length: 5 }, (_, n) =>
    transport.get({ host: HOST, path: `/v1/projects/shop-prod/secrets/S${n}/versions` }),
  );
  const dev = transport.get({ host: HOST, path: '/v1/projects/shop-dev/secrets' });
  expect((await Promise.all([...prod, dev])).every((answer) => answer.ok)).toBe(true);
  // One refusal, then the pause for all, then each once: 1 + 5 + 1.
  expect(seen).toHaveLength(7);
  expect(time.now()).toBe(20_000);
});

describe('the end of the pass', () => {
  test('before a request: nothing is sent', async () => {
    const { transport } = await connect([{}], { signal: AbortSignal.abort() });
    expect(failureOf(await transport.get(SECRETS))).toEqual({ kind: 'stopped' });
    expect(server.received).toEqual([]);
  });

  test('inside a request: it is cut', async () => {
    const end = new AbortController();
    const { transport } = await connect([{ raw: () => end.abort() }]);
    expect(failureOf(await transport.get({ ...SECRETS, signal: end.signal }))).toEqual({ kind: 'stopped' });
  });

  test('inside a wait: the failure before it is what is told', async () => {
    const end = new AbortController();
    const time = fakeTime();
    time.sleep = async () => end.abort();
    const { transport } = await connect([unavailable], { time, signal: end.signal });
    expect(failureOf(await transport.get(SECRETS))).toMatchObject({ kind: 'http', status: 503 });
    expect(server.received).toHaveLength(1);
  });

  test('in the pause of a throttled API: likewise', async () => {
    const end = new AbortController();
    const time = fakeTime();
    time.sleep = async () => end.abort();
    const { transport } = await connect([throttled('30')], { time });
    const answer = await transport.get({ ...SECRETS, signal: end.signal });
    expect(failureOf(answer)).toMatchObject({ kind: 'http', status: 429 });
  });

  test('with requests waiting for their turn: all of them stop', async () => {
    const end = new AbortController();
    const { transport } = await connect([{ raw: () => end.abort() }], { concurrency: 1, signal: end.signal });
    const answers = await Promise.all(Array.from({ length: 50 }, () => transport.get(SECRETS)));
    expect(answers.map(failureOf)).toEqual(Array(50).fill({ kind: 'stopped' }));
    expect(server.received).toHaveLength(1);
  });
});
