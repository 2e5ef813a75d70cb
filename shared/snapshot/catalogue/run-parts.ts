import type { ClassTree } from './tree.ts';

const PROBE: ClassTree = {
  initialDelaySeconds: 'config',
  timeoutSeconds: 'config',
  periodSeconds: 'config',
  failureThreshold: 'config',
  httpGet: { path: 'config', httpHeaders: { '*': { name: 'config', value: 'config' } }, port: 'config' },
  tcpSocket: { port: 'config' },
  grpc: { port: 'config', service: 'config' },
};

/** `google.cloud.run.v2.Condition`: output, all of it. */
export const CONDITION: ClassTree = {
  type: 'noise',
  state: 'noise',
  message: 'noise',
  lastTransitionTime: 'noise',
  severity: 'noise',
  reason: 'noise',
  revisionReason: 'noise',
  executionReason: 'noise',
};

/** `google.cloud.run.v2.Container`, the same in services, jobs and worker pools. */
export const CONTAINER: ClassTree = {
  name: 'noise',
  image: 'release',
  sourceCode: { cloudStorageSource: { bucket: 'config', object: 'release', generation: 'release' } },
  command: 'config',
  args: 'config',
  env: {
    '*': {
      name: 'noise',
      value: 'config',
      valueSource: { secretKeyRef: { secret: 'posture', version: 'posture' } },
    },
  },
  resources: { limits: { '*': 'config' }, cpuIdle: 'config', startupCpuBoost: 'config' },
  ports: { '*': { name: 'config', containerPort: 'config' } },
  volumeMounts: { '*': { name: 'posture', mountPath: 'noise', subPath: 'posture' } },
  workingDir: 'config',
  livenessProbe: PROBE,
  startupProbe: PROBE,
  readinessProbe: PROBE,
  dependsOn: 'config',
  baseImageUri: 'config',
  buildInfo: { functionTarget: 'noise', sourceLocation: 'noise' },
};

/** What the live API says of a container and the protos lack: whether it may launch sandboxes. */
export const CONTAINER_LIVE: ClassTree = { sandboxLauncher: 'posture' };

/** `google.cloud.run.v2.Volume`. */
export const VOLUME: ClassTree = {
  name: 'noise',
  secret: {
    secret: 'posture',
    items: { '*': { path: 'noise', version: 'posture', mode: 'posture' } },
    defaultMode: 'posture',
  },
  cloudSqlInstance: { instances: 'posture' },
  emptyDir: { medium: 'config', sizeLimit: 'config' },
  nfs: { server: 'posture', path: 'posture', readOnly: 'posture' },
  gcs: { bucket: 'posture', readOnly: 'posture', mountOptions: 'config' },
};

/** `google.cloud.run.v2.VpcAccess`: where a workload connects to. */
export const VPC_ACCESS: ClassTree = {
  connector: 'posture',
  egress: 'posture',
  networkInterfaces: { '*': { network: 'posture', subnetwork: 'posture', tags: 'posture' } },
};

/** `google.cloud.run.v2.BinaryAuthorization`: which images may run. */
export const BINARY_AUTHORIZATION: ClassTree = {
  useDefault: 'posture',
  policy: 'posture',
  breakglassJustification: 'posture',
};

const HEADERS: ClassTree = { httpGet: { httpHeaders: { '*': 'config' } } };

/** Where the canonical form of what holds containers is shaped otherwise than the protos. */
export const CONTAINERS_CANONICAL: ClassTree = {
  cloudSqlInstances: 'posture',
  containers: {
    '*': {
      env: {
        '*': {
          kind: 'posture',
          fingerprint: 'config',
          mentions: 'posture',
          secret: 'posture',
          version: 'posture',
          source: 'posture',
        },
      },
      livenessProbe: HEADERS,
      readinessProbe: HEADERS,
      startupProbe: HEADERS,
    },
  },
};

const ENTITIES = [
  'containers.*',
  'containers.*.env.*',
  'containers.*.volumeMounts.*',
  'volumes.*',
  'volumes.*.secret.items.*',
];

/** What has an identity of its own inside something that holds containers, which stands at `place`. */
export function entitiesIn(place: string): string[] {
  return ENTITIES.map((entity) => `${place}.${entity}`);
}

/** What is one fact there: how one environment key is delivered. */
export function wholesIn(place: string): string[] {
  return [`${place}.containers.*.env.*`];
}
