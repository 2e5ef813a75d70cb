import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';
import { compareText, type ResourceClass } from '../snapshot/model.ts';
import { formatPath } from '../snapshot/path.ts';
import { part } from './containers.ts';

/** The policy a grant stands in. */
export interface PolicyPlace {
  resource: ResourceClass;
  /** Resource id, as findings name it. */
  id: string;
  project: string;
  region: string | null;
  /** Of the resource the policy is of. */
  name: string;
}

/** One role of one member in one policy, under every condition it is held under. */
export interface RoleGrant {
  role: string;
  member: string;
  path: string;
  at: PolicyPlace;
  /** Held without any condition. */
  plain: boolean;
  /** The conditions it is held under besides. */
  conditions: JsonObject[];
  /** As the policy has it. */
  value: Json;
}

/** A policy that was read without asking for version 3 hides conditions and says so in the role's name. */
const HIDDEN = /^(.+)_withcond_[0-9a-f]+$/;

/** What a policy grants, sorted by role and member. */
export function roleGrants(bindings: JsonObject, at: PolicyPlace): RoleGrant[] {
  return Object.entries(bindings)
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([role, members]) =>
      Object.entries(part(members))
        .sort(([a], [b]) => compareText(a, b))
        .map(([member, value]) => roleGrant({ role, member, value }, at)),
    );
}

/** The conditions of a grant in words: `the condition "until May"`. */
export function conditionWords({ conditions }: RoleGrant): string {
  const names = conditions.map(({ title, expression }) => JSON.stringify(title ?? expression ?? 'unknown'));
  return `the condition${names.length === 1 ? '' : 's'} ${names.join(' and ')}`;
}

function roleGrant(
  { role, member, value }: { role: string; member: string; value: Json },
  at: PolicyPlace,
): RoleGrant {
  const hidden = HIDDEN.exec(role)?.[1];
  const held = Array.isArray(value) ? value.filter(isObject) : [];
  const conditions = held.filter((condition) => Object.keys(condition).length > 0);
  return {
    role: hidden ?? role,
    member,
    path: formatPath(['iamPolicy', 'bindings', role, member]),
    at,
    plain: hidden === undefined && conditions.length < held.length,
    conditions: hidden === undefined ? conditions : [{ title: 'not read' }],
    value,
  };
}
