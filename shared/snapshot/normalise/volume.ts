import { equalJson } from '../equal.ts';
import type { JsonObject } from '../json.ts';
import type { Place, Raw } from './context.ts';
import { enumAt, MEDIUM } from './enums.ts';
import { type Keyed, mapOf } from './keyed.ts';
import { lastSegment, secretName, sqlInstance } from './names.ts';
import { bytes } from './quantities.ts';
import {
  countAt,
  flagAt,
  isAbsent,
  listAt,
  numberAt,
  objectAt,
  put,
  sortedSet,
  textAt,
  textSetAt,
} from './read.ts';
import { wordSetAt, wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

const VOLUME = new Set(['name', 'secret', 'cloudSqlInstance', 'emptyDir', 'nfs', 'gcs']);
const SECRET = new Set(['secret', 'items', 'defaultMode']);
const ITEM = new Set(['path', 'version', 'mode']);
const EMPTY_DIR = new Set(['medium', 'sizeLimit']);
const NFS = new Set(['server', 'path', 'readOnly']);
const GCS = new Set(['bucket', 'readOnly', 'mountOptions']);
/** Octal 0444. */
const STANDARD_MODE = 292;

export interface Volumes {
  volumes: JsonObject | undefined;
  /** Connection names of every Cloud SQL volume, sorted, each once. */
  sqlInstances: string[] | undefined;
  sqlVolumes: Set<string>;
}

/** Volumes by name. Cloud SQL sockets are lifted out: the v1 API knows them as one list of instances. */
export function volumes(value: unknown, place: Place): Volumes {
  const entries: Keyed[] = [];
  const instances: string[] = [];
  const sqlVolumes = new Set<string>();
  for (const item of listAt(value, 'template.volumes')) {
    const raw = objectAt(item, 'template.volumes');
    const name = textAt(raw.name, 'template.volumes.name') ?? '';
    if (isAbsent(raw.cloudSqlInstance)) {
      entries.push([name, volume(raw, place)]);
      continue;
    }
    sqlVolumes.add(name);
    const socket = objectAt(raw.cloudSqlInstance, 'template.volumes.cloudSqlInstance');
    instances.push(...(textSetAt(socket.instances, 'template.volumes.cloudSqlInstance.instances') ?? []));
  }
  const sqlInstances = sortedSet(instances.map((instance) => sqlInstance(instance, place)));
  return {
    volumes: mapOf(entries),
    sqlInstances: sqlInstances.length === 0 ? undefined : sqlInstances,
    sqlVolumes,
  };
}

function volume(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  if (!isAbsent(raw.emptyDir))
    put(out, 'emptyDir', emptyDir(objectAt(raw.emptyDir, 'volume.emptyDir'), place));
  if (!isAbsent(raw.gcs)) put(out, 'gcs', gcs(objectAt(raw.gcs, 'volume.gcs'), place));
  if (!isAbsent(raw.nfs)) put(out, 'nfs', nfs(objectAt(raw.nfs, 'volume.nfs'), place));
  if (!isAbsent(raw.secret)) put(out, 'secret', secretVolume(objectAt(raw.secret, 'volume.secret'), place));
  keepUnknown(out, raw, { known: VOLUME, place });
  return out;
}

function emptyDir(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'medium', enumAt(raw.medium, MEDIUM, 'volume.emptyDir.medium'));
  put(out, 'sizeLimit', bytes(raw.sizeLimit, 'volume.emptyDir.sizeLimit'));
  keepUnknown(out, raw, { known: EMPTY_DIR, place });
  return out;
}

function nfs(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'path', wordsAt(raw.path, 'volume.nfs.path', place));
  put(out, 'readOnly', flagAt(raw.readOnly, 'volume.nfs.readOnly'));
  put(out, 'server', wordsAt(raw.server, 'volume.nfs.server', place));
  keepUnknown(out, raw, { known: NFS, place });
  return out;
}

function gcs(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  put(out, 'bucket', textAt(raw.bucket, 'volume.gcs.bucket'));
  put(out, 'mountOptions', wordSetAt(raw.mountOptions, 'volume.gcs.mountOptions', place));
  put(out, 'readOnly', flagAt(raw.readOnly, 'volume.gcs.readOnly'));
  keepUnknown(out, raw, { known: GCS, place });
  return out;
}

/** Files by path; absent where it is the documented default: the newest version, in a file named after the secret. */
function secretVolume(raw: Raw, place: Place): JsonObject {
  const out: JsonObject = {};
  const secret = secretName(raw.secret, place, 'volume.secret.secret');
  const mode = countAt(raw.defaultMode, 'volume.secret.defaultMode') ?? STANDARD_MODE;
  put(out, 'defaultMode', mode === STANDARD_MODE ? undefined : mode);
  const files = items(raw.items, place, mode);
  put(out, 'items', isNewestByName(files, lastSegment(secret ?? '')) ? undefined : files);
  put(out, 'secret', secret);
  keepUnknown(out, raw, { known: SECRET, place });
  return out;
}

function isNewestByName(files: JsonObject | undefined, name: string): boolean {
  return files !== undefined && equalJson(files, { [name]: { version: 'latest' } });
}

function items(value: unknown, place: Place, volumeMode: number | string): JsonObject | undefined {
  const entries: Keyed[] = [];
  for (const item of listAt(value, 'volume.secret.items')) {
    const raw = objectAt(item, 'volume.secret.items');
    const file: JsonObject = {};
    const mode = numberAt(raw.mode, 'volume.secret.items.mode');
    put(file, 'mode', mode === 0 || mode === volumeMode ? undefined : mode);
    put(file, 'version', textAt(raw.version, 'volume.secret.items.version') ?? 'latest');
    keepUnknown(file, raw, { known: ITEM, place });
    entries.push([wordsAt(raw.path, 'volume.secret.items.path', place) ?? '', file]);
  }
  return mapOf(entries);
}
