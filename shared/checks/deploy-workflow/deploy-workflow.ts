import type { Contract, WorkflowIntent } from '../../contract/model.ts';
import type { WorkflowReading } from '../../workflows/model.ts';
import type { Check, CheckContext, RawResult } from '../model.ts';
import { blindResult, citing, listed, result, unaskedResult } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { gapWords } from '../view/lookup.ts';
import { viewOf } from '../view/view.ts';
import { judgeRoles } from './roles.ts';
import { judgeStructure } from './structure.ts';
import { aligner, workflowId } from './words.ts';

/** Check 10: the environments' deploy workflows have one structure and deploy what the contract states. */
export const deployWorkflow: Check = {
  id: 'deploy-workflow',
  number: 10,
  title: 'Deployment workflow',
  explanation:
    "The workflows that deploy the environments have one structure, deploy the roles' services, pin the account, ingress and invoker flags the contract states, and declare no environment variables where that would wipe bound secrets. Names of environments, branches, projects and services are no difference of structure; a setting that is known only while the workflow runs is not decided.",
  readsEstate: false,
  run: (context) => {
    const { workflows } = context.contract;
    return workflows === null ? [nothingNamed(context.contract)] : judgeAll(context, workflows);
  },
};

function judgeAll(context: CheckContext, intent: WorkflowIntent): RawResult[] {
  const names = context.contract.environments.map(({ name }) => name);
  const read = names.flatMap((name) => {
    const reading = context.workflows?.get(name);
    return reading?.status === 'read' ? [{ name, workflow: reading.workflow }] : [];
  });
  const workflowOf = (name: string) => read.find((one) => one.name === name)?.workflow;
  const align = aligner(context.contract);
  const pairs = context.contract.compare.flatMap((environments) => {
    const [candidate, reference] = environments.map(workflowOf);
    if (candidate === undefined || reference === undefined) return [];
    return judgeStructure(context, { environments, workflows: [candidate, reference] }, align);
  });
  return [
    ...unreadResults(context, intent),
    ...names.flatMap((name) => brokenResults(context, intent, name)),
    ...pairs,
    ...read.flatMap(({ name, workflow }) => judgeRoles(context, name, workflow)),
  ];
}

/** One result for all environments that one and the same gap hides. */
function unreadResults({ contract, workflows }: CheckContext, intent: WorkflowIntent): RawResult[] {
  const gaps = contract.environments.flatMap(({ name }) => {
    const reading = intent.files.has(name) ? (workflows?.get(name) ?? UNREAD) : null;
    return reading?.status === 'unread' ? [{ name, why: gapWords(reading.gap) }] : [];
  });
  return [...Map.groupBy(gaps, ({ why }) => why)].map(([why, hidden]) => {
    const environments = hidden.map(({ name }) => name);
    const about = { role: null, environment: environments.at(-1) ?? '', environments, resource: null };
    return blindResult(about, {
      message: `The deployment workflow of ${listed(environments)} was not read (${why}); whether the environments are deployed the same way is not decided.`,
      settle: REPAIR[intent.repository.kind],
      source: intent.location,
    });
  });
}

const UNREAD: WorkflowReading = {
  status: 'unread',
  gap: { status: 'NOT_CAPTURED', detail: 'nobody looked' },
};

const REPAIR = {
  local:
    'Check the repository out beside the contract, or name it as github: owner/name; until then compare the workflows by hand.',
  github:
    'Mend the gap named in the message (GITHUB_TOKEN needs to read the contents of the repository); until then compare the workflows by hand.',
};

function brokenResults(context: CheckContext, intent: WorkflowIntent, name: string): RawResult[] {
  const file = intent.files.get(name);
  if (file === undefined) return [unnamed(intent, name)];
  const reading = context.workflows?.get(name);
  if (reading?.status !== 'broken') return [];
  return [
    result(
      'FAIL',
      { role: null, environment: name, resource: workflowId(file.path) },
      {
        message: `The deployment workflow of ${name}, ${file.path}, ${reading.problem}${citing(file.location)}.`,
        expected: 'a workflow',
        observed: null,
        severity: weigh(viewOf(context), name, { fieldClass: 'config' }),
        settle: `Mend ${file.path}, or correct ${file.location.file}:${file.location.line}.`,
        source: file.location,
      },
    ),
  ];
}

function unnamed(intent: WorkflowIntent, environment: string): RawResult {
  return unaskedResult(
    { role: null, environment, resource: null },
    {
      message: `The contract names no deployment workflow for ${environment}, so how it is deployed is not decided${citing(intent.location)}.`,
      settle: `Name its file under workflows.files.${environment}.`,
      source: intent.location,
    },
  );
}

function nothingNamed(contract: Contract): RawResult {
  const environments = contract.environments.map(({ name }) => name);
  const about = { role: null, environment: environments.at(-1) ?? '', environments, resource: null };
  return unaskedResult(about, {
    message:
      'The contract names no deployment workflows, so whether the environments are deployed the same way is not decided.',
    settle: 'Name their files under workflows, or compare the deployment workflows by hand.',
    source: contract.locate(['workflows']),
  });
}
