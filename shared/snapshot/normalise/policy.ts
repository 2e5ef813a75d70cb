import { canonicalJson } from '../canonical-json.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { ForeignDocument, type Place, type Raw } from './context.ts';
import { AUDIT_LOG_TYPE, enumAt } from './enums.ts';
import { isAbsent, listAt, objectAt, put, sortedSet, textAt, unlessEmpty } from './read.ts';
import { wordsAt } from './token.ts';
import { keepUnknown } from './unknown.ts';

const POLICY = new Set(['auditConfigs', 'bindings', 'etag', 'kind', 'version']);
const BINDING = new Set(['condition', 'members', 'role']);
const CONDITION = new Set(['description', 'expression', 'location', 'title']);
/** Kinds of member whose identity is an email or a domain, where letter case means nothing. */
const CASELESS = /^(?:deleted:)?(?:user|group|serviceAccount|domain):/;

/**
 * An IAM policy as facts: `iamPolicy.bindings.<role>.<member>` lists the conditions it is held under,
 * `{}` for none. A policy without bindings is an empty one.
 */
export function policyFields(body: unknown, place: Place): JsonObject {
  if (!isObject(body)) throw new ForeignDocument('an IAM policy is due, and this is not an object');
  const raw: Raw = body;
  const keys = Object.keys(raw);
  if (keys.length > 0 && !keys.some((key) => POLICY.has(key))) {
    throw new ForeignDocument('an IAM policy is due, and this has neither bindings nor etag nor version');
  }
  const policy: JsonObject = {};
  put(policy, 'auditConfigs', auditConfigs(raw.auditConfigs));
  put(policy, 'bindings', bindings(raw.bindings, place));
  keepUnknown(policy, raw, { known: POLICY, place });
  return unlessEmpty(policy) === undefined ? {} : { iamPolicy: policy };
}

/** A member as IAM compares it: emails and domains without letter case. */
export function memberName(member: string): string {
  if (!CASELESS.test(member)) return member;
  const at = member.indexOf(':', member.startsWith('deleted:') ? 8 : 0) + 1;
  return member.slice(0, at) + member.slice(at).toLowerCase();
}

function bindings(value: unknown, place: Place): JsonObject | undefined {
  const roles: JsonObject = {};
  for (const item of listAt(value, 'bindings')) {
    const raw = objectAt(item, 'bindings');
    const role = textAt(raw.role, 'bindings.role');
    if (role === undefined) throw new ForeignDocument('a binding of the policy has no role');
    const condition = conditionOf(raw.condition, place);
    keepUnknown(condition, raw, { known: BINDING, place });
    for (const member of listAt(raw.members, 'bindings.members')) {
      addFact(roles, { role, member: memberName(textAt(member, 'bindings.members') ?? ''), condition });
    }
  }
  return unlessEmpty(roles);
}

/** One list for the many members that hold a role under no condition. */
const UNCONDITIONAL: Json[] = [{}];

function addFact(roles: JsonObject, fact: { role: string; member: string; condition: JsonObject }): void {
  const members = ownObject(roles, fact.role);
  if (!Object.hasOwn(members, fact.member)) {
    put(members, fact.member, unlessEmpty(fact.condition) === undefined ? UNCONDITIONAL : [fact.condition]);
    return;
  }
  const known = members[fact.member] as Json[];
  const texts = new Map([...known, fact.condition].map((condition) => [canonicalJson(condition), condition]));
  const sorted = [...texts.keys()].sort().map((text) => texts.get(text) as Json);
  put(members, fact.member, sorted);
}

function conditionOf(value: unknown, place: Place): JsonObject {
  const raw = objectAt(value, 'bindings.condition');
  const out: JsonObject = {};
  for (const key of CONDITION) put(out, key, wordsAt(raw[key], 'bindings.condition', place));
  keepUnknown(out, raw, { known: CONDITION, place });
  return out;
}

/** Which accesses are logged, and for whom they are not: `auditConfigs.<service>.<logType>` lists the exempted. */
function auditConfigs(value: unknown): JsonObject | undefined {
  const services: JsonObject = {};
  for (const item of listAt(value, 'auditConfigs')) {
    const raw = objectAt(item, 'auditConfigs');
    const logs = ownObject(services, textAt(raw.service, 'auditConfigs.service') ?? '');
    for (const config of listAt(raw.auditLogConfigs, 'auditConfigs.auditLogConfigs')) {
      addLog(logs, objectAt(config, 'auditConfigs.auditLogConfigs'));
    }
  }
  return unlessEmpty(services);
}

function addLog(logs: JsonObject, config: Raw): void {
  const type = enumAt(config.logType, AUDIT_LOG_TYPE, 'auditLogConfigs.logType') ?? AUDIT_LOG_TYPE[0] ?? '';
  const exempted = listAt(config.exemptedMembers, 'auditLogConfigs.exemptedMembers').map((member) =>
    memberName(textAt(member, 'auditLogConfigs.exemptedMembers') ?? ''),
  );
  const known = (logs[type] ?? []) as string[];
  put(logs, type, sortedSet([...known, ...exempted]));
}

function ownObject(parent: JsonObject, key: string): JsonObject {
  if (Object.hasOwn(parent, key) && !isAbsent(parent[key])) return parent[key] as JsonObject;
  const created: JsonObject = {};
  put(parent, key, created);
  return created;
}
