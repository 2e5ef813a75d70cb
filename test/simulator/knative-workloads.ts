import type { JsonObject } from '../../shared/snapshot/json.ts';
import { compact, type ProjectNames, toKnativeTemplate } from './knative-template.ts';
import type { V2Condition, V2Template, V2TrafficTarget } from './run-types.ts';

/** What v2 jobs and worker pools have in common, as far as v1 prints it. */
interface V2Workload {
  name: string;
  uid?: string;
  generation?: string;
  createTime?: string;
  creator?: string;
  lastModifier?: string;
  client?: string;
  clientVersion?: string;
  launchStage?: string;
  etag?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  terminalCondition?: V2Condition;
}

/** A v2 job as REST prints it. */
export interface V2Job extends V2Workload {
  template: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    parallelism?: number;
    taskCount?: number;
    template: V2Template & { maxRetries?: number };
  };
  executionCount?: number;
}

/** A v2 worker pool as REST prints it. */
export interface V2WorkerPool extends V2Workload {
  template: V2Template;
  scaling?: { scalingMode?: string; manualInstanceCount?: number };
  instanceSplits?: V2TrafficTarget[];
}

/** A v2 job as v1 and `gcloud run jobs list` print it: settings of the task stand on the execution's metadata. */
export function toKnativeJob(job: V2Job, project: ProjectNames): JsonObject {
  const { template: task, parallelism, taskCount, labels, annotations } = job.template;
  const { metadata, spec } = toKnativeTemplate(task, project) as {
    metadata: { annotations?: JsonObject };
    spec: JsonObject;
  };
  const { timeoutSeconds, containerConcurrency: _, ...rest } = spec;
  const template = compact({
    ...rest,
    maxRetries: task.maxRetries,
    timeoutSeconds: timeoutSeconds === undefined ? undefined : String(timeoutSeconds),
  });
  return {
    ...head(job, { kind: 'Job', plural: 'jobs' }, project),
    spec: {
      template: {
        metadata: compact({ annotations: { ...annotations, ...metadata.annotations }, labels }),
        spec: compact({ parallelism, taskCount, template: { spec: template } }),
      },
    },
    status: compact({ ...status(job), executionCount: job.executionCount }),
  };
}

/** A v2 worker pool as v1 and `gcloud beta run worker-pools list` print it. */
export function toKnativeWorkerPool(pool: V2WorkerPool, project: ProjectNames): JsonObject {
  const { scaling } = pool;
  const document = head(pool, { kind: 'WorkerPool', plural: 'workerpools' }, project);
  const { metadata } = document as { metadata: { annotations: JsonObject } };
  Object.assign(
    metadata.annotations,
    compact({
      'run.googleapis.com/scalingMode': scaling?.scalingMode?.toLowerCase(),
      'run.googleapis.com/manualInstanceCount':
        scaling?.manualInstanceCount === undefined ? undefined : String(scaling.manualInstanceCount),
    }),
  );
  const splits = pool.instanceSplits?.map(({ type, percent, revision }) =>
    compact({ latestRevision: type.endsWith('LATEST') || undefined, percent, revisionName: revision }),
  );
  return {
    ...document,
    spec: compact({ instanceSplits: splits, template: toKnativeTemplate(pool.template, project) }),
    status: status(pool),
  };
}

function head(
  document: V2Workload,
  { kind, plural }: { kind: string; plural: string },
  project: ProjectNames,
): JsonObject {
  const [, , , region = '', , name = ''] = document.name.split('/');
  const annotations = compact({
    ...document.annotations,
    'run.googleapis.com/client-name': document.client,
    'run.googleapis.com/client-version': document.clientVersion,
    'run.googleapis.com/creator': document.creator,
    'run.googleapis.com/lastModifier': document.lastModifier,
    'run.googleapis.com/launch-stage': document.launchStage === 'GA' ? undefined : document.launchStage,
  });
  return {
    apiVersion: 'run.googleapis.com/v1',
    kind,
    metadata: compact({
      annotations,
      creationTimestamp: document.createTime,
      generation: Number(document.generation ?? 1),
      labels: { ...document.labels, 'cloud.googleapis.com/location': region },
      name,
      namespace: project.number,
      resourceVersion: document.etag?.replaceAll('"', ''),
      selfLink: `/apis/run.googleapis.com/v1/namespaces/${project.number}/${plural}/${name}`,
      uid: document.uid,
    }),
  };
}

function status({ generation, terminalCondition: last }: V2Workload): JsonObject {
  const ready = last && { CONDITION_SUCCEEDED: 'True', CONDITION_FAILED: 'False' }[String(last.state)];
  const condition = compact({
    lastTransitionTime: last?.lastTransitionTime,
    status: ready ?? 'Unknown',
    type: 'Ready',
  });
  return {
    conditions: last === undefined ? [] : [condition],
    observedGeneration: Number(generation ?? 1),
  };
}
