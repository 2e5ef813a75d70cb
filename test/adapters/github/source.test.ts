import { afterEach, describe, expect, test } from '@jest/globals';
import { contentsPath } from '../../../shared/adapters/github/request.ts';
import { createGithubSource, type GithubOptions } from '../../../shared/adapters/github/source.ts';
import { fakeTime } from '../google/fake-time.ts';
import { type LocalServer, type Reply, startLocalServer } from '../google/local-server.ts';

const FILE = { branch: 'release/1&2', path: '.github/workflows/deploy prod.yml' };
const SIGNAL = new AbortController().signal;
const TOKEN = 'ghp_canary';
const raw = (text: string): Reply => ({
  text,
  headers: { 'content-type': 'application/vnd.github.raw+json' },
});

let server: LocalServer;
afterEach(() => server?.close());

/** Reads from a server that gives these replies and then the last for ever; as GitHub itself unless `local`. */
async function read(replies: Reply[], options: Partial<GithubOptions> & { local?: boolean } = {}) {
  const script = [...replies];
  server = await startLocalServer(() => (script.length > 1 ? script.shift() : script[0]) ?? {});
  const time = fakeTime(1_000_000);
  // GitHub's own address, led to the server on this machine, so that what is sent to GitHub is seen.
  const led: typeof fetch = (url, init) =>
    fetch(String(url).replace('https://api.github.com', `${server.endpoint}/api.github.com`), init);
  const { local = false, ...rest } = options;
  const way = local ? { endpoint: server.endpoint } : { fetch: led };
  const source = createGithubSource({ repository: 'acme/app', token: TOKEN, time, ...way, ...rest });
  const reading = await source.read(FILE, SIGNAL);
  expect(JSON.stringify(reading)).not.toContain('canary');
  return { reading, time };
}

const gapOf = async (replies: Reply[], options: Partial<GithubOptions> = {}) => {
  const { reading } = await read(replies, options);
  return reading.status === 'unread' ? `${reading.gap.status}: ${reading.gap.detail}` : reading.status;
};

const WHAT = '.github/workflows/deploy prod.yml';

describe('a file of a repository on GitHub', () => {
  test('is read at its branch with a token, by one GET of its raw contents', async () => {
    const { reading } = await read([raw('on: push\n')]);
    expect(reading).toEqual({ status: 'read', text: 'on: push\n' });
    expect(server.received).toMatchObject([
      {
        method: 'GET',
        host: 'api.github.com',
        path: '/repos/acme/app/contents/.github/workflows/deploy%20prod.yml',
        query: { ref: 'release/1&2' },
        body: '',
        headers: {
          accept: 'application/vnd.github.raw+json',
          authorization: `Bearer ${TOKEN}`,
          'x-github-api-version': '2022-11-28',
          'user-agent': 'plumbline',
        },
      },
    ]);
  });

  test('is read without one where there is none', async () => {
    await read([raw('on: push\n')], { token: null });
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
  });

  test('a server on this machine never gets the token', async () => {
    const { reading } = await read([raw('on: push\n')], { local: true });
    expect(reading).toMatchObject({ status: 'read' });
    expect(server.received[0]?.headers).not.toHaveProperty('authorization');
  });

  test.each([
    [
      'a file that is not shown',
      { status: 404 },
      {},
      `ERROR: GitHub shows no ${WHAT} on release/1&2 of acme/app (404): the path or branch is wrong, or GITHUB_TOKEN may not see it`,
    ],
    [
      'a file that is not shown to everybody',
      { status: 404 },
      { token: null },
      `ERROR: GitHub shows no ${WHAT} on release/1&2 of acme/app (404): the path or branch is wrong, or the repository is private and GITHUB_TOKEN is not set`,
    ],
    [
      'a token that is not accepted',
      { status: 401 },
      {},
      'DENIED: GitHub does not accept GITHUB_TOKEN (401): it is wrong, expired or revoked',
    ],
    [
      'a token that may not',
      { status: 403 },
      {},
      'DENIED: the token may not read the contents of acme/app (403)',
    ],
    [
      'a token without single sign-on',
      { status: 403, headers: { 'x-github-sso': 'required; url=x' } },
      {},
      'DENIED: GITHUB_TOKEN is not authorised for single sign-on of the owner of acme/app (403)',
    ],
    [
      'a repository that moved',
      { status: 301, headers: { location: 'https://api.github.com/repositories/1' } },
      {},
      'ERROR: GitHub sends elsewhere for acme/app (301), which is never followed: the repository was renamed or moved, name it as it is called now',
    ],
    ['a folder', { json: [] }, {}, `ERROR: ${WHAT} of acme/app (release/1&2) is a folder, not a file`],
    [
      'a file without end',
      raw('a'.repeat(1024 * 1024 + 1)),
      {},
      `ERROR: ${WHAT} of acme/app (release/1&2) is larger than a workflow may be (1 MiB)`,
    ],
  ] satisfies [string, Reply, Partial<GithubOptions>, string][])(
    '%s is a gap, asked once',
    async (_, reply, options, words) => {
      expect(await gapOf([reply], options)).toBe(words);
      expect(server.received).toHaveLength(1);
    },
  );

  test('a limit says until when, and a far one is not waited for', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(4_000) };
    expect(await gapOf([{ status: 403, headers }])).toBe(
      'THROTTLED: GitHub was asked too often (403) and answers nothing until 1970-01-01T01:06:40.000Z',
    );
    expect(server.received).toHaveLength(1);
    await server.close();
    expect(await gapOf([{ status: 429, headers: { 'retry-after': '3600' } }], { token: null })).toContain(
      'set GITHUB_TOKEN, which has a limit of its own',
    );
  });

  test('a limit that ends soon is waited for', async () => {
    const { reading, time } = await read([
      { status: 429, headers: { 'retry-after': '7' } },
      raw('on: push\n'),
    ]);
    expect(reading).toMatchObject({ status: 'read' });
    expect(time.slept).toEqual([7_000]);
  });

  test('what may pass is tried again, and not for ever', async () => {
    const { reading, time } = await read([{ status: 502 }, { status: 503 }, raw('on: push\n')]);
    expect(reading).toMatchObject({ status: 'read' });
    expect(time.slept).toEqual([500, 1000]);
    await server.close();
    expect(await gapOf([{ status: 500 }])).toBe('UNREACHABLE: GitHub failed for acme/app (500, 3 tries)');
    expect(server.received).toHaveLength(3);
  });

  test('a connection that is cut', async () => {
    expect(await gapOf([{ raw: (response) => response.destroy() }])).toMatch(
      /^UNREACHABLE: .*could not be reached/,
    );
    expect(server.received).toHaveLength(3);
  });

  test('one that never answers is asked once more', async () => {
    const slow: Reply = { raw: () => undefined };
    expect(await gapOf([slow], { timeoutMs: 50 })).toBe(
      `UNREACHABLE: GitHub did not answer for ${WHAT} of acme/app (release/1&2) within 0.05 s, 2 tries`,
    );
  });

  test('a pass that is stopped is a gap', async () => {
    const stop = new AbortController();
    stop.abort();
    const source = createGithubSource({ repository: 'acme/app', token: null });
    const reading = await source.read(FILE, stop.signal);
    expect(reading).toMatchObject({ status: 'unread', gap: { status: 'NOT_CAPTURED' } });
  });

  test('a path that leads elsewhere is never asked for', async () => {
    const source = createGithubSource({
      repository: 'acme/app',
      token: TOKEN,
      fetch: () => Promise.reject(new Error('sent')),
    });
    const reading = await source.read({ branch: 'main', path: '../../other/contents/x' }, SIGNAL);
    expect(reading).toMatchObject({ status: 'unread', gap: { status: 'ERROR' } });
    expect(JSON.stringify(reading)).toContain('refused to ask GitHub');
  });

  test('an endpoint elsewhere is refused', () => {
    expect(() =>
      createGithubSource({ repository: 'a/b', token: null, endpoint: 'https://github.example' }),
    ).toThrow(/PLUMBLINE_GITHUB_ENDPOINT must be/);
  });
});

describe('the only request', () => {
  test.each([
    ['acme/app', 'a/b.yml', 'main', '/repos/acme/app/contents/a/b.yml?ref=main'],
    ['acme/app', "it's.yml", "o'x", '/repos/acme/app/contents/it%27s.yml?ref=o%27x'],
    ['acme/app', 'a?b#c.yml', 'x#y', '/repos/acme/app/contents/a%3Fb%23c.yml?ref=x%23y'],
  ])('%s %s %s', (repository, path, branch, address) => {
    expect(contentsPath({ repository, path, branch })).toBe(address);
  });

  test.each([
    ['acme/app', '../x', 'main'],
    ['acme/app', 'a/./b', 'main'],
    ['acme/app', 'a//b', 'main'],
    ['acme/app', '', 'main'],
    ['acme/app', 'a', ''],
    ['acme', 'a', 'main'],
    ['acme/../x', 'a', 'main'],
    ['acme/app/actions', 'a', 'main'],
    ['acme/..', 'a', 'main'],
  ])('none for %s %s %s', (repository, path, branch) => {
    expect(() => contentsPath({ repository, path, branch })).toThrow(/the only request/);
  });
});
