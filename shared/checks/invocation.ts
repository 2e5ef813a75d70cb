import type { JsonObject } from '../snapshot/json.ts';
import { compareText } from '../snapshot/model.ts';
import { formatPath } from '../snapshot/path.ts';
import { part } from './containers.ts';

/**
 * Predefined roles with run.routes.invoke, from the public table of Cloud Run's roles
 * (cloud.google.com/run/docs/reference/iam/roles).
 */
const INVOKING_ROLES = new Set(['roles/run.invoker', 'roles/run.servicesInvoker', 'roles/run.admin']);

/** The roles that are given in order to invoke; people who administer are the business of iam-roles. */
const INVOKER_ROLES = new Set(['roles/run.invoker', 'roles/run.servicesInvoker']);

const EVERYBODY = ['allUsers', 'allAuthenticatedUsers'] as const;
const CUSTOM_ROLE = /^(projects|organizations)\//;
const IAP_AGENT = /^serviceAccount:service-\d+@gcp-sa-iap\.iam\.gserviceaccount\.com$/;

/** A member that a binding lets invoke; `everybody` where it is not a named one. */
export interface Grant {
  role: string;
  member: string;
  path: string;
  everybody: boolean;
  /** True where the role's permissions are not known, so that it may or may not let anyone invoke. */
  unsure: boolean;
}

/** What the bindings of a policy say of invoking, sorted by role and member. A condition excuses nobody. */
export function invocationGrants(bindings: JsonObject): Grant[] {
  return Object.entries(bindings)
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([role, members]) =>
      Object.keys(part(members))
        .sort(compareText)
        .map((member) => grant(role, member))
        .filter(({ everybody }) => (everybody ? isInvoking(role) : INVOKER_ROLES.has(role))),
    );
}

/** Identity-Aware Proxy calls the service on behalf of the people it let through. */
export function isIapAgent(member: string): boolean {
  return IAP_AGENT.test(member);
}

function grant(role: string, member: string): Grant {
  return {
    role,
    member,
    path: formatPath(['iamPolicy', 'bindings', role, member]),
    everybody: EVERYBODY.some((everybody) => everybody === member),
    unsure: CUSTOM_ROLE.test(role),
  };
}

function isInvoking(role: string): boolean {
  return INVOKING_ROLES.has(role) || CUSTOM_ROLE.test(role);
}
