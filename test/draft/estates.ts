import fc from 'fast-check';
import type { Json, JsonObject } from '../../shared/snapshot/json.ts';
import type { Gap } from '../../shared/snapshot/model.ts';
import { type EnvironmentDraft, lit, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

/** Words that names are made of, so that services of several environments are often, and not always, alike. */
const WORDS = ['acme', 'web', 'app', 'admin', 'api', 'portal', 'site', 'worker', 'live'];

const ACCOUNTS = [
  '',
  'cr-app@acme-dev.iam.gserviceaccount.com',
  'cr-app@acme-stage.iam.gserviceaccount.com',
  'cr-app@acme-prod.iam.gserviceaccount.com',
  '678067977394-compute@developer.gserviceaccount.com',
  'acme-prod@appspot.gserviceaccount.com',
];

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom('a', 'b').map(lit),
  fc
    .tuple(fc.constantFrom('KEY', 'DB'), fc.constantFrom('latest', '3'))
    .map(([name, version]) => sec(name, version)),
  fc.constant<Json>({ kind: 'mystery' }),
);

const KEYS = [
  'MODE',
  'API_TOKEN',
  'DATABASE_URL',
  'STRIPE_KEY',
  '__proto__',
  '<<',
  'odd key',
  'on',
  '1',
  'KEY: x',
];

const env = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...KEYS), value), { selector: ([key]) => key, maxLength: 5 })
  .map((entries) => Object.fromEntries(entries) as Record<string, Json>);

const template: fc.Arbitrary<JsonObject> = fc.record(
  {
    serviceAccount: fc.constantFrom(...ACCOUNTS),
    timeout: fc.constantFrom('300s', '60s', '0.5s', '7200s'),
    executionEnvironment: fc.constantFrom('EXECUTION_ENVIRONMENT_GEN1', 'EXECUTION_ENVIRONMENT_GEN9'),
    maxInstanceRequestConcurrency: fc.constantFrom(1, 80, 5_000),
    scaling: fc.record(
      { minInstanceCount: fc.constantFrom(0, 3, 200), maxInstanceCount: fc.constantFrom(2, 100) },
      { requiredKeys: [] },
    ),
    cloudSqlInstances: fc.constantFrom([], ['acme-dev:us-central1:db'], ['acme-prod:us-central1:db']),
    vpcAccess: fc.constantFrom<JsonObject>(
      { connector: 'projects/acme-dev/locations/us-central1/connectors/c', egress: 'ALL_TRAFFIC' },
      { networkInterfaces: [{ network: 'net', subnetwork: 'sub' }] },
      { connector: 'c', networkInterfaces: [{ network: 'net' }], egress: 'NEW_KIND' },
    ),
  },
  { requiredKeys: [] },
);

const fields: fc.Arbitrary<JsonObject> = fc.record(
  {
    ingress: fc.constantFrom(
      'INGRESS_TRAFFIC_ALL',
      'INGRESS_TRAFFIC_INTERNAL_ONLY',
      'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      'INGRESS_TRAFFIC_NONE',
      'INGRESS_TRAFFIC_UNHEARD_OF',
    ),
    invokerIamDisabled: fc.boolean(),
    iapEnabled: fc.boolean(),
    defaultUriDisabled: fc.boolean(),
    scaling: fc.record(
      { minInstanceCount: fc.constantFrom(1, 9), maxInstanceCount: fc.constantFrom(4, 100, 99_999) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const members = fc.constantFrom(
  'allUsers',
  'allAuthenticatedUsers',
  'user:ops@acme.com',
  'group:all@acme.com',
  'serviceAccount:cr-app@acme-dev.iam.gserviceaccount.com',
  'serviceAccount:cr-app@acme-prod.iam.gserviceaccount.com',
  'serviceAccount:service-678067977394@gcp-sa-iap.iam.gserviceaccount.com',
  'deleted:user:gone@acme.com?uid=1',
);
const policy = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom('roles/run.invoker', 'roles/owner', 'roles/run.admin', 'projects/acme-dev/roles/odd'),
      fc.uniqueArray(members, { maxLength: 3 }),
    ),
    { selector: ([role]) => role, maxLength: 3 },
  )
  .map((bindings) => Object.fromEntries(bindings));

const service: fc.Arbitrary<ServiceDraft> = fc.record(
  {
    env,
    template,
    fields,
    resources: fc.constantFrom<JsonObject>(
      { limits: { cpu: '2', memory: '2Gi' } },
      { limits: { cpu: 'lots', memory: '1Zi' } },
      { limits: {}, cpuIdle: false },
    ),
    container: fc.constantFrom('main', 'app', 'odd name'),
    sidecars: fc.constantFrom<Record<string, JsonObject>>(
      {},
      { proxy: { image: 'envoy', env: { MODE: lit('s') } } },
    ),
    evidence: fc.constantFrom<JsonObject>(
      {},
      { reconciling: true },
      { managedBy: 'cloudfunctions' },
      { notObserved: ['ingress'] },
    ),
    policy: fc.option(policy, { nil: null }),
  },
  { requiredKeys: [] },
);

const gap: Gap = { status: 'DENIED', detail: 'run.services.get is missing' };

function environmentDraft(name: string): fc.Arbitrary<EnvironmentDraft> {
  const words = fc.array(fc.constantFrom(...WORDS, name), { minLength: 1, maxLength: 3 });
  const key = fc
    .tuple(words, fc.constantFrom('', '', '', '@europe-west1'))
    .map(([parts, region]) => `${parts.join('-')}${region}`);
  return fc.record({
    services: fc.dictionary(key, service, { maxKeys: 5 }).map(placed),
    policy: fc.option(policy, { nil: null }),
    unreadServices: fc.constantFrom<Record<string, Gap>>({}, {}, { 'acme-hidden': gap }),
    denied: fc.constantFrom<NonNullable<EnvironmentDraft['denied']>>(
      [],
      [],
      [{ resource: 'run.services.iamPolicy', region: 'us-central1' }],
      [{ resource: 'run.services', region: 'us-central1' }],
    ),
  });
}

/** `web@europe-west1` stands in another region. */
function placed(services: Record<string, ServiceDraft>): Record<string, ServiceDraft> {
  return Object.fromEntries(
    Object.entries(services).map(([key, draft]) => [
      key,
      key.includes('@') ? { ...draft, region: key.split('@')[1] ?? '' } : draft,
    ]),
  );
}

/** Estates of one to three environments, with everything in them that a draft can stumble over. */
export const estates: fc.Arbitrary<Record<string, EnvironmentDraft>> = fc
  .subarray(['dev', 'stage', 'prod'], { minLength: 1 })
  .chain((names) => fc.tuple(...names.map(environmentDraft)).map((drafts) => ({ names, drafts })))
  .map(({ names, drafts }) => Object.fromEntries(names.map((name, at) => [name, drafts[at] ?? {}])));
