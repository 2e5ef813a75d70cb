import { defaultAccountOf } from '../../contract/account-host.ts';
import { gapWords } from './lookup.ts';
import { ProjectIndex, projectsOf } from './project-index.ts';
import type { EstateView } from './view.ts';
import type { Workload } from './workload.ts';

/** As whom a workload runs. `email` is null where the default compute account is meant and nobody knows its number. */
export type RuntimeAccount =
  | { status: 'ready'; email: string }
  | { status: 'missing'; email: string | null; project: string }
  | { status: 'disabled'; email: string; project: string }
  | { status: 'foreign'; email: string }
  | { status: 'unread'; email: string | null; why: string };

const SCOPE = { resource: 'iam.serviceAccounts', region: null } as const;

/** Looks the account up that a workload runs as: the project's default compute account where none is set. */
export function runtimeAccount(workload: Workload, view: EstateView): RuntimeAccount {
  const { serviceAccount } = workload.template;
  const set = typeof serviceAccount === 'string' && serviceAccount !== '' ? serviceAccount : null;
  const email = set ?? defaultAccount(workload, view);
  if (email === null) return withoutNumber(workload, view);
  const accounts = KNOWN.get(view) ?? new Map<string, Map<string, RuntimeAccount>>();
  const known = accounts.get(workload.environment) ?? new Map<string, RuntimeAccount>();
  KNOWN.set(view, accounts.set(workload.environment, known));
  const account = known.get(email) ?? lookUp(email, workload, view);
  known.set(email, account);
  return account;
}

/** environment → email: several services may run as one account. */
const KNOWN = new WeakMap<EstateView, Map<string, Map<string, RuntimeAccount>>>();

function lookUp(email: string, workload: Workload, view: EstateView): RuntimeAccount {
  const project = ProjectIndex.ofAccount(email);
  const owner =
    project === null
      ? view.contract.environments.find(({ name }) => name === workload.environment)
      : ownerOf(project, { workload, view });
  if (owner === undefined || owner === null) return { status: 'foreign', email };
  const seen = view.index.document(owner.name, SCOPE, email);
  if (seen.status === 'unread') return { status: 'unread', email, why: gapWords(seen.gap) };
  if (seen.status === 'absent') return { status: 'missing', email, project: owner.project };
  const disabled = seen.document.fields.disabled === true;
  return disabled ? { status: 'disabled', email, project: owner.project } : { status: 'ready', email };
}

/** A number nobody has placed is taken for the own project's: whose account it is, its list tells. */
function ownerOf(project: string, { workload, view }: { workload: Workload; view: EstateView }) {
  const owner = projectsOf(view).environmentOf(project, workload.environment);
  const own = view.contract.environments.find(({ name }) => name === workload.environment);
  const unplaced = /^\d+$/.test(project) && projectsOf(view).numberOf(workload.environment) === null;
  return owner ?? (unplaced ? own : null);
}

function defaultAccount({ environment }: Workload, view: EstateView): string | null {
  const number = projectsOf(view).numberOf(environment);
  return number === null ? null : defaultAccountOf(number);
}

function withoutNumber({ environment, project }: Workload, view: EstateView): RuntimeAccount {
  const [reading] = view.index.readings(environment, SCOPE.resource);
  if (reading?.status === 'OK') return { status: 'missing', email: null, project };
  return { status: 'unread', email: null, why: `the accounts of ${project} were not read` };
}
