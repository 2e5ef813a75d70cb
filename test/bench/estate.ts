import type { RawDocument, ScopeOutcome } from '../../shared/estate/source.ts';
import type { ResourceClass } from '../../shared/snapshot/model.ts';

/** The environments of the bench estate; each has a project of its own. */
export const ENVIRONMENTS = ['dev', 'stage', 'prod'];
const REGION = 'us-central1';

/** What values of each environment are looked through for. */
export const KNOWN = ENVIRONMENTS.map((name) => ({
  name,
  identifiers: [`bench-${name}`, `${name}.bench.example.com`, `api.${name}.bench.example.com`],
}));

/** Runtime accounts of a project, and the secrets its services take. */
const ACCOUNTS = 40;
const SECRETS = [0, 4, 8, 12, 16].map((key) => `secret-${key}`);

/** How many services a page of a list holds. */
export const PAGE = 100;

interface Page {
  services: { name: string }[];
  policies: unknown[];
}

/**
 * A page of a project's services and their policies, as JSON: indented, as Google's REST APIs answer where
 * `prettyPrint` is not turned off (its default in the discovery document of Cloud Run).
 */
export function pageText(project: string, from: number, size: number): string {
  const indexes = Array.from({ length: size }, (_, at) => from + at);
  const page = {
    services: indexes.map((index) => serviceDocument(project, index)),
    policies: indexes.map((index) => policyDocument(project, index)),
  };
  return JSON.stringify(page, null, 2);
}

/** The documents of a parsed page. */
export function documentsOf({ services, policies }: Page): RawDocument[] {
  return services.flatMap((body, at) => {
    const name = body.name.slice(body.name.lastIndexOf('/') + 1);
    return [
      { resource: 'run.services', region: REGION, name, body },
      { resource: 'run.services.iamPolicy', region: REGION, name, body: policies[at] },
    ] satisfies RawDocument[];
  });
}

/** What the services of a project lean on: its policy, their accounts, their secrets. Without it nothing about them can be decided. */
export function projectDocuments(project: string): RawDocument[] {
  const emails = Array.from({ length: ACCOUNTS }, (_, at) => `cr-${at}@${project}.iam.gserviceaccount.com`);
  const members = emails.map((email) => `serviceAccount:${email}`);
  const bindings = [
    { role: 'roles/viewer', members: ['group:engineers@example.com'] },
    { role: 'roles/secretmanager.secretAccessor', members },
  ];
  const unconditional = { version: 1, etag: 'BwY=', bindings };
  return [
    document('resourcemanager.projects.iamPolicy', project, unconditional),
    ...emails.flatMap((email, at) => [
      document('iam.serviceAccounts', email, { email, uniqueId: String(at) }),
      document('iam.serviceAccountKeys', email, []),
    ]),
    ...SECRETS.flatMap((name) => {
      const parent = `projects/${project}/secrets/${name}`;
      const version = { name: `${parent}/versions/1`, state: 'ENABLED', createTime: '2026-02-01T00:00:00Z' };
      return [
        document('secretmanager.secrets', name, { name: parent, replication: { automatic: {} } }),
        document('secretmanager.versions', name, [version]),
        document('secretmanager.secrets.iamPolicy', name, { version: 1, etag: 'BwY=' }),
      ];
    }),
  ];
}

function document(resource: ResourceClass, name: string, body: unknown): RawDocument {
  return { resource, region: null, name, body };
}

/** What a source answers where it has read all of it. */
export const OUTCOMES: ScopeOutcome[] = [
  outcome('run.services', REGION),
  outcome('run.services.iamPolicy', REGION),
  outcome('resourcemanager.projects.iamPolicy', null),
  outcome('iam.serviceAccounts', null),
  outcome('iam.serviceAccountKeys', null),
  outcome('secretmanager.secrets', null),
  outcome('secretmanager.versions', null),
  outcome('secretmanager.secrets.iamPolicy', null),
];

function outcome(resource: ResourceClass, region: string | null): ScopeOutcome {
  return { resource, region, status: 'OK', detail: null, gaps: {} };
}

/** Who may invoke a service: one account for most, everybody for every fifth. */
function policyDocument(project: string, index: number): Record<string, unknown> {
  const member = index % 5 === 0 ? 'allUsers' : `serviceAccount:cr-0@${project}.iam.gserviceaccount.com`;
  return { version: 1, etag: `BwY${index}=`, bindings: [{ role: 'roles/run.invoker', members: [member] }] };
}

/** Cloud Run puts the project's number into the host of each service. */
function projectNumber(project: string): string {
  return String(100_000_000_000 + ENVIRONMENTS.findIndex((name) => project === `bench-${name}`));
}

/** A v2 service as Cloud Run prints one, big enough to be true to life: 20 keys, about 6 KiB, a sidecar in every fourth. */
function serviceDocument(project: string, index: number): Record<string, unknown> {
  const name = `service-${index}`;
  const parent = `projects/${project}/locations/us-central1/services/${name}`;
  return {
    name: parent,
    uid: `e95937c6-9864-458b-acea-${String(index).padStart(12, '0')}`,
    generation: String(index + 1),
    labels: { team: `team-${index % 9}`, 'commit-sha': `c${index}` },
    createTime: '2026-01-01T08:12:58.718740Z',
    updateTime: READY_SINCE,
    creator: 'ci@example.com',
    lastModifier: 'ci@example.com',
    client: 'gcloud',
    clientVersion: '528.0.0',
    ingress: 'INGRESS_TRAFFIC_ALL',
    launchStage: 'GA',
    template: {
      scaling: { maxInstanceCount: 10 },
      timeout: '300s',
      serviceAccount: `cr-${index % ACCOUNTS}@${project}.iam.gserviceaccount.com`,
      maxInstanceRequestConcurrency: 80,
      vpcAccess: {
        connector: `projects/${project}/locations/us-central1/connectors/main`,
        egress: 'PRIVATE_RANGES_ONLY',
      },
      volumes: [{ name: 'cloudsql', cloudSqlInstance: { instances: [`${project}:us-central1:main`] } }],
      containers: [
        container(project, index),
        ...(index % 4 === 0 ? [{ name: 'proxy', image: 'envoy:1' }] : []),
      ],
    },
    traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    observedGeneration: String(index + 1),
    terminalCondition: succeeded('Ready'),
    conditions: [succeeded('RoutesReady'), succeeded('ConfigurationsReady')],
    latestReadyRevision: `${parent}/revisions/${name}-00001-abc`,
    latestCreatedRevision: `${parent}/revisions/${name}-00001-abc`,
    trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    uri: `https://${name}-abc-uc.a.run.app`,
    urls: [
      `https://${name}-${projectNumber(project)}.us-central1.run.app`,
      `https://${name}-abc-uc.a.run.app`,
    ],
    etag: `"etag-${index}"`,
  };
}

const READY_SINCE = '2026-02-01T09:15:07.434367Z';

function succeeded(type: string): Record<string, unknown> {
  return { type, state: 'CONDITION_SUCCEEDED', lastTransitionTime: READY_SINCE };
}

function container(project: string, index: number): Record<string, unknown> {
  return {
    image: `us-docker.pkg.dev/${project}/app/service-${index}:v1`,
    resources: { limits: { cpu: '1000m', memory: '512Mi' }, cpuIdle: true, startupCpuBoost: true },
    ports: [{ name: 'http1', containerPort: 8080 }],
    volumeMounts: [{ name: 'cloudsql', mountPath: '/cloudsql' }],
    startupProbe: { timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1, tcpSocket: { port: 8080 } },
    env: Array.from({ length: 20 }, (_, key) => environmentKey(project, index, key)),
  };
}

/** Five secrets, five literals of the service's own, ten that the services of a project share. */
function environmentKey(project: string, index: number, key: number): Record<string, unknown> {
  if (key % 4 === 0)
    return {
      name: `SECRET_${key}`,
      valueSource: { secretKeyRef: { secret: `secret-${key}`, version: 'latest' } },
    };
  const own = key % 4 === 1;
  return {
    name: `SETTING_${key}`,
    value: own ? `value-${index}-of-${project}` : `value-${key}-of-${project}`,
  };
}
