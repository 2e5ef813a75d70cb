import type { JsonObject } from '../../snapshot/json.ts';
import { compareText } from '../../snapshot/model.ts';
import { formatPath } from '../../snapshot/path.ts';
import { inOrder } from '../results/in-order.ts';
import { part } from './containers.ts';

/**
 * Predefined roles with run.routes.invoke, from the public table of Cloud Run's roles
 * (cloud.google.com/run/docs/reference/iam/roles).
 */
const INVOKING_ROLES = new Set(['roles/run.invoker', 'roles/run.servicesInvoker', 'roles/run.admin']);

/** The roles that are given in order to invoke; people who administer are the business of iam-roles. */
const INVOKER_ROLES = new Set(['roles/run.invoker', 'roles/run.servicesInvoker']);

const EVERYBODY = new Set(['allUsers', 'allAuthenticatedUsers']);
const CUSTOM_ROLE = /^(projects|organizations)\//;
const IAP_AGENT = /^serviceAccount:service-\d+@gcp-sa-iap\.iam\.gserviceaccount\.com$/;

/** A member that a binding lets invoke; `everybody` where it is not a named one. */
export interface Grant extends GrantPlace {
  role: string;
  member: string;
  everybody: boolean;
  /** True where the role's permissions are not known, so that it may or may not let anyone invoke. */
  unsure: boolean;
}

/** The resource whose policy holds a grant, and whether it is the project's. */
export interface GrantPlace {
  resource: string;
  inherited: boolean;
}

/** What the bindings of a policy say of invoking, sorted by role and member. A condition excuses nobody. */
export function invocationGrants(bindings: JsonObject, { resource, inherited }: GrantPlace): Grant[] {
  const grants: Grant[] = [];
  for (const role of inOrder(Object.keys(bindings), compareText)) {
    const unsure = CUSTOM_ROLE.test(role);
    if (!unsure && !INVOKING_ROLES.has(role)) continue;
    for (const member of inOrder(Object.keys(part(bindings[role])), compareText)) {
      const everybody = EVERYBODY.has(member);
      if (everybody || INVOKER_ROLES.has(role))
        grants.push({ role, member, everybody, unsure, resource, inherited });
    }
  }
  return grants;
}

/** Where a grant stands in its policy. */
export function grantPath({ role, member }: Grant): string {
  return formatPath(['iamPolicy', 'bindings', role, member]);
}

/** Identity-Aware Proxy calls the service on behalf of the people it let through. */
export function isIapAgent(member: string): boolean {
  return IAP_AGENT.test(member);
}
