import type { JsonObject } from '../../snapshot/json.ts';
import { type Gap, resourceId } from '../../snapshot/model.ts';
import { part } from '../view/containers.ts';
import { gapWords } from '../view/lookup.ts';
import type { SecretPlace } from '../view/secret-index.ts';
import type { EstateView } from '../view/view.ts';

/** Whether an account can read a secret's payload. `unsure`: it may, in words why that cannot be told. */
export type Access =
  | { status: 'granted' }
  | { status: 'unsure'; why: string[] }
  | { status: 'unread'; why: string[] }
  | { status: 'refused' };

/** Groups of people own projects; what runs is no member of theirs, and would else never be found wanting. */
const OWNER = 'roles/owner';

/**
 * Every predefined role with secretmanager.versions.access; roles/editor has it not. From the public
 * snapshot of all predefined roles iann0036/iam-dataset (commit 2073fa52, 2026-08-22), and
 * cloud.google.com/iam/docs/roles-permissions/secretmanager.
 */
const READING_ROLES = new Set([OWNER, 'roles/secretmanager.admin', 'roles/secretmanager.secretAccessor']);

const CUSTOM_ROLE = /^(?:projects|organizations)\//;
const EVERYBODY = new Set(['allUsers', 'allAuthenticatedUsers']);
/** Members that stand for accounts nobody can list from here. */
const COLLECTIVE = /^(?:group|domain|principalSet|projectOwner|projectEditor|projectViewer):/;

/**
 * Whether an account can read a secret, by the secret's own policy and its project's. Policies of
 * folders and of the organisation are not read, and neither are deny policies.
 */
export function accessOf(view: EstateView, account: string): (secret: SecretPlace) => Access {
  const accounts = JUDGED.get(view) ?? new Map<string, Map<SecretPlace, Access>>();
  JUDGED.set(view, accounts);
  const judged = accounts.get(account) ?? new Map<SecretPlace, Access>();
  accounts.set(account, judged);
  return (secret) => {
    const access = judged.get(secret) ?? judgeAccess(view, secret, account);
    judged.set(secret, access);
    return access;
  };
}

/** Many services take one secret as one account. */
const JUDGED = new WeakMap<EstateView, Map<string, Map<SecretPlace, Access>>>();

function judgeAccess(view: EstateView, secret: SecretPlace, account: string): Access {
  const policies = [secretPolicy(view, secret), projectPolicy(view, secret)];
  const read = policies.flatMap((policy) => ('grants' in policy ? [policy] : []));
  const member = `serviceAccount:${account.toLowerCase()}`;
  if (read.some(({ grants }) => grants.certain.has(member) || grants.everybody)) return { status: 'granted' };
  const unsure = read.flatMap(({ grants, where }) => [
    ...(grants.unsure.get(member) ?? []).map((why) => `${why} in ${where}`),
    ...grants.collective.map((why) => `${why} in ${where}`),
  ]);
  if (unsure.length > 0) return { status: 'unsure', why: unsure };
  const unread = policies.flatMap((policy) =>
    'gap' in policy ? [`${policy.where}: ${gapWords(policy.gap)}`] : [],
  );
  return unread.length > 0 ? { status: 'unread', why: unread } : { status: 'refused' };
}

type Policy = { where: string } & ({ grants: Grants } | { gap: Gap });

function secretPolicy(view: EstateView, { environment, region, name }: SecretPlace): Policy {
  const where = "the secret's policy";
  const scope = { resource: 'secretmanager.secrets.iamPolicy', region } as const;
  const seen = view.index.document(environment ?? '', scope, name);
  if (seen.status === 'unread') return { where, gap: seen.gap };
  if (seen.status === 'absent') {
    const detail = `the policy of ${resourceId(scope, name)} was not captured`;
    return { where, gap: { status: 'NOT_CAPTURED', detail } };
  }
  return { where, grants: grantsOf(part(part(seen.document.fields.iamPolicy).bindings)) };
}

function projectPolicy(view: EstateView, { environment, project }: SecretPlace): Policy {
  const where = `the policy of ${project}`;
  const policy = view.projectPolicy(environment ?? '', project);
  return policy.status === 'unread'
    ? { where, gap: policy.gap }
    : { where, grants: grantsOf(policy.bindings) };
}

/** What the bindings of one policy say of reading secrets. */
interface Grants {
  /** Members that hold a reading role without a condition. */
  certain: Set<string>;
  everybody: boolean;
  /** Member → why it is not certain. */
  unsure: Map<string, string[]>;
  /** Grants to groups and the like, in words. */
  collective: string[];
}

const KNOWN = new WeakMap<JsonObject, Grants>();

/** Found once for each policy: every secret of a project inherits the same one. */
function grantsOf(bindings: JsonObject): Grants {
  const known = KNOWN.get(bindings);
  if (known !== undefined) return known;
  const grants: Grants = { certain: new Set(), everybody: false, unsure: new Map(), collective: [] };
  for (const role in bindings) {
    const custom = CUSTOM_ROLE.test(role);
    if (!custom && !READING_ROLES.has(role)) continue;
    const members = part(bindings[role]);
    for (const member in members)
      add(grants, { role, member, custom, conditional: isConditional(members[member]) });
  }
  KNOWN.set(bindings, grants);
  return grants;
}

function add(
  grants: Grants,
  grant: { role: string; member: string; custom: boolean; conditional: boolean },
): void {
  const { role, member, custom, conditional } = grant;
  const everybody = EVERYBODY.has(member);
  const inside = custom ? ', a custom role whose permissions are not read,' : '';
  const when = conditional ? ' under a condition, which is not evaluated,' : '';
  const why = `${member} holds ${role}${inside}${when}`;
  if (COLLECTIVE.test(member)) {
    if (role !== OWNER) grants.collective.push(why);
  } else if (!custom && !conditional) {
    if (everybody) grants.everybody = true;
    else grants.certain.add(member);
  } else if (everybody) grants.collective.push(why);
  else grants.unsure.set(member, [...(grants.unsure.get(member) ?? []), why]);
}

/** A grant without conditions counts, whatever others stand beside it. */
function isConditional(conditions: unknown): boolean {
  return !Array.isArray(conditions) || !conditions.some((each) => Object.keys(part(each)).length === 0);
}
