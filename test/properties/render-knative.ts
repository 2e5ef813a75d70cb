import {
  type ContainerSpec,
  NUMBER,
  PROJECT,
  REGION,
  type ServiceSpec,
  type TemplateSpec,
  type VolumeSpec,
} from './service-spec.ts';

type Doc = Record<string, unknown>;
type Annotations = Record<string, string>;

/** The service as `gcloud run services describe` prints it: v1, settings in annotations, numbers as they come. */
export function renderKnative(spec: ServiceSpec): Doc {
  const ready = spec.status.ready;
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {
      name: spec.name,
      namespace: NUMBER,
      uid: 'b1a3e4a0-0000-4000-8000-000000000000',
      generation: spec.status.generation,
      resourceVersion: 'AAZaCSbe6Bg',
      creationTimestamp: '2026-01-01T00:00:00.123456Z',
      labels: { ...spec.labels, 'cloud.googleapis.com/location': REGION },
      annotations: serviceAnnotations(spec),
    },
    spec: { template: knativeTemplate(spec.template), ...traffic(spec) },
    status: {
      observedGeneration: spec.status.generation,
      conditions: [
        { type: 'RoutesReady', status: 'True' },
        { type: 'Ready', status: ready, lastTransitionTime: '2026-02-01T00:00:00Z' },
      ],
      latestReadyRevisionName: `${spec.name}-00001-abc`,
      latestCreatedRevisionName: `${spec.name}-00001-abc`,
      traffic: [{ latestRevision: true, percent: 100, revisionName: `${spec.name}-00001-abc` }],
      url: `https://${spec.name}-abcdef-ew.a.run.app`,
      address: { url: `https://${spec.name}-abcdef-ew.a.run.app` },
    },
  };
}

function serviceAnnotations(spec: ServiceSpec): Annotations {
  const urls = [
    `https://${spec.name}-abcdef-ew.a.run.app`,
    `https://${spec.name}-${NUMBER}.${REGION}.run.app`,
  ];
  const out: Annotations = {
    ...spec.annotations,
    'run.googleapis.com/client-name': 'cloud-console',
    'run.googleapis.com/ingress': spec.ingress,
    'run.googleapis.com/ingress-status': spec.ingress,
    'run.googleapis.com/operation-id': '7b9bcd52-5c89-447d-977f-d870cd9f3a0e',
    'run.googleapis.com/urls': JSON.stringify(urls),
    'serving.knative.dev/creator': 'creator@example.com',
    'serving.knative.dev/lastModifier': 'modifier@example.com',
  };
  if (spec.description !== '') out['run.googleapis.com/description'] = spec.description;
  if (spec.invokerIamDisabled) out['run.googleapis.com/invoker-iam-disabled'] = 'true';
  if (spec.iapEnabled) out['run.googleapis.com/iap-enabled'] = 'True';
  if (spec.defaultUriDisabled) out['run.googleapis.com/default-url-disabled'] = 'true';
  if (spec.customAudiences.length > 0) {
    out['run.googleapis.com/custom-audiences'] = JSON.stringify([...spec.customAudiences].reverse());
  }
  if (spec.serviceMin > 0) out['run.googleapis.com/minScale'] = String(spec.serviceMin);
  if (spec.serviceMax > 0) out['run.googleapis.com/maxScale'] = String(spec.serviceMax);
  if (spec.manualInstances !== null) {
    out['run.googleapis.com/scalingMode'] = 'manual';
    out['run.googleapis.com/manualInstanceCount'] = String(spec.manualInstances);
  }
  return { ...out, ...binaryAuthorization(spec), ...build(spec) };
}

function binaryAuthorization({ binaryAuthorization: chosen }: ServiceSpec): Annotations {
  if (chosen === null) return {};
  const policy = chosen === 'default' ? 'default' : `projects/${PROJECT}/platforms/cloudRun/strict`;
  return { 'run.googleapis.com/binary-authorization': policy };
}

function build({ buildTarget, buildEnv, name }: ServiceSpec): Annotations {
  if (buildTarget === null) return {};
  return {
    'run.googleapis.com/build-id': '1',
    'run.googleapis.com/build-name': `projects/${NUMBER}/locations/${REGION}/builds/1`,
    'run.googleapis.com/build-enable-automatic-updates': 'false',
    'run.googleapis.com/build-environment-variables': JSON.stringify(buildEnv),
    'run.googleapis.com/build-function-target': buildTarget,
    'run.googleapis.com/build-image-uri': `${REGION}-docker.pkg.dev/${PROJECT}/app/${name}`,
  };
}

function traffic({ traffic: targets }: ServiceSpec): Doc {
  if (targets === 'absent') return {};
  if (targets === 'latest') return { traffic: [{ latestRevision: true, percent: 100 }] };
  return {
    traffic: targets.map(({ revision, percent, tag }) => ({
      revisionName: revision,
      percent,
      ...(tag === null ? {} : { tag, url: `https://${tag}---svc.a.run.app` }),
    })),
  };
}

/** A revision template in v1. */
export function knativeTemplate(spec: TemplateSpec): {
  metadata: { labels: Annotations; annotations: Annotations };
  spec: Doc;
} {
  const containers = [...spec.containers].reverse();
  const labels = {
    ...spec.labels,
    'client.knative.dev/nonce': 'xyz',
    'run.googleapis.com/startupProbeType': 'Default',
  };
  const automatic = containers.some(({ baseImage }) => baseImage !== null && containers.length > 1);
  return {
    metadata: { labels, annotations: templateAnnotations(spec) },
    spec: {
      ...(spec.concurrency === null ? {} : { containerConcurrency: spec.concurrency }),
      ...(spec.timeoutSeconds === null ? {} : { timeoutSeconds: spec.timeoutSeconds }),
      ...(spec.serviceAccount === null ? {} : { serviceAccountName: spec.serviceAccount }),
      ...(spec.gpu ? { nodeSelector: { 'run.googleapis.com/accelerator': 'nvidia-l4' } } : {}),
      ...(automatic ? { runtimeClassName: 'run.googleapis.com/linux-base-image-update' } : {}),
      containers: containers.map(container),
      volumes: [...spec.volumes].reverse().map(volume),
    },
  };
}

function templateAnnotations(spec: TemplateSpec): Annotations {
  const out: Annotations = {
    'autoscaling.knative.dev/maxScale': String(spec.maxInstances),
    'run.googleapis.com/client-name': 'gcloud',
    'run.googleapis.com/client-version': '583.0.0',
  };
  const set = (name: string, text: string | null | false) => {
    if (text !== null && text !== false) out[`run.googleapis.com/${name}`] = text;
  };
  if (spec.minInstances > 0) out['autoscaling.knative.dev/minScale'] = String(spec.minInstances);
  set('execution-environment', spec.executionEnvironment);
  set('encryption-key', spec.encryptionKey);
  set('encryption-key-shutdown-hours', spec.shutdownHours === null ? null : String(spec.shutdownHours));
  set('sessionAffinity', spec.sessionAffinity && 'true');
  set('health-check-disabled', spec.healthCheckDisabled && 'true');
  set('gpu-zonal-redundancy-disabled', spec.gpu && 'true');
  set('vpc-access-connector', spec.connector);
  set('vpc-access-egress', spec.egress);
  set('network-interfaces', spec.network === null ? null : JSON.stringify([spec.network]));
  set('cloudsql-instances', spec.sqlInstances.length === 0 ? null : sqlInstances(spec));
  set('cpu-throttling', !spec.cpuIdle && 'False');
  set('startup-cpu-boost', spec.startupCpuBoost && 'true');
  set('secrets', aliases(spec));
  const dependencies = spec.containers.filter(({ dependsOn }) => dependsOn.length > 0);
  set(
    'container-dependencies',
    dependencies.length > 0 && byContainer(dependencies, ({ dependsOn }) => dependsOn),
  );
  const based = spec.containers.filter(({ baseImage }) => baseImage !== null);
  set('base-images', based.length > 0 && byContainer(based, ({ baseImage }) => baseImage));
  return out;
}

function sqlInstances({ sqlInstances: instances }: TemplateSpec): string {
  return [...instances]
    .reverse()
    .map((instance) => `${PROJECT}:${REGION}:${instance}`)
    .join(',');
}

function byContainer(list: ContainerSpec[], member: (one: ContainerSpec) => unknown): string {
  return JSON.stringify(Object.fromEntries(list.map((one) => [one.name ?? '', member(one)])));
}

/** Secrets of other projects are known in v1 by an alias, and the alias by this annotation. */
function aliases(spec: TemplateSpec): string | null {
  const foreign = new Map<string, string>();
  const add = (one: { secret: string; project: string | null }) => {
    if (one.project !== null) foreign.set(alias(one), `projects/${one.project}/secrets/${one.secret}`);
  };
  for (const { env } of spec.containers)
    for (const entry of Object.values(env)) if ('secret' in entry) add(entry);
  for (const one of spec.volumes) if (one.kind === 'secret') add(one);
  return foreign.size === 0 ? null : [...foreign].map(([name, full]) => `${name}:${full}`).join(',');
}

function alias({ secret, project }: { secret: string; project: string | null }): string {
  return project === null ? secret : `alias-${project}-${secret}`;
}

function container(spec: ContainerSpec): Doc {
  const env = Object.entries(spec.env).map(([name, entry]) =>
    'value' in entry
      ? { name, value: entry.value }
      : { name, valueFrom: { secretKeyRef: { key: entry.version, name: alias(entry) } } },
  );
  return {
    ...(spec.name === null ? {} : { name: spec.name }),
    image: spec.image,
    ...(spec.command.length > 0 ? { command: spec.command } : {}),
    args: spec.args,
    env: env.reverse(),
    resources: { limits: { memory: spec.memory, cpu: `${Number(spec.cpu) * 1000}m` } },
    ...(spec.port === null
      ? {}
      : { ports: [{ name: spec.http2 ? 'h2c' : 'http1', containerPort: spec.port }] }),
    volumeMounts: spec.mounts.map(({ volume: name, path }) => ({ name, mountPath: path })).reverse(),
    ...(spec.workingDir === '' ? {} : { workingDir: spec.workingDir }),
    ...probes(spec),
  };
}

function probes({ liveness, startup, port }: ContainerSpec): Doc {
  const out: Doc = {};
  if (liveness !== null) {
    const httpHeaders = liveness.header === null ? [] : [{ name: 'X-Probe', value: liveness.header }];
    out.livenessProbe = {
      periodSeconds: liveness.period,
      httpGet: { path: liveness.path, port: port ?? 8080, httpHeaders },
    };
  }
  if (startup === 'default') {
    out.startupProbe = {
      failureThreshold: 1,
      periodSeconds: 240,
      timeoutSeconds: 240,
      tcpSocket: { port: 8080 },
    };
  } else if (startup !== 'absent') {
    out.startupProbe = {
      failureThreshold: startup.threshold,
      tcpSocket: { port: startup.port },
      successThreshold: 1,
    };
  }
  return out;
}

function volume(spec: VolumeSpec): Doc {
  const { name } = spec;
  if (spec.kind === 'memory') return { name, emptyDir: { medium: 'Memory', sizeLimit: spec.size } };
  if (spec.kind === 'nfs')
    return { name, nfs: { server: spec.server, path: spec.path, readOnly: spec.readOnly } };
  if (spec.kind === 'secret') {
    const items = spec.items.map(({ path, version, mode }) => ({
      path,
      key: version,
      ...(mode === null ? {} : { mode }),
    }));
    return { name, secret: { secretName: alias(spec), items: items.reverse() } };
  }
  const mountOptions = spec.options.length === 0 ? {} : { mountOptions: spec.options.join(', ') };
  const driver = 'gcsfuse.run.googleapis.com';
  return {
    name,
    csi: { driver, readOnly: spec.readOnly, volumeAttributes: { bucketName: spec.bucket, ...mountOptions } },
  };
}
