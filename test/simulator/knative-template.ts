import type { JsonObject } from '../../shared/snapshot/json.ts';
import { digest } from './ids.ts';
import { mainContainer, templateAnnotations } from './knative-annotations.ts';
import type { V2Container, V2Probe, V2Template, V2Volume } from './run-types.ts';

/** The project a document belongs to, both ways Google names it. */
export interface ProjectNames {
  id: string;
  number: string;
}

/** A v2 revision template as the `spec.template` of v1. */
export function toKnativeTemplate(template: V2Template, project: ProjectNames): JsonObject {
  const aliases = secretAliases(template, project);
  const metadata = compact({
    annotations: templateAnnotations(template, aliases),
    labels: templateLabels(template),
    name: template.revision?.split('/').at(-1),
  });
  return { metadata, spec: toKnativeRevisionSpec(template, project) };
}

/** The part of a v2 template that v1 keeps in a revision's `spec`. */
export function toKnativeRevisionSpec(template: V2Template, project: ProjectNames): JsonObject {
  const rename = secretNames(secretAliases(template, project), project);
  const sqlVolumes = new Set((template.volumes ?? []).filter((v) => v.cloudSqlInstance).map((v) => v.name));
  const volumes = (template.volumes ?? []).filter((volume) => !sqlVolumes.has(volume.name));
  const accelerator = template.nodeSelector?.accelerator;
  return compact({
    containerConcurrency: template.maxInstanceRequestConcurrency,
    containers: template.containers.map((container) => toContainer(container, { rename, sqlVolumes })),
    nodeSelector: accelerator && { 'run.googleapis.com/accelerator': accelerator },
    runtimeClassName: template.containers.some((container) => container.baseImageUri)
      ? 'run.googleapis.com/linux-base-image-update'
      : undefined,
    serviceAccountName: template.serviceAccount,
    timeoutSeconds: template.timeout === undefined ? undefined : Number.parseInt(template.timeout, 10),
    volumes: volumes.length === 0 ? undefined : volumes.map((volume) => toVolume(volume, rename)),
  });
}

/** A copy without the keys that have no value. */
export function compact(object: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== ''),
  ) as JsonObject;
}

interface ContainerContext {
  rename: (secret: string) => string;
  sqlVolumes: Set<string>;
}

function toContainer(container: V2Container, { rename, sqlVolumes }: ContainerContext): JsonObject {
  const mounts = (container.volumeMounts ?? []).filter((mount) => !sqlVolumes.has(mount.name));
  const { limits } = container.resources ?? {};
  return compact({
    args: container.args,
    command: container.command,
    env: container.env?.map((entry) => toEnv(entry, rename)),
    image: container.image,
    livenessProbe: container.livenessProbe && toProbe(container.livenessProbe),
    name: container.name,
    ports: container.ports?.map(({ name, containerPort }) => compact({ containerPort, name })),
    readinessProbe: container.readinessProbe && toProbe(container.readinessProbe),
    resources: limits && { limits: { ...limits } },
    startupProbe: container.startupProbe && toProbe(container.startupProbe),
    volumeMounts: mounts.length === 0 ? undefined : mounts.map((mount) => compact({ ...mount })),
    workingDir: container.workingDir,
  });
}

function toEnv(
  entry: NonNullable<V2Container['env']>[number],
  rename: (secret: string) => string,
): JsonObject {
  const reference = entry.valueSource?.secretKeyRef;
  if (reference === undefined) return compact({ name: entry.name, value: entry.value });
  const secretKeyRef = { key: reference.version ?? 'latest', name: rename(reference.secret) };
  return { name: entry.name, valueFrom: { secretKeyRef } };
}

function toProbe(probe: V2Probe): JsonObject {
  return compact({ ...structuredClone(probe) });
}

function toVolume(volume: V2Volume, rename: (secret: string) => string): JsonObject {
  const { name, secret, emptyDir, nfs, gcs } = volume;
  return compact({
    name,
    secret:
      secret &&
      compact({
        defaultMode: secret.defaultMode,
        items: secret.items?.map(({ path, version, mode }) =>
          compact({ key: version ?? 'latest', mode, path }),
        ),
        secretName: rename(secret.secret),
      }),
    emptyDir: emptyDir && compact({ medium: emptyDir.medium && 'Memory', sizeLimit: emptyDir.sizeLimit }),
    nfs: nfs && compact({ ...nfs }),
    csi:
      gcs &&
      compact({
        driver: 'gcsfuse.run.googleapis.com',
        readOnly: gcs.readOnly,
        volumeAttributes: compact({ bucketName: gcs.bucket, mountOptions: gcs.mountOptions?.join(',') }),
      }),
  });
}

function templateLabels(template: V2Template): JsonObject {
  const probe = mainContainer(template.containers)?.startupProbe;
  const isDefault =
    probe?.tcpSocket !== undefined && probe.periodSeconds === 240 && probe.failureThreshold === 1;
  const letters = digest(JSON.stringify(template)).replace(/[0-9]/g, (n) => 'ghijklmnop'[Number(n)] ?? 'x');
  return compact({
    'client.knative.dev/nonce': letters.slice(0, 10),
    ...template.labels,
    'run.googleapis.com/startupProbeType': probe && (isDefault ? 'Default' : 'Custom'),
  });
}

function secretAliases(template: V2Template, project: ProjectNames): Map<string, string> {
  const env = template.containers.flatMap((container) => container.env ?? []);
  const names = [
    ...env.flatMap((entry) => entry.valueSource?.secretKeyRef.secret ?? []),
    ...(template.volumes ?? []).flatMap((volume) => volume.secret?.secret ?? []),
  ];
  const foreign = [...new Set(names)].filter((name) => name.includes('/') && !isOwn(name, project));
  return new Map(foreign.map((name, index) => [name, `secret-${index + 1}`]));
}

function secretNames(aliases: Map<string, string>, project: ProjectNames): (secret: string) => string {
  return (secret) =>
    aliases.get(secret) ?? (isOwn(secret, project) ? (secret.split('/').at(-1) ?? secret) : secret);
}

function isOwn(secret: string, { id, number }: ProjectNames): boolean {
  return secret.startsWith(`projects/${id}/`) || secret.startsWith(`projects/${number}/`);
}
