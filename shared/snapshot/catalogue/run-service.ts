import { annotationClass, labelClass } from './names.ts';
import {
  BINARY_AUTHORIZATION,
  CONDITION,
  CONTAINER,
  CONTAINER_LIVE,
  CONTAINERS_CANONICAL,
  entitiesIn,
  VOLUME,
  VPC_ACCESS,
  wholesIn,
} from './run-parts.ts';
import type { ClassTree, Marks } from './tree.ts';

/** `google.cloud.run.v2.RevisionTemplate`. */
export const REVISION_TEMPLATE: ClassTree = {
  revision: 'release',
  labels: labelClass,
  annotations: annotationClass,
  scaling: { minInstanceCount: 'config', maxInstanceCount: 'config' },
  vpcAccess: VPC_ACCESS,
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
  binaryAuthorization: BINARY_AUTHORIZATION,
  template: REVISION_TEMPLATE,
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

/** Fields of the live API the protos lack: the discovery document has them. Each client stamps its name here. */
const TEMPLATE_LIVE: ClassTree = {
  client: 'noise',
  clientVersion: 'noise',
  containers: { '*': CONTAINER_LIVE },
  scaling: { cpuUtilization: 'config', concurrencyUtilization: 'config' },
};

/** The same of services: whether people may log in to an instance is posture. */
export const RUN_SERVICE_LIVE: ClassTree = {
  durableExecution: 'config',
  sshEnabled: 'posture',
  template: TEMPLATE_LIVE,
};

/** The same of revisions, which say what their template said. */
export const RUN_REVISIONS_LIVE: ClassTree = { serving: { '*': TEMPLATE_LIVE } };

/** Where the canonical document is shaped otherwise than the protos. */
export const RUN_SERVICE_CANONICAL: ClassTree = { template: CONTAINERS_CANONICAL };

/** What has an identity of its own inside a service. */
export const RUN_SERVICE_MARKS: Marks = {
  entities: [...entitiesIn('template'), 'traffic.*'],
  wholes: wholesIn('template'),
};
