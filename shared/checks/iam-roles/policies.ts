import { defaultAccountNumber } from '../../contract/account-host.ts';
import type { Environment } from '../../contract/model.ts';
import { isGap, type Reading, type ResourceClass, type ResourceDocument } from '../../snapshot/model.ts';
import { counted } from '../results/result.ts';
import { part } from '../view/containers.ts';
import { gapWords } from '../view/lookup.ts';
import { gapOf } from '../view/reading-index.ts';
import type { EstateView } from '../view/view.ts';
import { type RoleGrant, roleGrants } from './grants.ts';
import type { HomeProject } from './members.ts';

/** The policies below the project's that are read, and what people call them. */
const BELOW: [ResourceClass, string][] = [
  ['run.services.iamPolicy', 'the policies of services'],
  ['run.jobs.iamPolicy', 'the policies of jobs'],
  ['run.workerPools.iamPolicy', 'the policies of worker pools'],
  ['secretmanager.secrets.iamPolicy', 'the policies of secrets'],
];

/** Who invokes a service is judged by the check of access. */
const INVOKERS = new Set(['roles/run.invoker', 'roles/run.servicesInvoker']);

/** Every grant an environment's policies show, and what of them was not read. */
export interface EnvironmentGrants {
  environment: string;
  home: HomeProject;
  /** Of the project's own policy; null where it was not read. */
  project: RoleGrant[] | null;
  /** Those of the project's policy, by member. */
  byMember: ReadonlyMap<string, RoleGrant[]>;
  /** Of all policies, the project's first. */
  all: RoleGrant[];
  /** In words. */
  unread: string[];
}

/** Gathers the grants of an environment: the project's, and those on its services, jobs, worker pools and secrets. */
export function grantsOf({ name, project, projectNumber }: Environment, view: EstateView): EnvironmentGrants {
  const own = view.projectPolicy(name, project);
  const at = {
    resource: 'resourcemanager.projects.iamPolicy',
    id: own.id,
    project,
    region: null,
    name: project,
  } as const;
  const granted = own.status === 'read' ? roleGrants(own.bindings, at) : null;
  const below = BELOW.map(([resource, words]) => policiesBelow(view.index.readings(name, resource), words));
  return {
    environment: name,
    home: { project, number: projectNumber ?? numberSeen(name, view) },
    project: granted,
    byMember: Map.groupBy(granted ?? [], ({ member }) => member),
    all: [...(granted ?? []), ...below.flatMap(({ grants }) => grants)],
    unread: [
      ...(own.status === 'unread' ? [`the project's policy (${gapWords(own.gap)})`] : []),
      ...below.flatMap(({ unread }) => unread),
    ],
  };
}

function policiesBelow(
  readings: readonly Reading[],
  words: string,
): { grants: RoleGrant[]; unread: string[] } {
  const grants: RoleGrant[] = [];
  for (const { resource, project, region, documents } of readings) {
    const passedOver = resource === 'run.services.iamPolicy' ? INVOKERS : undefined;
    for (const id in documents) {
      const { name, fields } = documents[id] as ResourceDocument;
      const bindings = part(part(fields.iamPolicy).bindings);
      grants.push(...roleGrants(bindings, { resource, id, project, region, name }, passedOver));
    }
  }
  return { grants, unread: readings.flatMap((reading) => unreadWords(reading, words)) };
}

function unreadWords(reading: Reading, words: string): string[] {
  if (reading.status !== 'OK') return isGap(reading) ? [`${words} (${gapWords(gapOf(reading))})`] : [];
  const [first, ...others] = Object.entries(reading.gaps);
  if (first === undefined) return [];
  const [id, gap] = first;
  const more = others.length === 0 ? '' : ` and of ${counted(others.length, 'other')}`;
  return [`the policy of ${id} (${gapWords(gap)})${more}`];
}

/** The number in the name of the default compute account, which is in the list of the project's own accounts alone. */
function numberSeen(environment: string, view: EstateView): string | null {
  const names = view.index
    .readings(environment, 'iam.serviceAccounts')
    .flatMap(({ documents }) => Object.values(documents).map(({ name }) => name));
  return names.map(defaultAccountNumber).find((number) => number !== null) ?? null;
}
