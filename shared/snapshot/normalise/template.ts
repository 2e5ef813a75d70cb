import { isObject, type JsonObject } from '../json.ts';
import { containers } from './container.ts';
import type { Place, Raw, Work } from './context.ts';
import { EXECUTION_ENVIRONMENT, enumAt, REVOCATION } from './enums.ts';
import { annotations, labels } from './labels.ts';
import { lastSegment, resourceName, revisionName } from './names.ts';
import { duration } from './quantities.ts';
import { countAt, flagAt, inOrder, isAbsent, numberAt, objectAt, put, textAt } from './read.ts';
import { keepUnknown } from './unknown.ts';
import { volumes } from './volume.ts';
import { vpcAccess } from './vpc-access.ts';

const TEMPLATE = new Set(
  (
    'annotations containers encryptionKey encryptionKeyRevocationAction encryptionKeyShutdownDuration ' +
    'executionEnvironment gpuZonalRedundancyDisabled healthCheckDisabled labels maxInstanceRequestConcurrency ' +
    'nodeSelector revision scaling serviceAccount serviceMesh sessionAffinity timeout volumes vpcAccess ' +
    'client clientVersion'
  ).split(' '),
);
const TASK = new Set(
  (
    'containers encryptionKey executionEnvironment gpuZonalRedundancyDisabled maxRetries nodeSelector ' +
    'serviceAccount timeout volumes vpcAccess'
  ).split(' '),
);
const SCALING = new Set(['concurrencyUtilization', 'cpuUtilization', 'maxInstanceCount', 'minInstanceCount']);
const ACCELERATOR = new Set(['accelerator']);
const MESH = new Set(['mesh']);

/** The intent of a revision template. An absent concurrency is 80, an absent timeout 300 seconds. */
export function template(value: unknown, place: Place, work: Work): JsonObject {
  const raw = objectAt(value, 'template');
  const out: JsonObject = {};
  const volume = volumes(raw.volumes, place);
  const container = containers(raw.containers, { place, sqlVolumes: volume.sqlVolumes, work });
  put(out, 'annotations', annotations(raw.annotations, place, 'template.annotations'));
  put(out, 'cloudSqlInstances', volume.sqlInstances);
  put(out, 'containers', container);
  putEncryption(out, raw, place);
  put(out, 'executionEnvironment', sandbox(raw.executionEnvironment, work));
  put(
    out,
    'gpuZonalRedundancyDisabled',
    flagAt(raw.gpuZonalRedundancyDisabled, 'template.gpuZonalRedundancyDisabled'),
  );
  put(out, 'healthCheckDisabled', flagAt(raw.healthCheckDisabled, 'template.healthCheckDisabled'));
  put(out, 'labels', labels(raw.labels, place, 'template.labels'));
  const concurrent = raw.maxInstanceRequestConcurrency;
  put(out, 'maxInstanceRequestConcurrency', work === 'own' ? undefined : concurrency(concurrent, container));
  put(out, 'nodeSelector', nodeSelector(raw.nodeSelector, place));
  put(out, 'revision', revisionName(raw.revision, 'template.revision'));
  put(out, 'scaling', scaling(raw.scaling, place));
  put(out, 'serviceAccount', accountEmail(raw.serviceAccount));
  put(out, 'serviceMesh', messageOf(raw.serviceMesh, { member: 'mesh', known: MESH, place }));
  put(out, 'sessionAffinity', flagAt(raw.sessionAffinity, 'template.sessionAffinity'));
  put(out, 'timeout', timeout(raw.timeout, '300s'));
  put(out, 'volumes', volume.volumes);
  put(out, 'vpcAccess', vpcAccess(raw.vpcAccess, place));
  keepUnknown(out, raw, { known: TEMPLATE, place });
  return out;
}

/** The intent of a job's task. Absent retries are 3 (0 is a setting), an absent timeout 600 seconds. */
export function taskTemplate(value: unknown, place: Place): JsonObject {
  const raw = objectAt(value, 'template.template');
  const out: JsonObject = {};
  const volume = volumes(raw.volumes, place);
  put(out, 'cloudSqlInstances', volume.sqlInstances);
  put(out, 'containers', containers(raw.containers, { place, sqlVolumes: volume.sqlVolumes, work: 'own' }));
  put(out, 'encryptionKey', resourceName(raw.encryptionKey, place, 'template.encryptionKey'));
  put(out, 'executionEnvironment', sandbox(raw.executionEnvironment, 'own'));
  put(
    out,
    'gpuZonalRedundancyDisabled',
    flagAt(raw.gpuZonalRedundancyDisabled, 'template.gpuZonalRedundancyDisabled'),
  );
  const retries = numberAt(raw.maxRetries, 'template.template.maxRetries');
  put(out, 'maxRetries', retries === 3 ? undefined : retries);
  put(out, 'nodeSelector', nodeSelector(raw.nodeSelector, place));
  put(out, 'serviceAccount', accountEmail(raw.serviceAccount));
  put(out, 'timeout', timeout(raw.timeout, '600s'));
  put(out, 'volumes', volume.volumes);
  put(out, 'vpcAccess', vpcAccess(raw.vpcAccess, place));
  keepUnknown(out, raw, { known: TASK, place });
  return out;
}

function putEncryption(out: JsonObject, raw: Raw, place: Place): void {
  put(out, 'encryptionKey', resourceName(raw.encryptionKey, place, 'template.encryptionKey'));
  const action = 'encryptionKeyRevocationAction';
  put(out, action, enumAt(raw[action], REVOCATION, `template.${action}`));
  const shutdown = duration(raw.encryptionKeyShutdownDuration, 'template.encryptionKeyShutdownDuration');
  put(out, 'encryptionKeyShutdownDuration', shutdown === '0s' ? undefined : shutdown);
}

/** A service's sandbox is Cloud Run's choice where nothing is said; jobs and pools know the second generation alone. */
function sandbox(value: unknown, work: Work): string | undefined {
  const given = enumAt(value, EXECUTION_ENVIRONMENT, 'template.executionEnvironment');
  return work === 'own' && given === 'EXECUTION_ENVIRONMENT_GEN2' ? undefined : given;
}

function timeout(value: unknown, standard: string): string | undefined {
  const given = duration(value, 'template.timeout');
  return given === standard ? undefined : given;
}
/**
 * Documented: unset or 0 means 80 where the CPU is 1 or more, and 1 below. So that absence has one
 * meaning, 80 is always left out and every other effective value written.
 */
function concurrency(value: unknown, container: JsonObject): number | string | undefined {
  const given = countAt(value, 'template.maxInstanceRequestConcurrency');
  const effective = given ?? (cpuOf(container) < 1 ? 1 : 80);
  return effective === 80 ? undefined : effective;
}

/** The CPU of the container that takes the requests: the one with a port, or the first by name. */
function cpuOf(container: JsonObject): number {
  const names = Object.keys(container);
  const serving = names.find((name) => Object.hasOwn(container[name] as JsonObject, 'ports'));
  const main = container[serving ?? names.sort()[0] ?? ''];
  const resources = isObject(main) ? main.resources : undefined;
  const limits = isObject(resources) ? resources.limits : undefined;
  return isObject(limits) ? Number(limits.cpu) : 1;
}

/** Accounts are named by email; the resource name ends in it. */
function accountEmail(value: unknown): string | undefined {
  const text = textAt(value, 'template.serviceAccount');
  return text === undefined ? undefined : lastSegment(text);
}

function scaling(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'template.scaling');
  const out: JsonObject = {};
  // Zero is not the default here: it takes this target out of the scaling.
  for (const target of ['concurrencyUtilization', 'cpuUtilization'] as const) {
    put(out, target, numberAt(raw[target], `template.scaling.${target}`));
  }
  put(out, 'maxInstanceCount', countAt(raw.maxInstanceCount, 'template.scaling.maxInstanceCount'));
  put(out, 'minInstanceCount', countAt(raw.minInstanceCount, 'template.scaling.minInstanceCount'));
  keepUnknown(out, raw, { known: SCALING, place });
  return inOrder(out);
}

function nodeSelector(value: unknown, place: Place): JsonObject | undefined {
  return messageOf(value, { member: 'accelerator', known: ACCELERATOR, place });
}

function messageOf(
  value: unknown,
  { member, known, place }: { member: string; known: ReadonlySet<string>; place: Place },
): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, `template.*.${member}`);
  const out: JsonObject = {};
  put(out, member, resourceName(raw[member], place, `template.*.${member}`));
  keepUnknown(out, raw, { known, place });
  return inOrder(out);
}
