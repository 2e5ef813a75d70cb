import { isObject, type JsonObject } from '../json.ts';
import { containers } from './container.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { EGRESS, EXECUTION_ENVIRONMENT, enumAt, REVOCATION } from './enums.ts';
import { annotations, labels } from './labels.ts';
import {
  connectorName,
  lastSegment,
  networkName,
  resourceName,
  revisionName,
  subnetworkName,
} from './names.ts';
import { duration } from './quantities.ts';
import { countAt, flagAt, inOrder, isAbsent, listAt, objectAt, put, textAt, textSetAt } from './read.ts';
import { keepUnknown } from './unknown.ts';
import { volumes } from './volume.ts';

const TEMPLATE = new Set(
  (
    'annotations containers encryptionKey encryptionKeyRevocationAction encryptionKeyShutdownDuration ' +
    'executionEnvironment gpuZonalRedundancyDisabled healthCheckDisabled labels maxInstanceRequestConcurrency ' +
    'nodeSelector revision scaling serviceAccount serviceMesh sessionAffinity timeout volumes vpcAccess ' +
    'client clientVersion'
  ).split(' '),
);
const SCALING = new Set(['maxInstanceCount', 'minInstanceCount']);
const VPC_ACCESS = new Set(['connector', 'egress', 'networkInterfaces']);
const NETWORK_INTERFACE = new Set(['network', 'subnetwork', 'tags']);

/** The intent of a revision template. An absent concurrency is 80, an absent timeout 300 seconds. */
export function template(value: unknown, place: Place): JsonObject {
  const raw = objectAt(value, 'template');
  const out: JsonObject = {};
  const volume = volumes(raw.volumes, place);
  const container = containers(raw.containers, { place, sqlVolumes: volume.sqlVolumes });
  put(out, 'annotations', annotations(raw.annotations, place, 'template.annotations'));
  put(out, 'cloudSqlInstances', volume.sqlInstances);
  put(out, 'containers', container);
  putEncryption(out, raw, place);
  const where = 'template.executionEnvironment';
  put(out, 'executionEnvironment', enumAt(raw.executionEnvironment, EXECUTION_ENVIRONMENT, where));
  putFlags(out, raw);
  put(out, 'labels', labels(raw.labels, place, 'template.labels'));
  put(out, 'maxInstanceRequestConcurrency', concurrency(raw.maxInstanceRequestConcurrency, container));
  put(out, 'nodeSelector', messageOf(raw.nodeSelector, 'accelerator', place));
  put(out, 'revision', revisionName(raw.revision, 'template.revision'));
  put(out, 'scaling', scaling(raw.scaling, place));
  put(out, 'serviceAccount', accountEmail(raw.serviceAccount));
  put(out, 'serviceMesh', messageOf(raw.serviceMesh, 'mesh', place));
  const timeout = duration(raw.timeout, 'template.timeout');
  put(out, 'timeout', timeout === '300s' ? undefined : timeout);
  put(out, 'volumes', volume.volumes);
  put(out, 'vpcAccess', vpcAccess(raw.vpcAccess, place));
  keepUnknown(out, raw, { known: TEMPLATE, place });
  return out;
}

function putEncryption(out: JsonObject, raw: Raw, place: Place): void {
  put(out, 'encryptionKey', resourceName(raw.encryptionKey, place, 'template.encryptionKey'));
  const action = 'encryptionKeyRevocationAction';
  put(out, action, enumAt(raw[action], REVOCATION, `template.${action}`));
  const shutdown = duration(raw.encryptionKeyShutdownDuration, 'template.encryptionKeyShutdownDuration');
  put(out, 'encryptionKeyShutdownDuration', shutdown === '0s' ? undefined : shutdown);
}

function putFlags(out: JsonObject, raw: Raw): void {
  for (const key of ['gpuZonalRedundancyDisabled', 'healthCheckDisabled', 'sessionAffinity'] as const) {
    put(out, key, flagAt(raw[key], `template.${key}`));
  }
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
  put(out, 'maxInstanceCount', countAt(raw.maxInstanceCount, 'template.scaling.maxInstanceCount'));
  put(out, 'minInstanceCount', countAt(raw.minInstanceCount, 'template.scaling.minInstanceCount'));
  keepUnknown(out, raw, { known: SCALING, place });
  return inOrder(out);
}

function messageOf(value: unknown, member: string, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, `template.*.${member}`);
  const out: JsonObject = {};
  put(out, member, resourceName(raw[member], place, `template.*.${member}`));
  keepUnknown(out, raw, { known: new Set([member]), place });
  return inOrder(out);
}

function vpcAccess(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'template.vpcAccess');
  const out: JsonObject = {};
  put(out, 'connector', connectorName(raw.connector, place, 'template.vpcAccess.connector'));
  const egress = enumAt(raw.egress, EGRESS, 'template.vpcAccess.egress');
  put(out, 'egress', egress === 'PRIVATE_RANGES_ONLY' ? undefined : egress);
  const interfaces = listAt(raw.networkInterfaces, 'template.vpcAccess.networkInterfaces');
  if (interfaces.length > 0)
    put(
      out,
      'networkInterfaces',
      interfaces.map((item) => networkInterface(item, place)),
    );
  keepUnknown(out, raw, { known: VPC_ACCESS, place });
  return inOrder(out);
}

function networkInterface(value: unknown, place: Place): JsonObject {
  const where = 'template.vpcAccess.networkInterfaces';
  if (!isObject(value)) throw new ForeignDocument(`${where} holds something that is not an object`);
  const out: JsonObject = {};
  put(out, 'network', networkName(value.network, place, where));
  put(out, 'subnetwork', subnetworkName(value.subnetwork, place, where));
  put(out, 'tags', textSetAt(value.tags, where));
  keepUnknown(out, value, { known: NETWORK_INTERFACE, place });
  return out;
}
