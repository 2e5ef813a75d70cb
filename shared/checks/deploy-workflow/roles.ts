import { sanitiseText } from '../../estate/sanitise.ts';
import { formatPath } from '../../snapshot/path.ts';
import type { Deployment, Workflow } from '../../workflows/model.ts';
import type { CheckContext, RawResult } from '../model.ts';
import { blindResult, citing, listed, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { type EstateView, viewOf } from '../view/view.ts';
import { environmentOf, type RoleDeployments, roleDeployments } from './deployed.ts';
import { judgePins, type PinQuestion, pinnedNames } from './pins.ts';
import { judgePlaces } from './places.ts';
import { judgeCredentials, judgeGuard } from './variables.ts';
import { spot, workflowId } from './words.ts';

/** Judges what the workflow of one environment does to the service of each role, role by role. */
export function judgeRoles(context: CheckContext, environment: string, workflow: Workflow): RawResult[] {
  const view = viewOf(context);
  const questions = context.contract.roles.flatMap((role) => {
    const intent = context.contract.intent(role, environment);
    if (intent.service === null) return [];
    const about = { role, environment, resource: workflowId(workflow.path) };
    return [{ about, intent, view, found: roleDeployments(workflow, intent), workflow }];
  });
  const roleOf = (deployment: Deployment) =>
    questions.find(({ found }) => found.own.includes(deployment))?.about.role ?? null;
  const aboutOf = (deployment: Deployment): Subject => ({
    role: roleOf(deployment),
    environment,
    resource: workflowId(workflow.path),
  });
  return [...questions.flatMap(judgeRole), ...judgeCredentials(workflow, { view, aboutOf })];
}

interface RoleQuestion {
  about: Subject & { role: string };
  intent: PinQuestion['intent'];
  view: EstateView;
  found: RoleDeployments;
  workflow: Workflow;
}

function judgeRole(question: RoleQuestion): RawResult[] {
  const { about, intent, found, view } = question;
  const astray = strayResults(question);
  if (!found.own.some(({ releases }) => releases))
    return astray.length > 0 ? astray : [notDeployed(question)];
  const pathOf = (setting: string) => formatPath(['services', about.role, setting]);
  const asked = { about, intent, own: found.own, unseen: found.unseen, view, pathOf };
  const problems = [...judgePlaces(asked), ...judgePins(asked), ...judgeGuard(asked), ...astray];
  return problems.length > 0 ? problems : [deployed(question)];
}

/**
 * A deployment of this role's service to another project. One file may deploy every environment: what it
 * does for another one that it is declared for is that one's business.
 */
function strayResults({ about, intent, found, view, workflow }: RoleQuestion): RawResult[] {
  const { contract } = view;
  const shares = (project: string) => {
    const other = environmentOf(contract.environments, project);
    return other !== null && contract.workflows?.files.get(other)?.path === workflow.path;
  };
  const astray = found.foreign.filter(({ project }) => !shares(project?.text ?? ''));
  const projects = [...new Set(astray.map(({ project }) => project?.text ?? ''))].sort();
  if (projects.length === 0) return [];
  const observed = projects.map(sanitiseText);
  const reaches = projects.some((project) => {
    const other = environmentOf(contract.environments, project);
    return other !== null && view.isProtected(other);
  });
  return [
    result('FAIL', about, {
      message: `The workflow of ${about.environment} deploys ${intent.service?.value} to ${listed(observed)} (${astray.map(({ at }) => spot(at)).join(', ')}); the contract wants ${intent.project}${citing(intent.service?.location ?? null)}.`,
      path: formatPath(['services', about.role, 'project']),
      expected: intent.project,
      observed,
      severity: reaches ? 'critical' : weigh(view, about.environment, { fieldClass: 'posture' }),
      settle: `Deploy ${intent.service?.value} with --project=${intent.project}.`,
      source: intent.service?.location ?? null,
    }),
  ];
}

/** Said as missing only where nothing was left unseen. */
function notDeployed({ about, intent, found, view, workflow }: RoleQuestion): RawResult {
  const name = intent.service?.value ?? about.role;
  const source = intent.service?.location ?? null;
  const path = formatPath(['services', about.role]);
  const branch = view.contract.workflows?.files.get(about.environment)?.branch;
  if (found.unseen !== null)
    return blindResult(about, {
      message: `Whether the workflow of ${about.environment} deploys ${name} is not known: ${found.unseen}.`,
      path,
      settle: `Look at ${workflow.path} by hand, or name ${name} in it where it is deployed.`,
      source,
    });
  return result('FAIL', about, {
    message: `The workflow of ${about.environment} (${workflow.path}${branch === undefined ? '' : `, branch ${branch}`}) does not deploy ${name}, the service of ${about.role}${citing(source)}.`,
    path,
    expected: 'deployed',
    observed: null,
    severity: weigh(view, about.environment, { fieldClass: 'config' }),
    settle: `Deploy ${name} in ${workflow.path}, or waive deploy-workflow for ${about.role} with an expiry.`,
    source,
  });
}

function deployed({ about, intent, found }: RoleQuestion): RawResult {
  const pins = pinnedNames(intent);
  const pinning = pins.length === 0 ? '' : `, pinning ${listed(pins)}`;
  return result('PASS', about, {
    message: `The workflow of ${about.environment} deploys ${intent.service?.value} to ${intent.project}, ${listed(intent.regions)} (${[...new Set(found.own.map(({ at }) => spot(at)))].join(', ')})${pinning}${citing(intent.service?.location ?? null)}.`,
    path: formatPath(['services', about.role]),
    expected: 'deployed',
    observed: 'deployed',
    source: intent.service?.location ?? null,
  });
}
