import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';
import { compareText, type ResourceClass } from '../../snapshot/model.ts';
import { formatPath } from '../../snapshot/path.ts';
import { inOrder } from '../results/in-order.ts';
import { part } from '../view/containers.ts';

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

/** What a policy grants, sorted by role and member. `passedOver`: roles that are the business of others. */
export function roleGrants(
  bindings: JsonObject,
  at: PolicyPlace,
  passedOver: ReadonlySet<string> = NONE,
): RoleGrant[] {
  const grants: RoleGrant[] = [];
  for (const written of inOrder(Object.keys(bindings), compareText)) {
    const hidden = HIDDEN.exec(written)?.[1];
    const role = { name: hidden ?? written, written, isHidden: hidden !== undefined };
    if (passedOver.has(role.name)) continue;
    const members = part(bindings[written]);
    for (const member of inOrder(Object.keys(members), compareText))
      grants.push(roleGrant(role, { member, value: members[member] as Json }, at));
  }
  return grants;
}

const NONE: ReadonlySet<string> = new Set();

/** The conditions of a grant in words: `the condition "until May"`. */
export function conditionWords({ conditions }: RoleGrant): string {
  const names = conditions.map(({ title, expression }) => JSON.stringify(title ?? expression ?? 'unknown'));
  return `the condition${names.length === 1 ? '' : 's'} ${names.join(' and ')}`;
}

/** `written`: as the policy has it. */
interface WrittenRole {
  name: string;
  written: string;
  isHidden: boolean;
}

function roleGrant(
  { name, written, isHidden }: WrittenRole,
  { member, value }: { member: string; value: Json },
  at: PolicyPlace,
): RoleGrant {
  const held = Array.isArray(value) ? value.filter(isObject) : [];
  const conditions = held.filter((condition) => Object.keys(condition).length > 0);
  return {
    role: name,
    member,
    path: formatPath(['iamPolicy', 'bindings', written, member]),
    at,
    plain: !isHidden && conditions.length < held.length,
    conditions: isHidden ? [{ title: 'not read' }] : conditions,
    value,
  };
}
