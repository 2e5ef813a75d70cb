import type { JsonObject } from '../snapshot/json.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Examination } from './examination.ts';
import type { EnvironmentExamination, IdentityExamination } from './examine.ts';
import type { Remedy } from './remedies.ts';
import { judgeRunner, type RunnerExamination } from './runner.ts';
import { judgeWorkflows, type WorkflowExamination } from './workflows.ts';

/** Everything the doctor found, each identity under a key of its own, in the shape that scripts depend on. */
export function doctorJson(found: {
  estate: string;
  viewer: IdentityExamination;
  diagnosis: Diagnosis;
  remedies: Remedy[];
  runner?: RunnerExamination | null;
  workflows?: WorkflowExamination | null;
}): JsonObject {
  const { estate, viewer, diagnosis, remedies, runner = null, workflows = null } = found;
  return {
    schemaVersion: 1,
    estate,
    outcome: diagnosis.outcome,
    viewer: { identity: viewer.identity, environments: viewer.environments.map(environmentJson) },
    runner: runner && runnerJson(runner),
    workflows: workflows && workflowsJson(workflows),
    remedies: remedies.map((remedy) => ({ ...remedy })),
  };
}

function runnerJson(runner: RunnerExamination) {
  const environments = runner.environments.map((one) => ({ ...one, gap: one.gap && { ...one.gap } }));
  return { identity: runner.identity, outcome: judgeRunner(runner), environments };
}

function workflowsJson(workflows: WorkflowExamination) {
  const { repository, trials } = workflows;
  const environments = trials.map((one) => ({ ...one, gap: one.gap && { ...one.gap } }));
  return { repository: { ...repository }, outcome: judgeWorkflows(workflows), environments };
}

function environmentJson({ environment, project, whole, lists, samples }: EnvironmentExamination) {
  const { resource: _, ...rest } = examinationJson(whole);
  return {
    environment,
    project,
    ...rest,
    lists: lists.map(({ kind, total, gap }) => ({ kind, total, gap: gap && { ...gap } })),
    samples: samples.map(examinationJson),
  };
}

function examinationJson({ resource, proof, gap, permissions }: Examination) {
  const { kind, region, name } = resource;
  return {
    resource: { kind, region, name },
    proof,
    gap: gap && { ...gap },
    permissions: permissions.map(({ permission, need, standing }) => ({ permission, need, standing })),
  };
}
