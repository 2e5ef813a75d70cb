import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type LocalServer,
  type Received,
  type Reply,
  startLocalServer,
} from '../adapters/google/local-server.ts';
import { folderForEach, plumbline } from './command.ts';
import { CONTRACT, openWorld, sqliteIn, type World } from './world.ts';

const APP = 'test/corpus/workflows/jualuma/app';
const TOKEN = 'ghp_canary';

interface Check {
  number: number;
  status: string;
  results: { status: string; role: string | null; path: string | null; message: string; observed: unknown }[];
}

const folder = folderForEach();
let world: World;
let server: LocalServer | null = null;
beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
});
afterEach(async () => {
  await world.close();
  await server?.close();
  server = null;
});

/** The contract of the repository in a folder of its own, changed where a test wants it. */
function contractWith(change: (text: string) => string = (text) => text): string {
  const file = join(folder(), 'contracts/jualuma.yaml');
  mkdirSync(join(folder(), 'contracts'));
  writeFileSync(file, change(readFileSync(CONTRACT, 'utf8')));
  return file;
}

async function check(number: number, words: string[], variables: Record<string, string> = {}) {
  const given = { ...world.variables, ...variables };
  const { stdout, stderr } = await plumbline(['check', '--format', 'json', ...words], given);
  expect(stdout + stderr).not.toContain('canary');
  const { checks } = JSON.parse(stdout) as { checks: Check[] };
  return checks.find((one) => one.number === number) ?? null;
}

const failures = (found: Check | null) =>
  found?.results.flatMap(({ status, role, path }) => (status === 'FAIL' ? [`${role} ${path}`] : []));

const serve = async (answer: (request: Received) => Reply) => {
  server = await startLocalServer(answer);
  return server.endpoint;
};

describe('deploy workflows', () => {
  it('are read from the checkout beside the contract', async () => {
    const contract = contractWith();
    cpSync(APP, join(folder(), 'app'), { recursive: true });
    const found = await check(10, ['--contract', contract]);
    expect([found?.status, new Set(failures(found))]).toEqual([
      'FAIL',
      new Set(['null jobs.deploy.steps["Deploy the approvals service"]']),
    ]);
  });

  it('are undecided where there is no checkout', async () => {
    const found = await check(10, ['--contract', contractWith()]);
    expect(found).toMatchObject({ status: 'REVIEW_REQUIRED', results: [{ status: 'REVIEW_REQUIRED' }] });
    expect(found?.results[0]?.message).toContain('NOT_CAPTURED, there is no checkout at ../app');
  });

  it('are read from GitHub at the branch of each environment, and a change there is seen', async () => {
    const endpoint = await serve(({ host, path, query }) => {
      const file = `/${host}${path}`.replace('/repos/intellifide/app/contents/', '');
      const text = readFileSync(join(APP, decodeURIComponent(file)), 'utf8');
      return {
        text: query.ref === 'main' ? text.replace('--no-iap', '--iap') : text,
        headers: { 'content-type': 'text/plain' },
      };
    });
    const contract = contractWith((text) => text.replace('{ local: ../app }', '{ github: intellifide/app }'));
    const found = await check(10, ['--contract', contract], {
      PLUMBLINE_GITHUB_ENDPOINT: endpoint,
      GITHUB_TOKEN: TOKEN,
    });
    expect(failures(found)?.filter((line) => line.endsWith('.iap'))).toEqual([
      'user-app services.user-app.iap',
      'marketing services.marketing.iap',
      'support services.support.iap',
    ]);
    expect(server?.received.map(({ query }) => query.ref).sort()).toEqual(['Dev', 'main', 'stage']);
  });

  it('that GitHub does not show are undecided, and why is said', async () => {
    const endpoint = await serve(() => ({ status: 404, json: { message: 'Not Found' } }));
    const contract = contractWith((text) => text.replace('{ local: ../app }', '{ github: intellifide/app }'));
    const found = await check(10, ['--contract', contract], { PLUMBLINE_GITHUB_ENDPOINT: endpoint });
    expect(found?.status).toBe('REVIEW_REQUIRED');
    expect(found?.results[0]?.message).toContain('GitHub shows no .github/workflows/deploy-dev.yml on Dev');
  });

  it('that were asked for and not read are no clean end, in a report that judges them', async () => {
    const endpoint = await serve(() => ({ status: 404, json: { message: 'Not Found' } }));
    const contract = contractWith((text) => text.replace('{ local: ../app }', '{ github: intellifide/app }'));
    const ends = async (...words: string[]) => {
      const variables = { ...world.variables, PLUMBLINE_GITHUB_ENDPOINT: endpoint };
      const { code, stdout } = await plumbline(['check', '--contract', contract, ...words], variables);
      return [code, stdout.match(/not read: \w+ workflows\.files: ERROR/g)?.length ?? 0];
    };
    expect(await ends()).toEqual([3, 3]);
    expect(await ends('--only', 'ingress')).toEqual([0, 0]);
  });
});

describe('workflows alone', () => {
  const only = async (checks: string, ...words: string[]) => {
    const found = await plumbline(['check', '--only', checks, ...words], world.variables);
    return { ...found, asked: world.google.requests.length };
  };

  it('are judged without a look at any project, and no gap of one is told', async () => {
    world.google.faults.add({ match: {}, kind: 'denied' });
    for (const format of ['text', 'markdown', 'html']) {
      const { code, stdout, asked } = await only('deploy-workflow', '--format', format);
      expect({ code, asked }).toEqual({ code: 0, asked: 0 });
      expect(stdout).toMatch(/no project read|No project was read: what was checked needs none\./);
      expect(stdout).not.toMatch(/not read:|of {2}was read|0 scopes|all 0/);
    }
  });

  it('beside a check that looks at projects read them, and tell what could not be', async () => {
    world.google.faults.add({ match: {}, kind: 'denied' });
    const { code, stdout, asked } = await only('deploy-workflow,ingress');
    expect(code).toBe(3);
    expect(asked).toBeGreaterThan(0);
    expect(stdout).toMatch(/not read: /);
  });
});

describe('declared URLs', () => {
  it('are asked on request, and answer as declared', async () => {
    const endpoint = await serve(() => ({ json: { body: 'canary' }, headers: { 'x-canary': 'canary' } }));
    const found = await check(21, ['--smoke'], { PLUMBLINE_SMOKE_ENDPOINT: endpoint });
    expect(found).toMatchObject({ status: 'PASS', results: [{ role: 'backend', observed: 200 }] });
    expect(server?.log()).toEqual(['GET api.jualuma.com/api/health']);
  });

  it('that send to a sign-in page fail, and nothing follows', async () => {
    const location = 'https://accounts.google.com/o/oauth2?state=canary';
    const endpoint = await serve(() => ({ status: 302, headers: { location } }));
    const found = await check(21, ['--smoke'], { PLUMBLINE_SMOKE_ENDPOINT: endpoint });
    expect(found).toMatchObject({ status: 'FAIL', results: [{ observed: 'redirect to sign-in' }] });
    expect(server?.received).toHaveLength(1);
  });

  it('are not asked and not reported otherwise', async () => {
    const endpoint = await serve(() => ({ status: 500 }));
    expect(await check(21, [], { PLUMBLINE_SMOKE_ENDPOINT: endpoint })).toBeNull();
    expect(server?.received).toEqual([]);
  });

  it('are no check that holds where it is named alone and nobody asked', async () => {
    const { code, stdout, stderr } = await plumbline(['check', '--only', '20,21'], world.variables);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('plumbline: --only: smoke asks nothing unless --smoke is given too\n');
  });
});
