import { isObject } from '../../json.ts';
import { ForeignDocument, type Raw, type Work } from '../context.ts';
import { isAbsent, listAt, objectAt, textAt } from '../read.ts';
import {
  commaList,
  into,
  intoMessage,
  OUTPUT,
  parsed,
  type Setter,
  spreadAnnotations,
} from './annotations.ts';
import { type Revision, restContainer } from './container.ts';
import { restVolume } from './volume.ts';

const EXECUTION = { gen1: 'EXECUTION_ENVIRONMENT_GEN1', gen2: 'EXECUTION_ENVIRONMENT_GEN2', default: '' };
const EGRESS = {
  all: 'ALL_TRAFFIC',
  'all-traffic': 'ALL_TRAFFIC',
  'private-ranges-only': 'PRIVATE_RANGES_ONLY',
};
const REVOCATION = { 'prevent-new': 'PREVENT_NEW', 'shut-down': 'SHUTDOWN', shutdown: 'SHUTDOWN' };

/** Members under this name are for the containers and volumes, and end with this translation. */
const REVISION = 'revision-wide';

const SETTERS: ReadonlyMap<string, Setter> = new Map<string, Setter>([
  ['autoscaling.knative.dev/minScale', intoMessage('scaling', 'minInstanceCount')],
  ['autoscaling.knative.dev/maxScale', intoMessage('scaling', 'maxInstanceCount')],
  ['run.googleapis.com/scaling-cpu-target', intoMessage('scaling', 'cpuUtilization')],
  ['run.googleapis.com/scaling-concurrency-target', intoMessage('scaling', 'concurrencyUtilization')],
  ['run.googleapis.com/execution-environment', into('executionEnvironment', EXECUTION)],
  ['run.googleapis.com/sessionAffinity', into('sessionAffinity')],
  ['run.googleapis.com/health-check-disabled', into('healthCheckDisabled')],
  ['run.googleapis.com/gpu-zonal-redundancy-disabled', into('gpuZonalRedundancyDisabled')],
  ['run.googleapis.com/encryption-key', into('encryptionKey')],
  ['run.googleapis.com/post-key-revocation-action-type', into('encryptionKeyRevocationAction', REVOCATION)],
  ['run.googleapis.com/encryption-key-shutdown-hours', shutdownHours],
  ['run.googleapis.com/mesh', intoMessage('serviceMesh', 'mesh')],
  ['run.googleapis.com/vpc-access-connector', intoMessage('vpcAccess', 'connector')],
  ['run.googleapis.com/vpc-access-egress', intoMessage('vpcAccess', 'egress', EGRESS)],
  ['run.googleapis.com/network-interfaces', parsed(networkInterfaces)],
  ['run.googleapis.com/cloudsql-instances', intoMessage(REVISION, 'sqlInstances')],
  ['run.googleapis.com/cpu-throttling', intoMessage(REVISION, 'cpuIdle')],
  ['run.googleapis.com/startup-cpu-boost', intoMessage(REVISION, 'startupCpuBoost')],
  ['run.googleapis.com/secrets', intoMessage(REVISION, 'aliases')],
  ['run.googleapis.com/container-dependencies', parsed(perContainer('dependencies'))],
  ['run.googleapis.com/base-images', parsed(perContainer('baseImages'))],
  ['run.googleapis.com/sources', parsed(perContainer('sources'))],
]);

/** Output, who was last there, and what the build of the image says of itself: `buildInfo` in v2. */
const NOISE = new Set([
  ...OUTPUT,
  'run.googleapis.com/build-function-target',
  'run.googleapis.com/build-id',
  'run.googleapis.com/build-source-location',
  'run.googleapis.com/lastModifier',
  'serving.knative.dev/lastModifier',
]);

const SPEC = new Set([
  'containerConcurrency',
  'containers',
  'enableServiceLinks',
  'nodeSelector',
  'runtimeClassName',
  'serviceAccountName',
  'timeoutSeconds',
  'volumes',
]);

/** A v1 revision template in v2 shape. What takes requests has its CPU throttled between them by default. */
export function restTemplate(value: unknown, work: Work): Raw {
  if (!isObject(value) || !isObject(value.spec)) throw new ForeignDocument('spec.template.spec is missing');
  const metadata = objectAt(value.metadata, 'spec.template.metadata');
  const spec: Raw = value.spec;
  const out: Raw = {};
  for (const key in spec) if (!SPEC.has(key)) out[key] = spec[key];
  const known = { setters: SETTERS, noise: NOISE };
  out.annotations = spreadAnnotations(objectAt(metadata.annotations, 'template.annotations'), known, out);
  const revision = revisionWide(objectAt(out[REVISION], 'annotations'), work);
  delete out[REVISION];
  out.containers = listAt(spec.containers, 'spec.template.spec.containers').map((item) =>
    restContainer(item, revision),
  );
  out.labels = metadata.labels;
  out.maxInstanceRequestConcurrency = spec.containerConcurrency;
  out.revision = metadata.name;
  out.serviceAccount = spec.serviceAccountName;
  out.timeout = spec.timeoutSeconds;
  out.volumes = restVolumes(spec.volumes, revision);
  return Object.assign(out, nodeSelector(spec.nodeSelector), knativeOnly(spec));
}

function revisionWide(raw: Raw, work: Work): Revision {
  const pairs = commaList(textAt(raw.aliases, 'secrets') ?? '').map((pair) => {
    const at = pair.indexOf(':');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return {
    aliases: new Map(pairs),
    baseImages: objectAt(raw.baseImages, 'base-images'),
    cpuIdle: raw.cpuIdle ?? (work === 'requests' ? true : undefined),
    dependencies: objectAt(raw.dependencies, 'container-dependencies'),
    sources: objectAt(raw.sources, 'sources'),
    sqlInstances: commaList(textAt(raw.sqlInstances, 'cloudsql-instances') ?? ''),
    startupCpuBoost: raw.startupCpuBoost,
  };
}

function restVolumes(value: unknown, revision: Revision): Raw[] {
  const out = listAt(value, 'spec.template.spec.volumes').map((item) => restVolume(item, revision));
  if (revision.sqlInstances.length > 0) {
    out.push({ name: 'cloudsql', cloudSqlInstance: { instances: revision.sqlInstances } });
  }
  return out;
}

function nodeSelector(value: unknown): Raw {
  const { 'run.googleapis.com/accelerator': accelerator, ...rest } = objectAt(value, 'nodeSelector');
  return isAbsent(value) ? {} : { nodeSelector: isAbsent(accelerator) ? rest : { ...rest, accelerator } };
}

/** Both are how v1 spells what v2 does not say: service links are never made, the runtime class follows `base-images`. */
function knativeOnly({ enableServiceLinks, runtimeClassName }: Raw): Raw {
  const out: Raw = {};
  if (!isAbsent(enableServiceLinks) && enableServiceLinks !== false)
    out.enableServiceLinks = enableServiceLinks;
  if (runtimeClassName !== 'run.googleapis.com/linux-base-image-update')
    out.runtimeClassName = runtimeClassName;
  return out;
}

function shutdownHours(out: Raw, text: string): boolean {
  const hours = Number(text);
  out.encryptionKeyShutdownDuration = Number.isNaN(hours) ? text : `${hours * 3600}s`;
  return true;
}

function networkInterfaces(out: Raw, value: unknown): void {
  const interfaces = listAt(value, 'network-interfaces').map((item) => {
    const raw = objectAt(item, 'network-interfaces');
    return typeof raw.tags === 'string' ? { ...raw, tags: commaList(raw.tags) } : raw;
  });
  out.vpcAccess = { ...objectAt(out.vpcAccess, 'vpcAccess'), networkInterfaces: interfaces };
}

function perContainer(member: string): (out: Raw, value: unknown) => void {
  return (out, value) => {
    out[REVISION] = { ...objectAt(out[REVISION], 'annotations'), [member]: objectAt(value, member) };
  };
}
