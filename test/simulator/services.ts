import { isDeepStrictEqual } from 'node:util';
import type { IdSource } from './ids.ts';
import type { SimulatedProject, SimulatedRevision } from './model.ts';
import { withoutDefaults } from './proto-defaults.ts';
import type {
  ServiceInput,
  V2Condition,
  V2Container,
  V2Service,
  V2Template,
  V2TrafficTarget,
} from './run-types.ts';

/** Who changes a service, with what, and how the rollout ends. */
export interface ChangeOptions {
  by?: string;
  client?: string;
  clientVersion?: string;
  outcome?: 'ready' | 'failed' | 'reconciling';
}

/** Where a service lives and what new names and times are taken from. */
export interface ServiceContext {
  project: SimulatedProject;
  region: string;
  ids: IdSource;
  /** RFC 3339 with microseconds */
  now: string;
}

const REGION_CODES: Record<string, string> = {
  'us-central1': 'uc',
  'us-east1': 'ue',
  'europe-west1': 'ew',
  'europe-west4': 'ez',
  'africa-south1': 'bq',
};
const DEFAULT_PROBE = {
  timeoutSeconds: 240,
  periodSeconds: 240,
  failureThreshold: 1,
  tcpSocket: { port: 8080 },
};
const LATEST: V2TrafficTarget = { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 };
const STATES = {
  ready: 'CONDITION_SUCCEEDED',
  failed: 'CONDITION_FAILED',
  reconciling: 'CONDITION_RECONCILING',
} as const;

/** A first service document with every output-only field as Cloud Run fills it. */
export function createService(
  context: ServiceContext,
  input: ServiceInput,
  options: ChangeOptions,
): V2Service {
  const { project, region, ids, now } = context;
  const by = options.by ?? input.creator ?? `deployer@${project.id}.iam.gserviceaccount.com`;
  const service: V2Service = {
    ...computed(context, by),
    launchStage: 'GA',
    ingress: 'INGRESS_TRAFFIC_ALL',
    traffic: [LATEST],
    client: 'gcloud',
    clientVersion: '583.0.0',
    ...hosts(context, input.name),
    ...structuredClone(input),
    name: `projects/${project.id}/locations/${region}/services/${input.name}`,
    template: fillTemplate(structuredClone(input.template ?? {}), project),
  };
  service.latestCreatedRevision = revisionName(service, ids);
  if (service.defaultUriDisabled) dropHosts(service);
  settle(service, options.outcome ?? 'ready', now);
  return withoutDefaults(service);
}

/** The document after a change, with generation, etag, times, actor, revision and status moved on. */
export function changeService(
  context: ServiceContext,
  current: V2Service,
  change: { edit: (service: V2Service) => void; options: ChangeOptions },
): V2Service {
  const { edit, options } = change;
  const next = structuredClone(current);
  edit(next);
  next.generation = String(Number(current.generation) + 1);
  next.etag = `"${context.ids.etag()}"`;
  next.updateTime = context.now;
  next.lastModifier = options.by ?? current.lastModifier;
  next.client = options.client ?? current.client ?? 'gcloud';
  if (options.clientVersion !== undefined) next.clientVersion = options.clientVersion;
  if (!isSame(withoutDefaults(next.template), current.template)) {
    next.latestCreatedRevision = revisionName(next, context.ids);
  }
  if (next.defaultUriDisabled) dropHosts(next);
  else Object.assign(next, hosts(context, shortName(next.name)));
  settle(next, options.outcome ?? 'ready', context.now);
  return withoutDefaults(next);
}

/** The revision a service created last. */
export function newestRevision(service: V2Service, ids: IdSource): SimulatedRevision {
  return {
    name: shortName(service.latestCreatedRevision),
    uid: ids.uuid(),
    generation: service.generation,
    createTime: service.updateTime,
    creator: service.lastModifier,
    ready: service.latestReadyRevision === service.latestCreatedRevision,
    template: service.template,
  };
}

/** What stands behind the last slash. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function computed(context: ServiceContext, by: string) {
  return {
    uid: context.ids.uuid(),
    generation: '1',
    createTime: context.now,
    updateTime: context.now,
    creator: by,
    lastModifier: by,
    observedGeneration: '1',
    terminalCondition: { type: 'Ready', state: 'CONDITION_PENDING' } as V2Condition,
    conditions: [] as V2Condition[],
    latestCreatedRevision: '',
    etag: `"${context.ids.etag()}"`,
  };
}

function hosts({ project, region }: ServiceContext, name: string) {
  const hashed = `https://${name}-${project.urlHash}-${regionCode(region)}.a.run.app`;
  return { urls: [`https://${name}-${project.number}.${region}.run.app`, hashed], uri: hashed };
}

function dropHosts(service: V2Service): void {
  delete service.uri;
  delete service.urls;
}

function regionCode(region: string): string {
  return (
    REGION_CODES[region] ??
    region
      .split('-')
      .map((part) => part[0])
      .join('')
  );
}

function fillTemplate(input: NonNullable<ServiceInput['template']>, project: SimulatedProject): V2Template {
  const containers = (input.containers ?? [{}]).map(fillContainer);
  const first = containers[0];
  if (first !== undefined && !containers.some((container) => container.ports !== undefined)) {
    first.ports = [{ name: 'http1', containerPort: 8080 }];
  }
  for (const container of containers) {
    if (container.ports !== undefined) container.startupProbe ??= structuredClone(DEFAULT_PROBE);
  }
  return {
    timeout: '300s',
    serviceAccount: `${project.number}-compute@developer.gserviceaccount.com`,
    maxInstanceRequestConcurrency: 80,
    scaling: { maxInstanceCount: 100 },
    ...input,
    containers,
  };
}

function fillContainer(input: Partial<V2Container>): V2Container {
  return {
    image: 'us-docker.pkg.dev/cloudrun/container/hello',
    ...input,
    resources: {
      cpuIdle: true,
      startupCpuBoost: true,
      ...input.resources,
      limits: { cpu: '1', memory: '512Mi', ...input.resources?.limits },
    },
  };
}

function revisionName(service: V2Service, ids: IdSource): string {
  const number = service.generation.padStart(5, '0');
  return `${service.name}/revisions/${shortName(service.name)}-${number}-${ids.letters(3)}`;
}

function settle(service: V2Service, outcome: keyof typeof STATES, at: string): void {
  const state = STATES[outcome];
  const failure = outcome === 'failed' ? { message: 'The user-provided container failed to start.' } : {};
  service.terminalCondition = { type: 'Ready', state, lastTransitionTime: at, ...failure };
  service.conditions = [
    { type: 'RoutesReady', state, lastTransitionTime: at, ...failure },
    { type: 'ConfigurationsReady', state, lastTransitionTime: at, ...failure },
  ];
  service.reconciling = outcome === 'reconciling';
  if (outcome !== 'reconciling') service.observedGeneration = service.generation;
  if (outcome === 'ready') {
    service.latestReadyRevision = service.latestCreatedRevision;
    service.trafficStatuses = service.traffic.map((target) => trafficStatus(service, target));
  }
}

function trafficStatus(service: V2Service, target: V2TrafficTarget): V2TrafficTarget {
  const revision = target.revision ?? shortName(service.latestCreatedRevision);
  const host = service.uri?.replace('https://', '');
  const tagged =
    target.tag !== undefined && host !== undefined ? { uri: `https://${target.tag}---${host}` } : {};
  const latest = target.type === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
  return { ...target, ...(latest ? {} : { revision }), ...tagged };
}

/** By what JSON says: a clone may come from another realm, whose prototypes are others. */
function isSame(a: V2Template, b: V2Template): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}
