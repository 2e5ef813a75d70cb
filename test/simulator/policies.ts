import { digest, type IdSource } from './ids.ts';
import type { PolicyInput, SimulatedBinding, SimulatedPolicy } from './model.ts';

/** A policy nobody ever set, as Google answers it. */
export const EMPTY_POLICY: SimulatedPolicy = Object.freeze({ etag: 'ACAB' });

/** A stored policy from what a caller sets: a fresh etag, version 3 where a condition needs it. */
export function createPolicy(input: PolicyInput, ids: IdSource): SimulatedPolicy {
  const bindings = structuredClone(input.bindings ?? []).filter((binding) => binding.members.length > 0);
  return {
    version: bindings.some((binding) => binding.condition) ? 3 : 1,
    etag: ids.etag(),
    ...(bindings.length > 0 ? { bindings } : {}),
    ...(input.auditConfigs === undefined ? {} : { auditConfigs: structuredClone(input.auditConfigs) }),
  };
}

/** The bindings with one more member. */
export function withMember(policy: SimulatedPolicy, grant: SimulatedBinding): SimulatedBinding[] {
  const bindings = structuredClone(policy.bindings ?? []);
  const found = bindings.find((binding) => sameIdentity(binding, grant));
  if (found === undefined) return [...bindings, structuredClone(grant)];
  found.members = [...new Set([...found.members, ...grant.members])];
  return bindings;
}

/** The bindings without these members of a role and condition. */
export function withoutMember(policy: SimulatedPolicy, grant: SimulatedBinding): SimulatedBinding[] {
  return structuredClone(policy.bindings ?? []).map((binding) => {
    if (!sameIdentity(binding, grant)) return binding;
    return { ...binding, members: binding.members.filter((member) => !grant.members.includes(member)) };
  });
}

/**
 * The policy as a reader of that version sees it: below 3 conditions are hidden and the role reads
 * `<role>_withcond_<hash>`.
 */
export function policyAsOf(policy: SimulatedPolicy, requestedVersion: number): SimulatedPolicy {
  const conditional = policy.bindings?.some((binding) => binding.condition) ?? false;
  if (requestedVersion >= 3 || !conditional) return policy;
  const bindings = policy.bindings?.map(({ role, members, condition }) => {
    if (condition === undefined) return { role, members };
    return { role: `${role}_withcond_${digest(JSON.stringify(condition)).slice(0, 20)}`, members };
  });
  return { ...policy, version: 1, ...(bindings === undefined ? {} : { bindings }) };
}

function sameIdentity(a: SimulatedBinding, b: SimulatedBinding): boolean {
  return a.role === b.role && JSON.stringify(a.condition) === JSON.stringify(b.condition);
}
