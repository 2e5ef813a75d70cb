import { describe, expect, test } from '@jest/globals';
import type { RawResult } from '../../shared/checks/model.ts';
import { CHECKS } from '../../shared/checks/table.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { contextOf } from '../fakes/check-tester.ts';
import type { ContractDraft } from '../fakes/contract-builder.ts';
import { type EnvironmentDraft, lit, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

const BOTH = ['us-central1', 'europe-west1'];
const REGION_OF = /^[^/]+\/([^/]+)\/[^/]+$/;

const contract = (dev: string[], prod: string[]): ContractDraft => ({
  environments: { dev: { regions: dev }, prod: { regions: prod, protected: true } },
  services: {
    app: {
      names: { by: { dev: 'app', prod: 'app' } },
      serviceAccount: { by: { dev: 'cr-app@acme-dev.iam.gserviceaccount.com' } },
      ingress: 'internal',
      invoker: { by: { dev: 'authenticated', prod: 'public' } },
      invokers: ['user:a@acme.com'],
      iap: true,
      defaultUrl: 'disabled',
      resources: { memory: '1Gi', concurrency: 3 },
      network: { vpcConnector: 'required', cloudSql: 'required' },
      env: {
        A: { delivery: 'secret' },
        B: { version: 'pinned' },
        C: { mustDiffer: true },
        E: {},
      },
      envPolicy: 'closed',
      smoke: [{ path: '/healthz' }],
    },
  },
  secrets: { maxAgeDays: 1 },
});

/** A service of which nothing is as it should be. */
const service = (environment: string, region: string): ServiceDraft => ({
  region,
  env: {
    A: lit('x'),
    B: sec('old'),
    C: lit('same'),
    API_TOKEN: lit('t'),
    M: sec('missing', '7'),
    [environment]: lit('1'),
  },
  container: environment,
  fields: { labels: { 'commit-sha': environment } },
  template: { cloudSqlInstances: [`acme-${environment === 'dev' ? 'prod' : 'dev'}:us-central1:db`] },
  evidence: { latestCreatedRevision: 'app-2', latestReadyRevision: 'app-1', serving: { 'app-1': 100 } },
  policy: {
    'roles/run.invoker': [
      'allUsers',
      'serviceAccount:cr@acme-dev.iam.gserviceaccount.com',
      'user:b@acme.com',
    ],
  },
});

const job: JsonObject = {
  template: {
    template: {
      serviceAccount: 'cr@acme-dev.iam.gserviceaccount.com',
      containers: { main: { env: { M: sec('missing') } } },
    },
  },
};

const broken = (environment: string, regions: string[]): EnvironmentDraft => ({
  regions,
  services: Object.fromEntries(regions.map((region) => [`app@${region}`, service(environment, region)])),
  secrets: { old: {} },
  others: Object.fromEntries(regions.map((region) => [`run.jobs@${region}`, { nightly: job }])),
});

function resultsIn(inDev: string[], inProd = inDev): RawResult[] {
  const context = contextOf({
    contract: contract(inDev, inProd),
    estate: { dev: broken('dev', inDev), prod: broken('prod', inProd) },
  });
  return CHECKS.flatMap((check) => check.run({ ...context, smoke: new Map() }));
}

describe.each<[string, string[], string[]]>([
  ['two in both environments', BOTH, BOTH],
  ['two in one environment', ['us-central1'], BOTH],
])('regions of the contract: %s', (_, inDev, inProd) => {
  const results = resultsIn(inDev, inProd);
  const spread = results.filter(({ environment }) => (environment === 'dev' ? inDev : inProd).length > 1);

  test('a result about something of one region names it', () => {
    const silent = spread.filter(({ resource, message }) => {
      const region = REGION_OF.exec(resource ?? '')?.[1];
      return region !== undefined && !message.includes(region);
    });
    expect(spread.length).toBeGreaterThan(20);
    expect(silent.map(({ message }) => message)).toEqual([]);
  });

  test('one sentence is about one thing', () => {
    const things = Map.groupBy(results, ({ message }) => message);
    const ambiguous = [...things].filter(
      ([, same]) => new Set(same.map(({ resource }) => resource)).size > 1,
    );
    expect(ambiguous.map(([message]) => message)).toEqual([]);
  });
});

test('where an environment has one region no label names it', () => {
  const words = resultsIn(['us-central1']).map(({ message }) => message);
  expect(words.filter((message) => /(app|nightly) \(us-central1\)/.test(message))).toEqual([]);
});
