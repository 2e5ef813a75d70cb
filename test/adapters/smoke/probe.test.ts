import { createServer as createPlainServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createSmokeProbe, type SmokeProbeOptions } from '../../../shared/adapters/smoke/probe.ts';
import { type SelfSigned, selfSigned } from '../../fakes/self-signed.ts';

const HOST = 'app.example.com';
const SIGNAL = new AbortController().signal;
const HERE = { address: '127.0.0.1', family: 4 };

let open: Server[] = [];
afterEach(async () => {
  const servers = open;
  open = [];
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
});

async function listening(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: Record<string, unknown>;
}

/** A real HTTPS server, and a probe to which its host is public and its certificate good. */
async function serve(answer: RequestListener, options: SmokeProbeOptions = {}, signed?: SelfSigned) {
  const seen: Seen[] = [];
  const own = signed ?? selfSigned(HOST);
  const server = createServer(own, (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers });
    answer(request, response);
  });
  const port = await listening(server);
  const probe = createSmokeProbe({
    ca: own.cert,
    resolve: async () => [HERE],
    isAllowed: (address) => address === HERE.address,
    ...options,
  });
  return { seen, get: (path: string) => probe.get(`https://${HOST}:${port}${path}`, SIGNAL), port };
}

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(code, headers).end('canary-body');
  };

describe('one request', () => {
  test('is a GET over https without credentials, and of its answer the status is kept alone', async () => {
    const { seen, get } = await serve(status(200, { 'set-cookie': 'canary-cookie' }));
    const answer = await get('/healthz?deep=1');
    expect(answer).toEqual({ kind: 'answered', status: 200, redirect: null });
    expect(seen).toMatchObject([{ method: 'GET', url: '/healthz?deep=1' }]);
    expect(Object.keys(seen[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(JSON.stringify(answer)).not.toContain('canary');
  });

  test.each([404, 500, 503, 401])('a status of %i is an answer', async (code) => {
    const { get } = await serve(status(code));
    expect(await get('/')).toEqual({ kind: 'answered', status: code, redirect: null });
  });

  test.each([
    ['https://accounts.google.com/o/oauth2/v2/auth?client_id=x', 'sign-in'],
    ['https://acme.okta.com/x', 'sign-in'],
    ['/login?next=/', 'sign-in'],
    ['/users/sign_in', 'sign-in'],
    ['/home', 'same-host'],
    ['https://elsewhere.example.com/', 'elsewhere'],
    ['https://notaccounts.google.com.evil.example/', 'elsewhere'],
    ['http://[', 'elsewhere'],
  ])('a redirect to %s leads %s and is not followed', async (location, redirect) => {
    const { seen, get } = await serve(status(302, { location }));
    expect(await get('/')).toEqual({ kind: 'answered', status: 302, redirect });
    expect(seen).toHaveLength(1);
  });

  test('a body without end is left after a little of it', async () => {
    let sent = 0;
    const { get } = await serve((_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) sent += 64 * 1024;
      };
      response.on('drain', more);
      response.on('error', () => undefined);
      more();
    });
    expect(await get('/')).toEqual({ kind: 'answered', status: 200, redirect: null });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test('one that never answers is unreachable', async () => {
    const { get } = await serve(() => undefined, { timeoutMs: 50 });
    expect(await get('/')).toEqual({ kind: 'unreachable', reason: 'no whole answer within 0.05 s' });
  });

  test('one that begins to answer and stops is too', async () => {
    const { get } = await serve((_, response) => response.writeHead(200).write('a'), { timeoutMs: 100 });
    expect(await get('/')).toEqual({ kind: 'unreachable', reason: 'no whole answer within 0.1 s' });
  });

  test('a connection that is cut is unreachable', async () => {
    const { get } = await serve((request) => request.socket.destroy());
    expect(await get('/')).toEqual({ kind: 'unreachable', reason: 'ECONNRESET' });
  });

  test('a port nobody listens at is unreachable', async () => {
    const { port } = await serve(status(200));
    const probe = createSmokeProbe({ resolve: async () => [HERE], isAllowed: () => true });
    for (const server of open) server.closeAllConnections();
    await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))));
    expect(await probe.get(`https://${HOST}:${port}/`, SIGNAL)).toEqual({
      kind: 'unreachable',
      reason: 'ECONNREFUSED',
    });
  });

  test('a host without an address is unreachable', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    expect(await createSmokeProbe({ resolve }).get('https://gone.example.com/', SIGNAL)).toEqual({
      kind: 'unreachable',
      reason: 'its host has no address',
    });
  });

  test.each([
    ['of nobody known', () => selfSigned(HOST), undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['of another host', () => selfSigned('other.example.com'), 'own', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has ended', () => selfSigned(HOST, { until: 2021 }), 'own', 'CERT_HAS_EXPIRED'],
  ])('a certificate %s is not trusted', async (_, make, trusted, code) => {
    const signed = make();
    const { get, seen } = await serve(
      status(200),
      trusted === 'own' ? {} : { ca: selfSigned('x').cert },
      signed,
    );
    expect(await get('/')).toEqual({ kind: 'untrusted', reason: `its certificate does not hold (${code})` });
    expect(seen).toEqual([]);
  });

  test('a pass that is stopped ends it', async () => {
    const { port } = await serve(() => undefined);
    const stop = new AbortController();
    const probe = createSmokeProbe({ resolve: async () => [HERE], isAllowed: () => true });
    const asked = probe.get(`https://${HOST}:${port}/`, stop.signal);
    stop.abort();
    expect(await asked).toEqual({ kind: 'unreachable', reason: 'the pass was stopped before it answered' });
  });
});

describe('what no request is made for', () => {
  const NOT_PUBLIC = { kind: 'refused', reason: 'it leads to an address that is not public' };

  test('a host that leads to this machine', async () => {
    const { get, seen } = await serve(status(200), { isAllowed: undefined as never });
    expect(await get('/')).toEqual(NOT_PUBLIC);
    expect(seen).toEqual([]);
  });

  test('a host with one address that is not public among others', async () => {
    const resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    expect(await createSmokeProbe({ resolve }).get('https://mixed.example.com/', SIGNAL)).toEqual(NOT_PUBLIC);
  });

  test.each([
    'https://127.0.0.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://169.254.169.254/computeMetadata/v1/',
    'https://10.1.2.3:8443/',
  ])('%s', async (url) => {
    const resolve = () => Promise.reject(new Error('must not be asked'));
    expect(await createSmokeProbe({ resolve }).get(url, SIGNAL)).toEqual(NOT_PUBLIC);
  });

  test.each([
    ['http://app.example.com/', 'only https is asked'],
    ['ftp://app.example.com/', 'only https is asked'],
    ['https://user:canary@app.example.com/', 'a URL with credentials is not asked'],
    ['no url', 'it is not a URL'],
  ])('%s', async (url, reason) => {
    expect(await createSmokeProbe().get(url, SIGNAL)).toEqual({ kind: 'refused', reason });
  });

  test('the connection is made to the very address that was looked at', async () => {
    let asked = 0;
    // The second answer would lead elsewhere, as a name that changes its mind does.
    const resolve = async () => (++asked === 1 ? [HERE] : [{ address: '127.0.0.2', family: 4 }]);
    const { get, seen } = await serve(status(200), { resolve });
    expect(await get('/')).toMatchObject({ kind: 'answered', status: 200 });
    expect([asked, seen.length]).toEqual([1, 1]);
  });
});

describe('a server on this machine in place of the internet', () => {
  test('is asked for host and path, over plain HTTP', async () => {
    const seen: (string | undefined)[] = [];
    const port = await listening(
      createPlainServer((request, response) => {
        seen.push(request.url);
        response.end();
      }),
    );
    const probe = createSmokeProbe({ endpoint: `http://127.0.0.1:${port}` });
    expect(await probe.get('https://app.example.com/a?b=c', SIGNAL)).toMatchObject({ status: 200 });
    expect(seen).toEqual(['/app.example.com/a?b=c']);
  });

  test('elsewhere is refused', () => {
    expect(() => createSmokeProbe({ endpoint: 'http://10.0.0.1' })).toThrow(
      /PLUMBLINE_SMOKE_ENDPOINT must be/,
    );
  });
});

test('no more than four are asked at once', async () => {
  let [now, most] = [0, 0];
  const { get } = await serve((_, response) => {
    now += 1;
    most = Math.max(most, now);
    setImmediate(() => {
      now -= 1;
      response.end();
    });
  });
  await Promise.all(Array.from({ length: 12 }, (_, index) => get(`/${index}`)));
  expect(most).toBeLessThanOrEqual(4);
});
