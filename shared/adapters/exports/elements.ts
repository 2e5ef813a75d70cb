import { isObject, type JsonObject } from '../../snapshot/json.ts';

/** Whose list it is. `region` is null for a list of what has no region. */
export interface ListPlace {
  project: string;
  region: string | null;
}

/** The name a list's element has inside its scope; null where it is no such element. */
export type NameOf = (element: JsonObject, place: ListPlace) => string | null;

/** An account's email, where the account is of this project. */
export const accountName: NameOf = ({ email, projectId }, { project }) => {
  if (typeof email !== 'string' || !email.includes('@')) return null;
  return projectId === undefined || projectId === project ? email : null;
};

/** A secret's short name, where the secret is of this place; its project may be given by number. */
export const secretName: NameOf = ({ name }, { project, region }) => {
  const pattern = /^projects\/([^/]+)\/(?:locations\/([^/]+)\/)?secrets\/([^/]+)$/;
  const [, owner, location, secret] = (typeof name === 'string' && pattern.exec(name)) || [];
  const here = owner === project || /^\d+$/.test(owner ?? '');
  return secret !== undefined && here && (location ?? null) === region ? secret : null;
};

/** An API key's uid. */
export const apiKeyName: NameOf = ({ name, uid }) => {
  const [, id] = (typeof name === 'string' && /\/keys\/([^/]+)$/.exec(name)) || [];
  return typeof uid === 'string' ? uid : (id ?? null);
};

/** What is wrong with an owner's list of keys or versions; null where every element is one of this owner. */
export function foreignElement(elements: unknown[], kind: 'keys' | 'versions', owner: string): string | null {
  const pattern =
    kind === 'keys' ? /\/serviceAccounts\/([^/]+)\/keys\/[^/]+$/ : /\/secrets\/([^/]+)\/versions\/[^/]+$/;
  for (const [index, element] of elements.entries()) {
    const name = isObject(element) ? element.name : null;
    const [, of] = (typeof name === 'string' && pattern.exec(name)) || [];
    if (of === undefined) return `holds something else at [${index}], no ${kind.slice(0, -1)}`;
    // Accounts are also named by their number, and by nothing readable where somebody redacted them.
    const comparable = kind === 'versions' || of.includes('@');
    if (comparable && of !== owner) return `holds the ${kind} of another owner at [${index}]`;
  }
  return null;
}

const POLICY_KEYS = new Set(['bindings', 'auditConfigs', 'etag', 'version', 'kind', 'resourceId']);

/** What is wrong with an IAM policy; null for a usable one. A policy without bindings is a policy. */
export function foreignPolicy(policy: unknown): string | null {
  if (!isObject(policy) || Object.keys(policy).some((key) => !POLICY_KEYS.has(key))) {
    return 'is not an IAM policy';
  }
  const { bindings = [] } = policy;
  if (!Array.isArray(bindings)) return 'is not an IAM policy';
  for (const [index, binding] of bindings.entries()) {
    if (!isObject(binding) || typeof binding.role !== 'string' || !isMembers(binding.members)) {
      return `has no role or no members at bindings[${index}]; is the file cut off?`;
    }
    if (/_withcond_[0-9a-f]+$/.test(binding.role)) {
      return 'was asked without its conditions (policy version 1): ask with gcloud, or at version 3';
    }
  }
  return null;
}

function isMembers(members: unknown): boolean {
  return (
    members === undefined || (Array.isArray(members) && members.every((member) => typeof member === 'string'))
  );
}
