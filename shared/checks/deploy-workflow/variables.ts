import { sanitiseText } from '../../estate/sanitise.ts';
import { formatPath } from '../../snapshot/path.ts';
import type { Deployment, Workflow } from '../../workflows/model.ts';
import type { RawResult } from '../model.ts';
import { citing, counted, listed, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import type { EstateView } from '../view/view.ts';
import type { PinQuestion } from './pins.ts';
import { spot } from './words.ts';

const NAMED = 5;

/** Fails for each deployment of a guarded role that declares environment variables, in any form. */
export function judgeGuard(question: PinQuestion): RawResult[] {
  const { about, intent, own, view, pathOf } = question;
  const guarded = view.contract.workflows?.noEnvVarsFor.includes(intent.role) ?? false;
  const declaring = guarded ? own.filter(({ variables }) => variables !== null) : [];
  const [first] = declaring;
  if (first === undefined) return guarded ? hiddenResults(question) : [];
  const keys = [
    ...new Set(declaring.flatMap(({ variables }) => (variables ?? []).map(({ key }) => key))),
  ].sort();
  const source = view.contract.workflows?.location ?? null;
  const what =
    keys.length === 0
      ? 'environment variables'
      : `${counted(keys.length, 'environment variable')} (${shown(keys)})`;
  return [
    result('FAIL', about, {
      message: `The workflow of ${about.environment} deploys ${intent.service?.value} with ${what} (${declaring.map(({ at }) => spot(at)).join(', ')}): that wipes secrets bound in the cloud; the contract forbids it for ${intent.role}${citing(source)}.`,
      path: pathOf('envVars'),
      expected: 'no environment variables',
      observed: keys,
      severity: weigh(view, about.environment, { fieldClass: 'posture' }),
      settle: `Take the environment variables out of ${spot(first.at)} and keep them in the service, or take ${intent.role} out of workflows.noEnvVarsFor.`,
      source,
    }),
  ];
}

/** A flags file, a service document or a variable that holds flags may declare some. */
function hiddenResults({ about, intent, own, view, pathOf }: PinQuestion): RawResult[] {
  const hidden = own.find(({ elsewhere }) => elsewhere !== null);
  if (hidden === undefined) return [];
  const source = view.contract.workflows?.location ?? null;
  return [
    result('REVIEW_REQUIRED', about, {
      message: `Whether the workflow of ${about.environment} deploys ${intent.service?.value} without environment variables is not decided: they may stand in ${sanitiseText(hidden.elsewhere ?? '')} (${spot(hidden.at)}); the contract forbids them for ${intent.role}${citing(source)}.`,
      path: pathOf('envVars'),
      expected: 'no environment variables',
      observed: null,
      settle: `Look at ${spot(hidden.at)} by hand, or write its flags where it deploys.`,
      source,
    }),
  ];
}

/** Fails for each variable that looks like a credential in the clear; what it is set to is not known here. */
export function judgeCredentials(
  workflow: Workflow,
  { view, aboutOf }: { view: EstateView; aboutOf(deployment: Deployment): Subject },
): RawResult[] {
  const seen = new Map<string, RawResult>();
  for (const deployment of workflow.deployments) {
    for (const { key, credential } of deployment.variables ?? []) {
      if (credential === null) continue;
      const about = aboutOf(deployment);
      const thing = sanitiseText(deployment.name?.text ?? deployment.via);
      const path = formatPath(
        about.role === null ? ['deployments', thing, 'env', key] : ['services', about.role, 'env', key],
      );
      const why = credential === 'name' ? 'its name says that it is one' : 'its value has the shape of one';
      seen.set(
        path,
        result('FAIL', about, {
          message: `The workflow of ${about.environment} hands ${key} to ${thing} as a literal (${spot(deployment.at)}), and ${why}; a credential comes from Secret Manager.`,
          path,
          expected: 'secret',
          observed: 'literal',
          severity: weigh(view, about.environment, { fieldClass: 'posture' }),
          settle: `Bind ${key} with --update-secrets (or the action's \`secrets\`) and take it out of the environment variables; replace the credential if it stands in the file.`,
          source: view.contract.workflows?.files.get(about.environment)?.location ?? null,
        }),
      );
    }
  }
  return [...seen.values()];
}

function shown(keys: readonly string[]): string {
  const rest = keys.length - NAMED;
  return rest > 0 ? `${keys.slice(0, NAMED).join(', ')} and ${rest} more` : listed(keys);
}
