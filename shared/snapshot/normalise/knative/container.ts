import { isObject } from '../../json.ts';
import { ForeignDocument, type Raw } from '../context.ts';
import { isAbsent, listAt, objectAt } from '../read.ts';
import { membersBut } from './annotations.ts';

const VALUE_FROM = new Set(['valueFrom']);
const SECRET_KEY_REF = new Set(['secretKeyRef']);
const REF = new Set(['key', 'name', 'optional']);
const SUCCESS_THRESHOLD = new Set(['successThreshold']);
const SCHEME = new Set(['scheme']);
const PROTOCOL = new Set(['protocol']);

/** What v1 says once for a revision and v2 in its containers and volumes. */
export interface Revision {
  /** Short names of secrets in other projects → `projects/P/secrets/S`. */
  aliases: ReadonlyMap<string, string>;
  baseImages: Raw;
  cpuIdle: unknown;
  dependencies: Raw;
  sources: Raw;
  sqlInstances: string[];
  startupCpuBoost: unknown;
}

/** A v1 container in v2 shape; the given one is not touched. */
export function restContainer(value: unknown, revision: Revision): Raw {
  if (!isObject(value))
    throw new ForeignDocument('spec.template.spec.containers holds something that is not an object');
  const out: Raw = { ...value };
  const name = typeof value.name === 'string' ? value.name : '';
  out.env = listAt(value.env, 'container.env').map((item) => restEnv(item, revision));
  out.ports = isAbsent(value.ports) ? undefined : listAt(value.ports, 'container.ports').map(withoutTcp);
  out.resources = {
    ...objectAt(value.resources, 'container.resources'),
    cpuIdle: revision.cpuIdle,
    startupCpuBoost: revision.startupCpuBoost,
  };
  if (Object.hasOwn(revision.dependencies, name)) out.dependsOn = revision.dependencies[name];
  if (Object.hasOwn(revision.baseImages, name)) out.baseImageUri = revision.baseImages[name];
  if (Object.hasOwn(revision.sources, name)) out.sourceCode = restSource(revision.sources[name]);
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (!isAbsent(value[probe])) out[probe] = restProbe(objectAt(value[probe], probe));
  }
  return out;
}

/** `gs://bucket/object#generation` in v2 shape; anything else stays, to be reported. */
function restSource(value: unknown): unknown {
  const place = typeof value === 'string' ? /^gs:\/\/([^/]+)\/([^#]+)(?:#(\d+))?$/.exec(value) : null;
  if (place === null) return value;
  const [, bucket, object, generation] = place;
  return { cloudStorageSource: { bucket, object, ...(generation === undefined ? {} : { generation }) } };
}

/** The full name where a short one is an alias. */
export function secretOf(name: unknown, revision: Revision): unknown {
  return typeof name === 'string' ? (revision.aliases.get(name) ?? name) : name;
}

function restEnv(item: unknown, revision: Revision): Raw {
  const raw = objectAt(item, 'container.env');
  if (isAbsent(raw.valueFrom)) return raw;
  const out = membersBut(raw, VALUE_FROM);
  const from = objectAt(raw.valueFrom, 'container.env.valueFrom');
  const source = membersBut(from, SECRET_KEY_REF);
  if (!isAbsent(from.secretKeyRef)) {
    source.secretKeyRef = restRef(
      objectAt(from.secretKeyRef, 'container.env.valueFrom.secretKeyRef'),
      revision,
    );
  }
  out.valueSource = source;
  return out;
}

function restRef(raw: Raw, revision: Revision): Raw {
  const out = membersBut(raw, REF);
  if (!isAbsent(raw.optional) && raw.optional !== false) out.optional = raw.optional;
  out.secret = secretOf(raw.name, revision);
  out.version = raw.key;
  return out;
}

/** Knative's words for what Cloud Run has no choice of. */
function restProbe(raw: Raw): Raw {
  const out = Number(raw.successThreshold ?? 1) === 1 ? membersBut(raw, SUCCESS_THRESHOLD) : { ...raw };
  if (isObject(out.httpGet) && out.httpGet.scheme === 'HTTP') out.httpGet = membersBut(out.httpGet, SCHEME);
  return out;
}

function withoutTcp(value: unknown): Raw {
  const raw = objectAt(value, 'container.ports');
  return raw.protocol === 'TCP' ? membersBut(raw, PROTOCOL) : raw;
}
