import type { JsonObject } from '../snapshot/json.ts';
import { hidden, type Surroundings, stated } from './deploy-command.ts';
import { textOf } from './document.ts';
import { variablesOfInput } from './env-list.ts';
import { type Contexts, fill } from './expression.ts';
import { parseFlags, settingOf } from './gcloud.ts';
import type { DeclaredVariable, Deployment, Setting } from './model.ts';

/** Google's action that deploys to Cloud Run, and its inputs (google-github-actions/deploy-cloudrun, v3). */
export const DEPLOY_ACTION = 'google-github-actions/deploy-cloudrun';

/** Where the action deploys to unless it is told otherwise. */
const USUAL_REGION = 'us-central1';
const QUALIFIED = /^projects\/([^/]+)\/locations\/([^/]+)\/(?:services|jobs)\/([^/]+)$/;

/** What a step with Google's action deploys: one service, to each of the regions it names. */
export function deploymentsOfAction(
  inputs: JsonObject,
  contexts: Contexts,
  around: Surroundings,
): Deployment[] {
  const deployment = deploymentOf(inputs, contexts, around);
  const regions = deployment.region?.text.split(/[,\n]/).map((region) => region.trim()) ?? [];
  if (regions.length < 2) return [deployment];
  return regions
    .filter((region) => region !== '')
    .map((region) => ({ ...deployment, region: settingOf(region) }));
}

function deploymentOf(inputs: JsonObject, contexts: Contexts, around: Surroundings): Deployment {
  // An input that comes to nothing is one that was not given.
  const input = (name: string): string | null => textOf(fill(textOf(inputs[name]) ?? '', contexts));
  const { flags, rest } = parseFlags(flagWords(input('flags') ?? ''));
  const said = stated(flags);
  const metadata = input('metadata');
  const job = input('job');
  return {
    ...target(job ?? input('service'), around, input),
    target: job === null ? 'service' : 'job',
    via: DEPLOY_ACTION,
    releases: true,
    pins: said.pins,
    variables: both(said.variables, declaredVariables(input)),
    elsewhere: metadata === null ? hidden(flags, rest) : `the document ${metadata}`,
    conditional: around.conditional,
    chosen: around.chosen,
    at: around.at,
  };
}

const WORD = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;

/** The words of the `flags` input, which no shell reads: only blanks and quotes mean something. */
function flagWords(text: string): string[] {
  return (text.match(WORD) ?? [])
    .map((word) =>
      word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ''),
    )
    .filter((word) => word !== '\\');
}

function target(
  service: string | null,
  around: Surroundings,
  input: (name: string) => string | null,
): Pick<Deployment, 'name' | 'project' | 'region'> {
  const given = input('project_id');
  const project = given === null ? around.project : settingOf(given);
  const region = settingOf(input('region') ?? USUAL_REGION);
  if (service === null) return { name: null, project, region };
  const qualified = QUALIFIED.exec(service);
  if (qualified === null) return { name: settingOf(service), project, region };
  const [, ownProject = '', ownRegion = '', name = ''] = qualified;
  return { name: settingOf(name), project: settingOf(ownProject), region: settingOf(ownRegion) };
}

function declaredVariables(input: (name: string) => string | null): DeclaredVariable[] | null {
  const text = input('env_vars');
  if (text === null) return input('env_vars_file') === null ? null : [];
  return text === '{}' ? [] : variablesOfInput(text);
}

function both(one: DeclaredVariable[] | null, other: DeclaredVariable[] | null): DeclaredVariable[] | null {
  return one === null || other === null ? (one ?? other) : [...one, ...other];
}

const SIGN_IN = 'google-github-actions/auth';
/** Its name today, and the one of the first years. */
const SETUP = new Set([
  'google-github-actions/setup-gcloud',
  'GoogleCloudPlatform/github-actions/setup-gcloud',
]);
const ACCOUNT_PROJECT = /^[^@]+@([a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com$/;

/**
 * The project that signing in hands on as CLOUDSDK_CORE_PROJECT: the one it is given, or else the one of the
 * account it signs in as (google-github-actions/auth, v3); null where it hands on none that is known of.
 */
export function signedInProject(action: string, inputs: JsonObject, contexts: Contexts): string | null {
  if (action !== SIGN_IN || textOf(inputs.export_environment_variables) === 'false') return null;
  const account = fill(textOf(inputs.service_account) ?? '', contexts);
  return (
    textOf(fill(textOf(inputs.project_id) ?? '', contexts)) ?? ACCOUNT_PROJECT.exec(account)?.[1] ?? null
  );
}

/** The project that setting gcloud up makes its own; null where it makes none. */
export function projectOfSetup(action: string, inputs: JsonObject, contexts: Contexts): Setting | null {
  if (!SETUP.has(action)) return null;
  const project = textOf(fill(textOf(inputs.project_id) ?? '', contexts));
  return project === null ? null : settingOf(project);
}
