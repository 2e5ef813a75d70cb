import { isObject } from '../../shared/snapshot/json.ts';
import { type Answer, failure, ok } from './google-answer.ts';
import type { Call } from './google-routes.ts';
import type { SimulatedPolicy } from './model.ts';
import { policyAsOf } from './policies.ts';

/** A policy in the version the caller asked for, in the query or in the body. */
export function policyAnswer({ request }: Call, policy: SimulatedPolicy): Answer {
  const options = isObject(request.body) && isObject(request.body.options) ? request.body.options : {};
  const version = Number(
    request.query['options.requestedPolicyVersion'] ?? options.requestedPolicyVersion ?? 1,
  );
  return ok(policyAsOf(policy, version), 'google.iam.v1.Policy');
}

/** Which of the permissions asked for the caller has on this resource. */
export function permissionsAnswer({ request, project }: Call, resource: string): Answer {
  const body = isObject(request.body) ? request.body : {};
  const asked = Array.isArray(body.permissions) ? body.permissions.map(String) : [];
  if (asked.length > 100) return failure(400, 'Up to 100 permissions can be tested in one call.');
  const wild = asked.find((permission) => permission.includes('*'));
  if (wild !== undefined) return failure(400, `Permission ${wild} is not valid.`);
  const here = project.resourcePermissions.get(resource);
  const held = asked.filter((permission) => project.permissions.has(permission) || here?.has(permission));
  return ok(held.length === 0 ? {} : { permissions: held }, 'google.iam.v1.TestIamPermissionsResponse');
}
