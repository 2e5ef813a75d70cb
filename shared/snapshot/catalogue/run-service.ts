import { annotationClass, labelClass } from './names.ts';
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

const CONDITION: ClassTree = {
  type: 'noise',
  state: 'noise',
  message: 'noise',
  lastTransitionTime: 'noise',
  severity: 'noise',
  reason: 'noise',
  revisionReason: 'noise',
  executionReason: 'noise',
};

const CONTAINER: ClassTree = {
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

const VOLUME: ClassTree = {
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

const TEMPLATE: ClassTree = {
  revision: 'release',
  labels: labelClass,
  annotations: annotationClass,
  scaling: { minInstanceCount: 'config', maxInstanceCount: 'config' },
  vpcAccess: {
    connector: 'posture',
    egress: 'posture',
    networkInterfaces: { '*': { network: 'posture', subnetwork: 'posture', tags: 'posture' } },
  },
  timeout: 'config',
  serviceAccount: 'posture',
  containers: { '*': CONTAINER },
  volumes: { '*': VOLUME },
  executionEnvironment: 'config',
  encryptionKey: 'posture',
  maxInstanceRequestConcurrency: 'config',
  serviceMesh: { mesh: 'posture' },
  encryptionKeyRevocationAction: 'posture',
  encryptionKeyShutdownDuration: 'posture',
  sessionAffinity: 'config',
  healthCheckDisabled: 'config',
  nodeSelector: { accelerator: 'config' },
  gpuZonalRedundancyDisabled: 'config',
};

/** One class for every field of `google.cloud.run.v2.Service`, in the shape of the protos. */
export const RUN_SERVICE: ClassTree = {
  name: 'noise',
  description: 'config',
  uid: 'noise',
  generation: 'noise',
  labels: labelClass,
  annotations: annotationClass,
  createTime: 'noise',
  updateTime: 'noise',
  deleteTime: 'noise',
  expireTime: 'noise',
  creator: 'noise',
  lastModifier: 'noise',
  client: 'noise',
  clientVersion: 'noise',
  ingress: 'posture',
  launchStage: 'config',
  binaryAuthorization: { useDefault: 'posture', policy: 'posture', breakglassJustification: 'posture' },
  template: TEMPLATE,
  traffic: { '*': { type: 'config', revision: 'release', percent: 'config', tag: 'config' } },
  scaling: {
    minInstanceCount: 'config',
    scalingMode: 'config',
    maxInstanceCount: 'config',
    manualInstanceCount: 'config',
  },
  invokerIamDisabled: 'posture',
  defaultUriDisabled: 'posture',
  urls: 'noise',
  iapEnabled: 'posture',
  multiRegionSettings: { regions: 'posture', multiRegionId: 'noise' },
  customAudiences: 'posture',
  observedGeneration: 'noise',
  terminalCondition: CONDITION,
  conditions: { '*': CONDITION },
  latestReadyRevision: 'noise',
  latestCreatedRevision: 'noise',
  trafficStatuses: {
    '*': { type: 'noise', revision: 'noise', percent: 'noise', tag: 'noise', uri: 'noise' },
  },
  uri: 'noise',
  satisfiesPzs: 'noise',
  threatDetectionEnabled: 'noise',
  buildConfig: {
    name: 'release',
    sourceLocation: 'release',
    functionTarget: 'config',
    imageUri: 'release',
    baseImage: 'config',
    enableAutomaticUpdates: 'config',
    workerPool: 'config',
    environmentVariables: { '*': 'config' },
    serviceAccount: 'posture',
  },
  reconciling: 'noise',
  etag: 'noise',
};

/** Fields of the live API the protos lack and whose meaning is known: each client stamps its name here. */
export const RUN_SERVICE_LIVE: ClassTree = { template: { client: 'noise', clientVersion: 'noise' } };

/** Where the canonical document is shaped otherwise than the protos. */
export const RUN_SERVICE_CANONICAL: ClassTree = {
  template: {
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
        livenessProbe: { httpGet: { httpHeaders: { '*': 'config' } } },
        readinessProbe: { httpGet: { httpHeaders: { '*': 'config' } } },
        startupProbe: { httpGet: { httpHeaders: { '*': 'config' } } },
      },
    },
  },
};

/** What has an identity of its own inside a service. */
export const RUN_SERVICE_ENTITIES = [
  'template.containers.*',
  'template.containers.*.env.*',
  'template.containers.*.volumeMounts.*',
  'template.volumes.*',
  'template.volumes.*.secret.items.*',
  'traffic.*',
];

/** How one environment key is delivered is one fact. */
export const RUN_SERVICE_WHOLES = ['template.containers.*.env.*'];
