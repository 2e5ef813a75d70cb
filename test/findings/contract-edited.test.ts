import { expect, test } from '@jest/globals';
import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { runPass } from '../../shared/pass.ts';
import type { Notifier } from '../../shared/ports.ts';
import type { ScriptedSource } from '../fakes/estate-source.ts';
import { shopMonitor, shopService, shopSource } from '../fakes/shop-monitor.ts';
import { repositoryOf } from '../fakes/workflow-files.ts';

const HEAD = `apiVersion: plumbline/v1
estate: shop
environments:
  dev: { project: shop-dev, regions: [us-central1] }
  prod: { project: shop-prod, regions: [us-central1], protected: true }
`;
const WEB = 'services:\n  web: { names: { dev: web, prod: web } }\n';
const BOTH = `${WEB}  api: { names: { dev: api, prod: api } }\n`;
const INGRESS = (value: string) => `profiles:\n  prod: { ingress: ${value} }\n`;
const WORKFLOWS =
  'workflows:\n  repository: { github: shop/app }\n  files: { prod: { branch: main, path: p.yml } }\n';
const KEYS = 'apiKeys:\n  - { name: "^Browser", targets: [maps.googleapis.com] }\n';

const outside: Notifier = {
  send: async ({ channel }) => ({ status: 'sent', delivery: { channel, ts: '1' } }),
  update: async (delivery) => ({ status: 'sent', delivery }),
  find: async () => 'absent',
};

function put(source: ScriptedSource, web: Parameters<typeof shopService>[2], api = {}): void {
  source.documents.prod = [shopService('prod', 'web', web), shopService('prod', 'api', api)];
}

const key = {
  resource: 'apikeys.keys' as const,
  region: null,
  name: 'u1',
  body: {
    uid: 'u1',
    displayName: 'Browser',
    restrictions: { apiTargets: [{ service: 'run.googleapis.com' }] },
  },
};

/** What is wrong under one contract, and how it ends under another one. */
const STORIES: {
  name: string;
  before: string;
  after: string;
  rule: string;
  arrange?: (source: ScriptedSource) => void;
  meanwhile?: (source: ScriptedSource) => void;
  ends: string;
}[] = [
  {
    name: 'a rule that was taken out',
    before: INGRESS('internal') + BOTH,
    after: BOTH,
    rule: 'ingress',
    ends: 'not-asked',
  },
  {
    name: 'a rule that was taken out while something was released',
    before: INGRESS('internal') + BOTH,
    after: BOTH,
    rule: 'ingress',
    meanwhile: (source) => {
      const [web, api] = source.documents.prod ?? [];
      const released = JSON.parse(JSON.stringify(api).replace('app:1', 'app:2'));
      source.documents.prod = [web, released] as never;
    },
    ends: 'not-asked',
  },
  {
    name: 'a rule that states what is there',
    before: INGRESS('internal') + BOTH,
    after: INGRESS('internal') + BOTH.replace('prod: web }', 'prod: web }, ingress: { prod: all }'),
    rule: 'ingress',
    ends: 'conforming',
  },
  {
    name: 'a rule that still stands, while the contract was edited elsewhere and the service mended',
    before: INGRESS('internal') + BOTH,
    after: `target: 90\n${INGRESS('internal')}${BOTH}`,
    rule: 'ingress',
    meanwhile: (source) => put(source, { ingress: 'internal' }),
    ends: 'passes',
  },
  {
    name: 'a rule that was taken out of a contract whose estate was changed too: neither is sure',
    before: INGRESS('internal') + BOTH,
    after: BOTH,
    rule: 'ingress',
    meanwhile: (source) => put(source, { ingress: 'all' }, { cpu: '4' }),
    ends: 'passes',
  },
  {
    name: 'a role that was taken out',
    before: INGRESS('internal') + BOTH,
    after: INGRESS('internal') + BOTH.replace(/ {2}web.*\n/, ''),
    rule: 'ingress',
    ends: 'out-of-scope',
  },
  {
    name: 'the workflows, taken out whole',
    before: WORKFLOWS + BOTH,
    after: BOTH,
    rule: 'deploy-workflow',
    ends: 'not-asked',
  },
  {
    name: 'the API keys, taken out whole',
    before: KEYS + BOTH,
    after: BOTH,
    rule: 'api-keys',
    arrange: ({ documents }) => documents.prod?.push(key),
    ends: 'not-asked',
  },
];

test.each(STORIES)('$name: $ends', async ({ before, after, rule, arrange, meanwhile, ends }) => {
  let now = new Date('2026-02-27T03:00:00Z');
  const store = await openSqliteStore({ path: ':memory:', estate: 'shop', clock: { now: () => now } });
  const source = shopSource();
  put(source, { ingress: 'all' });
  arrange?.(source);
  const pass = async (text: string) => {
    now = new Date(now.getTime() + 3_600_000);
    const contract = loadContract(HEAD + text, 'shop.yaml');
    const workflows = repositoryOf({ 'main:p.yml': 'jobs: [' });
    const deps = shopMonitor({ store, notifier: outside, source, now: () => now }, { contract, workflows });
    await runPass(deps, 'schedule');
    return (await store.listFindings([])).filter((one) => one.environment === 'prod' && one.rule === rule);
  };
  const open = await pass(before);
  expect(open.map(({ state }) => state)).toContain('open');
  meanwhile?.(source);
  await pass(after);
  const records = await pass(after);
  expect(records.map(({ state, unknownSince }) => [state, unknownSince])).toEqual(
    open.map(() => ['resolved', null]),
  );
  const ended = (await store.listTransitions(50)).filter(({ kind }) => kind === 'resolved');
  const own = ended.filter(({ fingerprint }) => open.some((one) => one.fingerprint === fingerprint));
  expect([...new Set(own.map(({ reason }) => reason))]).toEqual([ends]);
  await store.close();
});
