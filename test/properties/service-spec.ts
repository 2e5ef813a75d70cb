import fc from 'fast-check';

/** A service as people mean it, in the words of neither API; every text is safe in both. */
export interface ServiceSpec {
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  description: string;
  ingress: 'all' | 'internal' | 'internal-and-cloud-load-balancing';
  invokerIamDisabled: boolean;
  iapEnabled: boolean;
  defaultUriDisabled: boolean;
  customAudiences: string[];
  serviceMin: number;
  serviceMax: number;
  manualInstances: number | null;
  binaryAuthorization: 'default' | 'policy' | null;
  buildTarget: string | null;
  buildEnv: Record<string, string>;
  template: TemplateSpec;
  traffic: 'latest' | 'absent' | { revision: string; percent: number; tag: string | null }[];
  status: { ready: 'True' | 'False' | 'Unknown'; generation: number };
}

export interface TemplateSpec {
  labels: Record<string, string>;
  minInstances: number;
  maxInstances: number;
  concurrency: number | null;
  timeoutSeconds: number | null;
  serviceAccount: string | null;
  executionEnvironment: 'gen1' | 'gen2' | null;
  encryptionKey: string | null;
  shutdownHours: number | null;
  sessionAffinity: boolean;
  healthCheckDisabled: boolean;
  gpu: boolean;
  connector: string | null;
  network: { network: string; subnetwork: string; tags: string[] } | null;
  egress: 'all-traffic' | 'private-ranges-only' | null;
  sqlInstances: string[];
  cpuIdle: boolean;
  startupCpuBoost: boolean;
  containers: ContainerSpec[];
  volumes: VolumeSpec[];
}

export interface ContainerSpec {
  /** Null: the only container, without a name. */
  name: string | null;
  image: string;
  port: number | null;
  http2: boolean;
  cpu: string;
  memory: string;
  command: string[];
  args: string[];
  env: Record<string, EnvSpec>;
  dependsOn: string[];
  baseImage: string | null;
  liveness: { path: string; header: string | null; period: number } | null;
  startup: 'default' | 'absent' | { port: number; threshold: number };
  workingDir: string;
  mounts: { volume: string; path: string }[];
}

export type EnvSpec = { value: string } | { secret: string; project: string | null; version: string };

export type VolumeSpec = { name: string } & (
  | {
      kind: 'secret';
      secret: string;
      project: string | null;
      items: { path: string; version: string; mode: number | null }[];
    }
  | { kind: 'memory'; size: string }
  | { kind: 'bucket'; bucket: string; readOnly: boolean; options: string[] }
  | { kind: 'nfs'; server: string; path: string; readOnly: boolean }
);

export const PROJECT = 'shop-prod';
export const NUMBER = '450503644772';
export const REGION = 'europe-west1';

/** Names both APIs take. */
export const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const key = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,14}$/);
const value = fc.oneof(
  fc.string({ maxLength: 24 }),
  fc.constantFrom('', 'true', '80', 'ünïcode ✓', '{"a":1}', 'a,b:c'),
);
const version = fc.constantFrom('latest', '1', '7', 'live');
/** Labels or annotations. */
export const words = (maxKeys: number) => fc.dictionary(word, fc.string({ maxLength: 12 }), { maxKeys });
const nullable = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null });
const foreignProject = nullable(fc.constantFrom('other-project', 'vault-1'));

const envEntry: fc.Arbitrary<EnvSpec> = fc.oneof(
  fc.record({ value }),
  fc.record({ secret: word, project: foreignProject, version }),
);

const container = (name: string | null, port: number | null): fc.Arbitrary<ContainerSpec> =>
  fc.record({
    name: fc.constant(name),
    image: word.map((image) => `${REGION}-docker.pkg.dev/${PROJECT}/app/${image}:1`),
    port: fc.constant(port),
    http2: fc.boolean(),
    cpu: fc.constantFrom('1', '2', '0.5', '0.08'),
    memory: fc.constantFrom('512Mi', '1Gi', '1536Mi', '256Mi'),
    command: fc.array(value, { maxLength: 2 }),
    args: fc.array(value, { maxLength: 3 }),
    env: fc.dictionary(key, envEntry, { maxKeys: 6 }),
    dependsOn: fc.constant([]),
    baseImage: nullable(word),
    liveness: nullable(
      fc.record({
        path: word.map((path) => `/${path}`),
        header: nullable(value),
        period: fc.constantFrom(5, 10, 30),
      }),
    ),
    startup: fc.oneof(
      fc.constantFrom('default' as const, 'absent' as const),
      fc.record({ port: fc.constantFrom(8080, 9090), threshold: fc.constantFrom(1, 3, 90) }),
    ),
    workingDir: fc.constantFrom('', '/srv'),
    mounts: fc.constant([]),
  });

const volume: fc.Arbitrary<VolumeSpec> = fc.oneof(
  fc.record({
    name: word,
    kind: fc.constant('secret' as const),
    secret: word,
    project: foreignProject,
    items: fc.uniqueArray(fc.record({ path: word, version, mode: nullable(fc.constantFrom(256, 292)) }), {
      maxLength: 2,
      selector: (item) => item.path,
    }),
  }),
  fc.record({ name: word, kind: fc.constant('memory' as const), size: fc.constantFrom('1Gi', '64Mi') }),
  fc.record({
    name: word,
    kind: fc.constant('bucket' as const),
    bucket: word,
    readOnly: fc.boolean(),
    options: fc.uniqueArray(word, { maxLength: 3 }),
  }),
  fc.record({
    name: word,
    kind: fc.constant('nfs' as const),
    server: word,
    path: word,
    readOnly: fc.boolean(),
  }),
);

const containers: fc.Arbitrary<ContainerSpec[]> = fc.oneof(
  container(null, 8080).map((only) => [only]),
  fc.tuple(container('app', 8080), container('sidecar', null)).map(([app, sidecar]) => [
    { ...app, dependsOn: ['sidecar'] },
    { ...sidecar, startup: 'absent' as const },
  ]),
);

/** Templates of revisions. */
export const templateSpec: fc.Arbitrary<TemplateSpec> = fc
  .record({
    labels: words(2),
    minInstances: fc.constantFrom(0, 1, 3),
    maxInstances: fc.constantFrom(4, 20, 100),
    concurrency: nullable(fc.constantFrom(1, 4, 80)),
    timeoutSeconds: nullable(fc.constantFrom(60, 300, 900)),
    serviceAccount: nullable(word.map((account) => `${account}@${PROJECT}.iam.gserviceaccount.com`)),
    executionEnvironment: nullable(fc.constantFrom('gen1' as const, 'gen2' as const)),
    encryptionKey: nullable(
      word.map((id) => `projects/${PROJECT}/locations/${REGION}/keyRings/r/cryptoKeys/${id}`),
    ),
    shutdownHours: nullable(fc.constantFrom(1, 24)),
    sessionAffinity: fc.boolean(),
    healthCheckDisabled: fc.boolean(),
    gpu: fc.boolean(),
    connector: nullable(word),
    network: nullable(
      fc.record({ network: word, subnetwork: word, tags: fc.uniqueArray(word, { maxLength: 2 }) }),
    ),
    egress: nullable(fc.constantFrom('all-traffic' as const, 'private-ranges-only' as const)),
    sqlInstances: fc.uniqueArray(word, { maxLength: 2 }),
    cpuIdle: fc.boolean(),
    startupCpuBoost: fc.boolean(),
    containers,
    volumes: fc.uniqueArray(volume, { maxLength: 3, selector: ({ name }) => name }),
  })
  .map((spec) => ({ ...spec, containers: mounted(spec.containers, spec.volumes) }));

/** Services as estates have them, and some they rarely have. */
export const serviceSpec: fc.Arbitrary<ServiceSpec> = fc.record({
  name: word,
  labels: words(3),
  annotations: words(2),
  description: fc.constantFrom('', 'takes orders'),
  ingress: fc.constantFrom('all', 'internal', 'internal-and-cloud-load-balancing'),
  invokerIamDisabled: fc.boolean(),
  iapEnabled: fc.boolean(),
  defaultUriDisabled: fc.boolean(),
  customAudiences: fc.uniqueArray(
    word.map((host) => `https://${host}.example`),
    { maxLength: 2 },
  ),
  serviceMin: fc.constantFrom(0, 2),
  serviceMax: fc.constantFrom(0, 20),
  manualInstances: nullable(fc.constantFrom(0, 2)),
  binaryAuthorization: nullable(fc.constantFrom('default' as const, 'policy' as const)),
  buildTarget: nullable(word),
  buildEnv: fc.dictionary(key, value, { maxKeys: 2 }),
  template: templateSpec,
  traffic: fc.oneof(
    fc.constantFrom('latest' as const, 'absent' as const),
    fc.uniqueArray(
      fc.record({
        revision: word,
        percent: fc.constantFrom(0, 10, 50, 100),
        tag: nullable(fc.constantFrom('blue', 'green', 'latest', 'pinned-1')),
      }),
      { minLength: 1, maxLength: 3, selector: ({ tag, revision }) => tag ?? `revision ${revision}` },
    ),
  ),
  status: fc.record({
    ready: fc.constantFrom('True', 'False', 'Unknown'),
    generation: fc.integer({ min: 1, max: 99 }),
  }),
});

function mounted(list: ContainerSpec[], volumes: VolumeSpec[]): ContainerSpec[] {
  const mounts = volumes.map(({ name }) => ({ volume: name, path: `/mnt/${name}` }));
  return list.map((one, index) => (index === 0 ? { ...one, mounts } : one));
}
