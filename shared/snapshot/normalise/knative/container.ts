import { isObject } from '../../json.ts';
import { ForeignDocument, type Raw } from '../context.ts';
import { isAbsent, listAt, objectAt } from '../read.ts';

/** What v1 says once for a revision and v2 in its containers and volumes. */
export interface Revision {
  /** Short names of secrets in other projects → `projects/P/secrets/S`. */
  aliases: ReadonlyMap<string, string>;
  baseImages: Raw;
  cpuIdle: unknown;
  dependencies: Raw;
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
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (!isAbsent(value[probe])) out[probe] = restProbe(objectAt(value[probe], probe));
  }
  return out;
}

/** The full name where a short one is an alias. */
export function secretOf(name: unknown, revision: Revision): unknown {
  return typeof name === 'string' ? (revision.aliases.get(name) ?? name) : name;
}

function restEnv(item: unknown, revision: Revision): unknown {
  const raw = objectAt(item, 'container.env');
  if (isAbsent(raw.valueFrom)) return raw;
  const { valueFrom, ...rest } = raw;
  const { secretKeyRef, ...others } = objectAt(valueFrom, 'container.env.valueFrom');
  if (isAbsent(secretKeyRef)) return { ...rest, valueSource: others };
  const { name, key, optional, ...unknown } = objectAt(secretKeyRef, 'container.env.valueFrom.secretKeyRef');
  const extra = isAbsent(optional) || optional === false ? unknown : { ...unknown, optional };
  const ref = { ...extra, secret: secretOf(name, revision), version: key };
  return { ...rest, valueSource: { ...others, secretKeyRef: ref } };
}

/** Knative's words for what Cloud Run has no choice of. */
function restProbe({ successThreshold, ...probe }: Raw): Raw {
  const out: Raw = Number(successThreshold ?? 1) === 1 ? probe : { ...probe, successThreshold };
  if (isObject(out.httpGet) && out.httpGet.scheme === 'HTTP') {
    const { scheme: _, ...httpGet } = out.httpGet;
    out.httpGet = httpGet;
  }
  return out;
}

function withoutTcp(value: unknown): Raw {
  const { protocol, ...port } = objectAt(value, 'container.ports');
  return isAbsent(protocol) || protocol === 'TCP' ? port : { ...port, protocol };
}
