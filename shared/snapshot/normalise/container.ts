import { isObject, type Json, type JsonObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw, type Work } from './context.ts';
import { env } from './env.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { probe, startupProbe } from './probe.ts';
import { bytes, cores } from './quantities.ts';
import {
  flagAt,
  inOrder,
  isAbsent,
  listAt,
  numberAt,
  objectAt,
  put,
  textAt,
  textSetAt,
  unlessEmpty,
} from './read.ts';
import { wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

const CONTAINER = new Set(
  (
    'args baseImageUri command dependsOn env image livenessProbe ports readinessProbe resources sandboxLauncher sourceCode ' +
    'startupProbe volumeMounts workingDir name buildInfo'
  ).split(' '),
);
const RESOURCES = new Set(['limits', 'cpuIdle', 'startupCpuBoost']);
const PORT = new Set(['name', 'containerPort']);
const MOUNT = new Set(['mountPath', 'name', 'subPath']);
const SOURCE_CODE = new Set(['cloudStorageSource']);
const STORAGE_SOURCE = new Set(['bucket', 'object', 'generation']);

interface Surroundings {
  place: Place;
  /** Names of volumes that are Cloud SQL sockets: their mounts are told by `cloudSqlInstances`. */
  sqlVolumes: ReadonlySet<string>;
  work: Work;
}

/** Containers by name; one without a name is `main` if it is the only one or takes the requests. */
export function containers(value: unknown, around: Surroundings): JsonObject {
  const list = listAt(value, 'template.containers');
  if (list.length === 0) throw new ForeignDocument('template.containers is empty or missing');
  const entries: Keyed[] = [];
  list.forEach((item, index) => {
    if (!isObject(item))
      throw new ForeignDocument('template.containers holds something that is not an object');
    const stand = list.length === 1 || !isAbsent(item.ports) ? 'main' : `container-${index + 1}`;
    entries.push([textAt(item.name, 'template.containers.name') ?? stand, container(item, around)]);
  });
  return mapOf(entries) ?? {};
}

function container(raw: Raw, { place, sqlVolumes, work }: Surroundings): JsonObject {
  const out: JsonObject = {};
  const port = firstPort(raw.ports);
  put(out, 'args', reducedList(raw.args, place, 'args'));
  put(out, 'baseImageUri', wordsAt(raw.baseImageUri, 'container.baseImageUri', place));
  put(out, 'command', reducedList(raw.command, place, 'command'));
  put(out, 'dependsOn', textSetAt(raw.dependsOn, 'container.dependsOn'));
  put(out, 'env', env(raw.env, place));
  put(out, 'image', wordsAt(raw.image, 'container.image', place));
  put(out, 'livenessProbe', probe(raw.livenessProbe, { place, port, where: 'livenessProbe' }));
  put(out, 'ports', ports(raw.ports, place));
  put(out, 'readinessProbe', probe(raw.readinessProbe, { place, port, where: 'readinessProbe' }));
  put(out, 'resources', resources(raw.resources, place, work));
  put(out, 'sandboxLauncher', flagAt(raw.sandboxLauncher, 'container.sandboxLauncher'));
  put(out, 'sourceCode', sourceCode(raw.sourceCode, place));
  put(out, 'startupProbe', startupProbe(raw.startupProbe, { place, port, where: 'startupProbe' }));
  put(out, 'volumeMounts', volumeMounts(raw.volumeMounts, place, sqlVolumes));
  put(out, 'workingDir', wordsAt(raw.workingDir, 'container.workingDir', place));
  keepUnknown(out, raw, { known: CONTAINER, place, sealed: true });
  return out;
}

/** Commands and arguments in their order, each a value of its own. */
function reducedList(value: unknown, place: Place, where: string): Json[] | undefined {
  const list = listAt(value, `container.${where}`);
  if (list.length === 0) return undefined;
  return list.map((item) => place.reduce(textAt(item, `container.${where}`) ?? ''));
}

/**
 * Documented: CPU is throttled between requests by default, but where `resources` is given, an absent
 * `cpuIdle` means it is not; what takes no requests has its CPU always. Limits left out are 1 CPU and 512Mi; they are written out, as the API does on its own answers.
 */
function resources(value: unknown, place: Place, work: Work): JsonObject {
  const raw = objectAt(value, 'container.resources');
  const out: JsonObject = {};
  const idle =
    isAbsent(value) && work === 'requests' ? true : flagAt(raw.cpuIdle, 'container.resources.cpuIdle');
  put(out, 'cpuIdle', work === 'own' ? idle : (idle ?? false));
  put(out, 'limits', limits(raw.limits));
  put(out, 'startupCpuBoost', flagAt(raw.startupCpuBoost, 'container.resources.startupCpuBoost'));
  keepUnknown(out, raw, { known: RESOURCES, place, sealed: true });
  return out;
}

function limits(value: unknown): JsonObject {
  const where = 'container.resources.limits';
  const raw = objectAt(value, where);
  const out: JsonObject = { cpu: cores(raw.cpu, where) ?? '1', memory: bytes(raw.memory, where) ?? '512Mi' };
  for (const key in raw) {
    if (key !== 'cpu' && key !== 'memory') put(out, key, textAt(raw[key], where));
  }
  return inOrder(out) ?? out;
}

function firstPort(value: unknown): number | string | undefined {
  const first = listAt(value, 'container.ports')[0];
  return isObject(first) ? numberAt(first.containerPort, 'container.ports.containerPort') : undefined;
}

function ports(value: unknown, place: Place): Json[] | undefined {
  const list = listAt(value, 'container.ports').map((item) => {
    const raw = objectAt(item, 'container.ports');
    const out: JsonObject = {};
    put(out, 'containerPort', numberAt(raw.containerPort, 'container.ports.containerPort'));
    const name = textAt(raw.name, 'container.ports.name');
    put(out, 'name', name === 'http1' ? undefined : name);
    keepUnknown(out, raw, { known: PORT, place, sealed: true });
    return out;
  });
  return list.length === 0 ? undefined : list;
}

function volumeMounts(value: unknown, place: Place, sqlVolumes: ReadonlySet<string>): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const entries: Keyed[] = [];
  for (const item of listAt(value, 'container.volumeMounts')) {
    const raw = objectAt(item, 'container.volumeMounts');
    const name = textAt(raw.name, 'container.volumeMounts.name');
    if (name !== undefined && sqlVolumes.has(name)) continue;
    const mount: JsonObject = {};
    put(mount, 'name', name);
    put(mount, 'subPath', wordsAt(raw.subPath, 'container.volumeMounts.subPath', place));
    keepUnknown(mount, raw, { known: MOUNT, place, sealed: true });
    entries.push([wordsAt(raw.mountPath, 'container.volumeMounts.mountPath', place) ?? '', mount]);
  }
  return mapOf(entries);
}

function sourceCode(value: unknown, place: Place): JsonObject | undefined {
  if (isAbsent(value)) return undefined;
  const raw = objectAt(value, 'container.sourceCode');
  const source = objectAt(raw.cloudStorageSource, 'container.sourceCode.cloudStorageSource');
  const storage: JsonObject = {};
  put(storage, 'bucket', textAt(source.bucket, 'container.sourceCode.bucket'));
  put(storage, 'generation', numberAt(source.generation, 'container.sourceCode.generation'));
  put(storage, 'object', wordsAt(source.object, 'container.sourceCode.object', place));
  keepUnknown(storage, source, { known: STORAGE_SOURCE, place, sealed: true });
  const out: JsonObject = {};
  put(out, 'cloudStorageSource', unlessEmpty(storage));
  keepUnknown(out, raw, { known: SOURCE_CODE, place, sealed: true });
  return inOrder(out);
}
