import fc from 'fast-check';
import { proto3, STATE } from './render-rest.ts';
import { renderKnativeTask, renderRestTask } from './render-task.ts';
import { NUMBER, PROJECT, REGION, type TemplateSpec, templateSpec, word, words } from './service-spec.ts';

type Doc = Record<string, unknown>;

/** A job as people mean it, in the words of neither API. What a revision has and a task has not is left unused. */
export interface JobSpec {
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  taskCount: number;
  parallelism: number;
  maxRetries: number;
  task: TemplateSpec;
  status: { ready: 'True' | 'False' | 'Unknown'; generation: number; executions: number };
}

/** Jobs as estates have them, and some they rarely have. */
export const jobSpec: fc.Arbitrary<JobSpec> = fc.record({
  name: word,
  labels: words(3),
  annotations: words(2),
  taskCount: fc.constantFrom(1, 2, 100),
  parallelism: fc.constantFrom(0, 1, 10),
  maxRetries: fc.constantFrom(0, 1, 3, 10),
  task: fc
    .record({
      spec: templateSpec,
      timeoutSeconds: fc.option(fc.constantFrom(60, 600, 86_400), { nil: null }),
    })
    .map(({ spec, timeoutSeconds }) => ({ ...spec, timeoutSeconds })),
  status: fc.record({
    ready: fc.constantFrom('True', 'False', 'Unknown'),
    generation: fc.integer({ min: 1, max: 99 }),
    executions: fc.nat({ max: 9 }),
  }),
});

/** The job as the v2 REST API answers it. */
export function renderRestJob(spec: JobSpec): Doc {
  const { labels: _, ...task } = renderRestTask(spec.task);
  return proto3({
    name: `projects/${PROJECT}/locations/${REGION}/jobs/${spec.name}`,
    uid: 'b1a3e4a0-0000-4000-8000-000000000000',
    generation: String(spec.status.generation),
    labels: spec.labels,
    annotations: spec.annotations,
    creator: 'creator@example.com',
    lastModifier: 'modifier@example.com',
    client: 'gcloud',
    launchStage: 'GA',
    template: {
      ...proto3({ labels: spec.task.labels, taskCount: spec.taskCount, parallelism: spec.parallelism }),
      // An explicitly optional field is answered even where it is zero.
      template: { ...task, maxRetries: spec.maxRetries },
    },
    observedGeneration: String(spec.status.generation),
    terminalCondition: { type: 'Ready', state: STATE[spec.status.ready] },
    executionCount: spec.status.executions,
    latestCreatedExecution: { name: `${spec.name}-abcde`, createTime: '2026-02-01T00:00:00Z' },
    reconciling: spec.status.ready === 'Unknown',
    etag: '"CKqL1ccGEPj"',
  });
}

/** The job as `gcloud run jobs describe` prints it. */
export function renderKnativeJob(spec: JobSpec): Doc {
  const { metadata, spec: task } = renderKnativeTask(spec.task);
  return {
    apiVersion: 'run.googleapis.com/v1',
    kind: 'Job',
    metadata: {
      name: spec.name,
      namespace: NUMBER,
      uid: 'b1a3e4a0-0000-4000-8000-000000000000',
      generation: spec.status.generation,
      labels: {
        ...spec.labels,
        'cloud.googleapis.com/location': REGION,
        'run.googleapis.com/lastUpdatedTime': '2026-02-01T00:00:00Z',
      },
      annotations: {
        ...spec.annotations,
        'run.googleapis.com/client-name': 'gcloud',
        'run.googleapis.com/creator': 'creator@example.com',
        'run.googleapis.com/lastModifier': 'modifier@example.com',
        'run.googleapis.com/operation-id': '7b9bcd52',
      },
    },
    spec: {
      template: {
        metadata,
        spec: {
          taskCount: spec.taskCount,
          ...(spec.parallelism === 0 ? {} : { parallelism: spec.parallelism }),
          template: { spec: { ...task, maxRetries: spec.maxRetries } },
        },
      },
    },
    status: {
      observedGeneration: spec.status.generation,
      conditions: [{ type: 'Ready', status: spec.status.ready }],
      executionCount: spec.status.executions,
      latestCreatedExecution: { name: `${spec.name}-abcde`, creationTimestamp: '2026-02-01T00:00:00Z' },
    },
  };
}
