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
import { REVISION_TEMPLATE } from './run-service.ts';
import type { ClassTree, Marks } from './tree.ts';

/** What every workload of the v2 API says of itself and of its state. */
const COMMON = {
  name: 'noise',
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
  launchStage: 'config',
  binaryAuthorization: BINARY_AUTHORIZATION,
  observedGeneration: 'noise',
  terminalCondition: CONDITION,
  conditions: { '*': CONDITION },
  reconciling: 'noise',
  satisfiesPzs: 'noise',
  etag: 'noise',
} satisfies ClassTree;

const TASK_TEMPLATE: ClassTree = {
  containers: { '*': CONTAINER },
  volumes: { '*': VOLUME },
  maxRetries: 'config',
  timeout: 'config',
  serviceAccount: 'posture',
  executionEnvironment: 'config',
  encryptionKey: 'posture',
  vpcAccess: VPC_ACCESS,
  nodeSelector: { accelerator: 'config' },
  gpuZonalRedundancyDisabled: 'config',
};

/** One class for every field of `google.cloud.run.v2.Job`. The tokens ask for one more execution, as a deployment does. */
export const RUN_JOB: ClassTree = {
  ...COMMON,
  template: {
    labels: labelClass,
    annotations: annotationClass,
    parallelism: 'config',
    taskCount: 'config',
    template: TASK_TEMPLATE,
  },
  executionCount: 'noise',
  latestCreatedExecution: {
    name: 'noise',
    createTime: 'noise',
    completionTime: 'noise',
    deleteTime: 'noise',
    completionStatus: 'noise',
  },
  startExecutionToken: 'release',
  runExecutionToken: 'release',
};

/** Fields of the live API the protos lack and whose meaning is known. */
export const RUN_JOB_LIVE: ClassTree = {
  template: {
    client: 'noise',
    clientVersion: 'noise',
    delayExecution: 'config',
    template: { containers: { '*': CONTAINER_LIVE } },
  },
};

/** Where a job's canonical document is shaped otherwise than the protos. */
export const RUN_JOB_CANONICAL: ClassTree = { template: { template: CONTAINERS_CANONICAL } };

/** What has an identity of its own inside a job. */
export const RUN_JOB_MARKS: Marks = {
  entities: entitiesIn('template.template'),
  wholes: wholesIn('template.template'),
};

const SPLIT: ClassTree = { type: 'config', revision: 'release', percent: 'config' };

/** One class for every field of `google.cloud.run.v2.WorkerPool`. */
export const RUN_WORKER_POOL: ClassTree = {
  ...COMMON,
  description: 'config',
  template: {
    revision: 'release',
    labels: labelClass,
    annotations: annotationClass,
    vpcAccess: VPC_ACCESS,
    serviceAccount: 'posture',
    containers: { '*': CONTAINER },
    volumes: { '*': VOLUME },
    encryptionKey: 'posture',
    serviceMesh: { mesh: 'posture' },
    encryptionKeyRevocationAction: 'posture',
    encryptionKeyShutdownDuration: 'posture',
    nodeSelector: { accelerator: 'config' },
    gpuZonalRedundancyDisabled: 'config',
  },
  instanceSplits: { '*': SPLIT },
  scaling: { manualInstanceCount: 'config' },
  latestReadyRevision: 'noise',
  latestCreatedRevision: 'noise',
  instanceSplitStatuses: { '*': { type: 'noise', revision: 'noise', percent: 'noise' } },
  threatDetectionEnabled: 'noise',
  customAudiences: 'config',
};

/** Fields of the live API the protos lack and whose meaning is known: gcloud and the discovery document have them. */
export const RUN_WORKER_POOL_LIVE: ClassTree = {
  scaling: { maxInstanceCount: 'config', minInstanceCount: 'config', scalingMode: 'config' },
  template: {
    client: 'noise',
    clientVersion: 'noise',
    containers: { '*': CONTAINER_LIVE },
    executionEnvironment: 'config',
  },
};

/** Where a worker pool's canonical document is shaped otherwise than the protos. */
export const RUN_WORKER_POOL_CANONICAL: ClassTree = { template: CONTAINERS_CANONICAL };

/** What has an identity of its own inside a worker pool. */
export const RUN_WORKER_POOL_MARKS: Marks = {
  entities: [...entitiesIn('template'), 'instanceSplits.*'],
  wholes: wholesIn('template'),
};

const { revision: _, healthCheckDisabled: __, ...SHARED } = REVISION_TEMPLATE as Record<string, ClassTree>;

/** One class for every field of `google.cloud.run.v2.Revision`; what a template asks for has the template's. */
export const RUN_REVISION: ClassTree = {
  ...SHARED,
  name: 'noise',
  uid: 'noise',
  generation: 'noise',
  createTime: 'noise',
  updateTime: 'noise',
  deleteTime: 'noise',
  expireTime: 'noise',
  launchStage: 'noise',
  service: 'noise',
  reconciling: 'noise',
  conditions: { '*': CONDITION },
  observedGeneration: 'noise',
  logUri: 'noise',
  satisfiesPzs: 'noise',
  scalingStatus: { desiredMinInstanceCount: 'noise' },
  creator: 'noise',
  etag: 'noise',
};

/** The canonical document: revisions by name. */
export const RUN_REVISIONS: ClassTree = { serving: { '*': RUN_REVISION } };

/** The same where it is shaped otherwise than the protos. */
export const RUN_REVISIONS_CANONICAL: ClassTree = { serving: { '*': CONTAINERS_CANONICAL } };

/**
 * Each deployment makes a revision of another name; what a revision says never changes. That another one
 * serves is release: where it is not what the template asks for, a check says so.
 */
export const RUN_REVISIONS_MARKS: Marks = {
  entities: ['serving.*', ...entitiesIn('serving.*')],
  wholes: wholesIn('serving.*'),
  own: { 'serving.*': 'release' },
};

/** A domain and the service it leads to. */
export const RUN_DOMAIN_MAPPING: ClassTree = {
  annotations: annotationClass,
  certificateMode: 'posture',
  forceOverride: 'config',
  labels: labelClass,
  routeName: 'posture',
};
