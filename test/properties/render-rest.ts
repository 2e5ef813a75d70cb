import {
  type ContainerSpec,
  type EnvSpec,
  NUMBER,
  PROJECT,
  REGION,
  type ServiceSpec,
  type TemplateSpec,
  type VolumeSpec,
} from './service-spec.ts';

type Doc = Record<string, unknown>;

const INGRESS = {
  all: 'INGRESS_TRAFFIC_ALL',
  internal: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
  'internal-and-cloud-load-balancing': 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
};
/** How v2 says what v1 says of a condition. */
export const STATE = {
  True: 'CONDITION_SUCCEEDED',
  False: 'CONDITION_FAILED',
  Unknown: 'CONDITION_RECONCILING',
};

/** The service as the v2 REST API answers it: proto3 JSON, so false, zero and empty are left out. */
export function renderRest(spec: ServiceSpec): Doc {
  const parent = `projects/${PROJECT}/locations/${REGION}/services/${spec.name}`;
  return proto3({
    name: parent,
    description: spec.description,
    uid: 'b1a3e4a0-0000-4000-8000-000000000000',
    generation: String(spec.status.generation),
    labels: spec.labels,
    annotations: spec.annotations,
    createTime: '2026-01-01T00:00:00.123456Z',
    updateTime: '2026-02-01T00:00:00.123456Z',
    creator: 'creator@example.com',
    lastModifier: 'modifier@example.com',
    client: 'gcloud',
    clientVersion: '583.0.0',
    ingress: INGRESS[spec.ingress],
    launchStage: 'GA',
    binaryAuthorization: binaryAuthorization(spec),
    template: restTemplate(spec.template),
    traffic: traffic(spec),
    scaling: scaling(spec),
    invokerIamDisabled: spec.invokerIamDisabled,
    defaultUriDisabled: spec.defaultUriDisabled,
    urls: [`https://${spec.name}-${NUMBER}.${REGION}.run.app`, `https://${spec.name}-abcdef-ew.a.run.app`],
    iapEnabled: spec.iapEnabled,
    customAudiences: spec.customAudiences,
    observedGeneration: String(spec.status.generation),
    terminalCondition: {
      type: 'Ready',
      state: STATE[spec.status.ready],
      lastTransitionTime: '2026-02-01T00:00:00Z',
    },
    conditions: [{ type: 'RoutesReady', state: 'CONDITION_SUCCEEDED' }],
    latestReadyRevision: `${parent}/revisions/${spec.name}-00001-abc`,
    latestCreatedRevision: `${parent}/revisions/${spec.name}-00001-abc`,
    trafficStatuses: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    uri: `https://${spec.name}-abcdef-ew.a.run.app`,
    buildConfig: buildConfig(spec),
    reconciling: spec.status.ready === 'Unknown',
    etag: '"CKqL1ccGEPj"',
  });
}

function buildConfig({ buildTarget, buildEnv, name }: ServiceSpec): unknown {
  if (buildTarget === null) return undefined;
  return {
    name: `projects/${NUMBER}/locations/${REGION}/builds/1`,
    functionTarget: buildTarget,
    imageUri: `${REGION}-docker.pkg.dev/${PROJECT}/app/${name}`,
    environmentVariables: buildEnv,
  };
}

function binaryAuthorization({ binaryAuthorization: chosen }: ServiceSpec): unknown {
  if (chosen === null) return undefined;
  return chosen === 'default'
    ? { useDefault: true }
    : { policy: `projects/${PROJECT}/platforms/cloudRun/strict` };
}

function scaling({ serviceMin, serviceMax, manualInstances }: ServiceSpec): Doc {
  const manual =
    manualInstances === null ? {} : { scalingMode: 'MANUAL', manualInstanceCount: manualInstances };
  // An explicitly optional field is answered even where it is zero.
  return { ...proto3({ minInstanceCount: serviceMin, maxInstanceCount: serviceMax }), ...manual };
}

function traffic({ traffic: targets }: ServiceSpec): unknown {
  if (targets === 'absent') return undefined;
  if (targets === 'latest') return [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }];
  return targets.map(({ revision, percent, tag }) =>
    proto3({ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision, percent, tag: tag ?? '' }),
  );
}

/** A revision template in v2. */
export function restTemplate(spec: TemplateSpec): Doc {
  const hasSql = spec.sqlInstances.length > 0;
  const volumes: Doc[] = spec.volumes.map(volume);
  const instances = spec.sqlInstances.map((instance) => `${PROJECT}:${REGION}:${instance}`);
  if (hasSql) volumes.push({ name: 'cloudsql', cloudSqlInstance: { instances } });
  return proto3({
    labels: { ...spec.labels, 'client.knative.dev/nonce': 'abc' },
    scaling: { minInstanceCount: spec.minInstances, maxInstanceCount: spec.maxInstances },
    vpcAccess: vpcAccess(spec),
    timeout: spec.timeoutSeconds === null ? undefined : `${spec.timeoutSeconds}s`,
    serviceAccount: spec.serviceAccount ?? '',
    containers: spec.containers.map((one) => container(one, spec, hasSql)),
    volumes,
    executionEnvironment:
      spec.executionEnvironment === null
        ? undefined
        : `EXECUTION_ENVIRONMENT_${spec.executionEnvironment.toUpperCase()}`,
    encryptionKey: spec.encryptionKey ?? '',
    encryptionKeyShutdownDuration: spec.shutdownHours === null ? undefined : `${spec.shutdownHours * 3600}s`,
    maxInstanceRequestConcurrency: spec.concurrency ?? 0,
    sessionAffinity: spec.sessionAffinity,
    healthCheckDisabled: spec.healthCheckDisabled,
    nodeSelector: spec.gpu ? { accelerator: 'nvidia-l4' } : undefined,
    gpuZonalRedundancyDisabled: spec.gpu,
  });
}

function vpcAccess({ connector, network, egress }: TemplateSpec): Doc {
  return proto3({
    connector: connector === null ? '' : `projects/${PROJECT}/locations/${REGION}/connectors/${connector}`,
    egress:
      egress === null
        ? undefined
        : { 'all-traffic': 'ALL_TRAFFIC', 'private-ranges-only': 'PRIVATE_RANGES_ONLY' }[egress],
    networkInterfaces: network === null ? [] : [network],
  });
}

function container(spec: ContainerSpec, revision: TemplateSpec, hasSql: boolean): Doc {
  const mounts = spec.mounts.map(({ volume: name, path }) => ({ name, mountPath: path }));
  return proto3({
    name: spec.name ?? '',
    image: spec.image,
    command: spec.command,
    args: spec.args,
    env: Object.entries(spec.env).map(([name, entry]) => env(name, entry)),
    resources: {
      limits: { cpu: spec.cpu, memory: spec.memory },
      ...proto3({ cpuIdle: revision.cpuIdle, startupCpuBoost: revision.startupCpuBoost }),
    },
    ports: spec.port === null ? [] : [{ name: spec.http2 ? 'h2c' : 'http1', containerPort: spec.port }],
    volumeMounts:
      hasSql && spec.port !== null ? [...mounts, { name: 'cloudsql', mountPath: '/cloudsql' }] : mounts,
    workingDir: spec.workingDir,
    livenessProbe: liveness(spec),
    startupProbe: startup(spec),
    dependsOn: spec.dependsOn,
    baseImageUri: spec.baseImage ?? '',
  });
}

function env(name: string, entry: EnvSpec): Doc {
  if ('value' in entry) return entry.value === '' ? { name } : { name, value: entry.value };
  const secret = entry.project === null ? entry.secret : `projects/${entry.project}/secrets/${entry.secret}`;
  return { name, valueSource: { secretKeyRef: { secret, version: entry.version } } };
}

function liveness({ liveness: probe, port }: ContainerSpec): unknown {
  if (probe === null) return undefined;
  const headers = probe.header === null ? [] : [proto3({ name: 'X-Probe', value: probe.header })];
  return {
    timeoutSeconds: 1,
    periodSeconds: probe.period,
    failureThreshold: 3,
    httpGet: proto3({ path: probe.path, httpHeaders: headers, port: port ?? 8080 }),
  };
}

function startup({ startup: probe }: ContainerSpec): unknown {
  if (probe === 'absent') return undefined;
  if (probe === 'default') {
    return { timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1, tcpSocket: { port: 8080 } };
  }
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    failureThreshold: probe.threshold,
    tcpSocket: { port: probe.port },
  };
}

function volume(spec: VolumeSpec): Doc {
  const { name } = spec;
  if (spec.kind === 'memory') return { name, emptyDir: { medium: 'MEMORY', sizeLimit: spec.size } };
  if (spec.kind === 'nfs')
    return { name, nfs: proto3({ server: spec.server, path: spec.path, readOnly: spec.readOnly }) };
  if (spec.kind === 'bucket') {
    return {
      name,
      gcs: proto3({ bucket: spec.bucket, readOnly: spec.readOnly, mountOptions: spec.options }),
    };
  }
  const items = spec.items.map(({ path, version, mode }) => proto3({ path, version, mode: mode ?? 0 }));
  const secret = spec.project === null ? spec.secret : `projects/${spec.project}/secrets/${spec.secret}`;
  return { name, secret: proto3({ secret, items }) };
}

/** What protobuf's JSON leaves out of a message: false, zero, empty text, list and map. */
export function proto3(message: Doc): Doc {
  return Object.fromEntries(
    Object.entries(message).filter(([, value]) => {
      if (value === undefined || value === false || value === 0 || value === '') return false;
      return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
    }),
  );
}
