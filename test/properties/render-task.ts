import { knativeTemplate } from './render-knative.ts';
import { restTemplate } from './render-rest.ts';
import type { TemplateSpec } from './service-spec.ts';

type Doc = Record<string, unknown>;

/** Of a revision's settings, none that a task lacks. */
function asTask(spec: TemplateSpec): TemplateSpec {
  return {
    ...spec,
    minInstances: 0,
    maxInstances: 0,
    concurrency: null,
    sessionAffinity: false,
    healthCheckDisabled: false,
    shutdownHours: null,
    startupCpuBoost: false,
  };
}

/** A task's settings in v2; limits are all its resources. */
export function renderRestTask(spec: TemplateSpec): Doc {
  const { scaling: _, ...task } = restTemplate({ ...asTask(spec), cpuIdle: false });
  return task;
}

/** The same in v1, with the metadata of its execution. */
export function renderKnativeTask(spec: TemplateSpec) {
  const { metadata, spec: task } = knativeTemplate({ ...asTask(spec), cpuIdle: true });
  const { 'autoscaling.knative.dev/maxScale': _, ...annotations } = metadata.annotations;
  return { metadata: { ...metadata, annotations }, spec: task };
}
