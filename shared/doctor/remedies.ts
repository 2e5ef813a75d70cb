import type { Diagnosis, EnvironmentDiagnosis } from './diagnosis.ts';
import { harmOf, type ProbedKind } from './permissions.ts';
import type { ProbedResource } from './probe.ts';

/** The custom role the viewer is meant to have, and nothing else. */
const ROLE = 'plumblineViewer';
/** Stands for the identity where Plumbline does not know its email. */
const UNKNOWN_IDENTITY = 'EMAIL';

const WORDS: Record<ProbedKind, string> = {
  project: 'project',
  service: 'service',
  job: 'job',
  workerPool: 'worker pool',
  secret: 'secret',
  serviceAccount: 'account',
};
/** gcloud's groups whose members have a policy of their own; it has no command for that of a worker pool. */
const GROUPS: Record<Exclude<ProbedKind, 'project' | 'workerPool'>, string> = {
  service: 'run services',
  job: 'run jobs',
  secret: 'secrets',
  serviceAccount: 'iam service-accounts',
};

/** One thing to mend: what is wrong, and the command or Terraform line that mends or explains it. */
export interface Remedy {
  environment: string;
  problem: string;
  /** Null where the problem itself says what to do. */
  command: string | null;
  terraform: string | null;
}

/** Whose permissions are spoken of, and where. */
export interface Place {
  project: string;
  identity: string | null;
}

/** What to do about everything a diagnosis found, in the order of the environments, the worst of each first. */
export function remediesFor({ environments }: Diagnosis, identity: string | null): Remedy[] {
  return environments.flatMap((one) => [
    ...one.excess.map((excess) => excessRemedy(one, excess, identity)),
    ...one.unproven.map((resource) => unprovenRemedy(one, resource, identity)),
    ...lackRemedies(one),
    ...one.unasked.map((problem) => ({
      environment: one.environment,
      problem,
      command: null,
      terraform: null,
    })),
  ]);
}

/** The command that names the binding, inherited ones and groups included, by which an identity has a permission. */
export function bindingCommand({ project, identity }: Place, permission: string): string {
  return (
    `gcloud policy-troubleshoot iam //cloudresourcemanager.googleapis.com/projects/${project} ` +
    `--principal-email=${identity ?? UNKNOWN_IDENTITY} --permission=${permission}`
  );
}

/** A resource in the words of a sentence: `secret PLAID_SECRET`. */
export function resourceWords({ kind, name, region }: ProbedResource): string {
  return `${WORDS[kind]} ${name}${region === null ? '' : ` in ${region}`}`;
}

function excessRemedy(
  { environment, project }: EnvironmentDiagnosis,
  { resource, permissions }: EnvironmentDiagnosis['excess'][number],
  identity: string | null,
): Remedy {
  const harms = [...new Set(permissions.map(harmOf))].join(', ');
  const command = policyCommand(resource) ?? bindingCommand({ project, identity }, permissions[0] ?? '');
  const named = resource.kind === 'project' ? 'This names the binding to remove' : 'The binding is in';
  return {
    environment,
    problem: `${resourceWords(resource)}: could ${harms} (${permissions.join(', ')}). ${named}:`,
    command,
    terraform: null,
  };
}

/** Null for a project: its bindings may be inherited, so another command finds them. */
function policyCommand({ kind, project, region, name }: ProbedResource): string | null {
  if (kind === 'project') return null;
  if (kind === 'workerPool')
    return `curl -H "Authorization: Bearer $(gcloud auth print-access-token)" https://run.googleapis.com/v2/projects/${project}/locations/${region}/workerPools/${name}:getIamPolicy`;
  const place = kind === 'secret' ? 'location' : 'region';
  const where = region === null ? '' : ` --${place}=${region}`;
  return `gcloud ${GROUPS[kind]} get-iam-policy ${name}${where} --project=${project}`;
}

function unprovenRemedy(
  { environment, project }: EnvironmentDiagnosis,
  resource: ProbedResource,
  identity: string | null,
): Remedy {
  if (resource.kind !== 'project')
    return {
      environment,
      problem: `${resourceWords(resource)} shows none of what the viewer holds in ${project}, so its answer proves nothing: run doctor again, and look for a deny policy or a deleted resource if it stays so.`,
      command: null,
      terraform: null,
    };
  return {
    environment,
    problem: `project ${project} shows nothing the viewer needs, so its answer proves nothing: the project id is wrong, or its custom role is not bound there:`,
    command: `gcloud projects add-iam-policy-binding ${project} --member=${member(identity)} --role=projects/${project}/roles/${ROLE} --condition=None`,
    terraform: `google_project_iam_member { project = "${project}", role = "projects/${project}/roles/${ROLE}", member = "${member(identity)}" }`,
  };
}

/**
 * A permission is added to the custom role; a predefined role that has it has much more. A role that is
 * not bound at all is bound first.
 */
function lackRemedies({ environment, project, lacks, unproven }: EnvironmentDiagnosis): Remedy[] {
  if (lacks.length === 0 || unproven.some(({ kind }) => kind === 'project')) return [];
  return [
    {
      environment,
      problem: `the viewer lacks ${lacks.join(', ')}. Add to its custom role, not by another role:`,
      command: `gcloud iam roles update ${ROLE} --project=${project} --add-permissions=${lacks.join(',')}`,
      terraform: `google_project_iam_custom_role { permissions += [${lacks.map((one) => `"${one}"`).join(', ')}] }`,
    },
  ];
}

function member(identity: string | null): string {
  if (identity === null) return UNKNOWN_IDENTITY;
  return `serviceAccount:${identity}`;
}
