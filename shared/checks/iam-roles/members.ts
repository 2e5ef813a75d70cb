import { accountHost, accountScope, defaultAccountOf } from '../../contract/account-host.ts';
import { agentNumber, isAgentHost, isNamedLikeAgent } from './service-agents.ts';

/** The project a policy's members are judged from. */
export interface HomeProject {
  project: string;
  /** Null where neither the contract nor the estate tells it. */
  number: string | null;
}

/**
 * Who a member of a policy is.
 * - `everybody`: allUsers, allAuthenticatedUsers
 * - `person`: a user, group, domain or federated identity, deleted or not
 * - `account`: a service account or workload of the project itself; `guest`: of another project
 * - `agent`: one of Google's own, for this project; `foreign-agent`: for another project, or not told for which;
 *   `lookalike`: named like an agent in a domain that is not known to be Google's
 * - `deleted-account`: its grants come back when it is undeleted
 * - `unknown`: a kind of member Plumbline does not know
 */
export type MemberKind =
  | 'everybody'
  | 'person'
  | 'account'
  | 'guest'
  | 'agent'
  | 'foreign-agent'
  | 'lookalike'
  | 'deleted-account'
  | 'unknown';

const EVERYBODY = new Set(['allUsers', 'allAuthenticatedUsers']);
const PERSON = /^(?:deleted:)?(?:user|group|domain|principal|principalSet):/;
const ACCOUNT = 'serviceAccount:';

/** Tells who a member is, as seen from a project. Members are in canonical form. */
export function memberKind(member: string, home: HomeProject): MemberKind {
  if (EVERYBODY.has(member)) return 'everybody';
  if (PERSON.test(member)) return 'person';
  if (member.startsWith(`deleted:${ACCOUNT}`)) return 'deleted-account';
  return member.startsWith(ACCOUNT) ? accountKind(member.slice(ACCOUNT.length), home) : 'unknown';
}

/** Whether forbidden roles are forbidden to it: every service account, whosesoever. */
export function isAccount(kind: MemberKind): boolean {
  return kind !== 'everybody' && kind !== 'person' && kind !== 'unknown';
}

/** The email of an account's member, deleted or not, without its uid. */
export function emailOf(member: string): string {
  return member.replace(/^(?:deleted:)?serviceAccount:/, '').replace(/\?uid=.*$/, '');
}

/** The project number of an agent whose number decides whether it is this project's. */
export function numberOf(member: string): string | null {
  return agentNumber(emailOf(member));
}

function accountKind(email: string, home: HomeProject): MemberKind {
  const host = email.slice(email.indexOf('@') + 1);
  if (isAgentHost(host)) return isOfNumber(email, home) ? 'agent' : 'foreign-agent';
  if (isOwn(email, host, home)) return 'account';
  return isNamedLikeAgent(email) ? 'lookalike' : 'guest';
}

function isOfNumber(email: string, { number }: HomeProject): boolean {
  return number !== null && agentNumber(email) === number;
}

/** Accounts people make, those Google makes for people (default and build accounts), and workloads of clusters. */
function isOwn(email: string, host: string, { project, number }: HomeProject): boolean {
  if (host === accountHost(project)) return true;
  if (email === `${accountScope(project)}@appspot.gserviceaccount.com`) return true;
  if (email.startsWith(`${project}.svc.id.goog[`)) return true;
  return (
    number !== null &&
    (email === defaultAccountOf(number) || email === `${number}@cloudbuild.gserviceaccount.com`)
  );
}
