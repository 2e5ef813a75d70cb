import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { Gap } from '../../shared/snapshot/model.ts';
import { NUMBER, type ScopeDraft } from './snapshot-builder.ts';

/** The number of the projects in these tests; their default compute account tells it. */
export const COMPUTE = `${NUMBER}-compute@developer.gserviceaccount.com`;

/** A role of a member, under conditions where they are given. */
export type GrantDraft = [role: string, member: string, ...conditions: JsonObject[]];

/** The fields of a policy that grants this. */
export function grantedFields(grants: readonly GrantDraft[]): JsonObject {
  const bindings: Record<string, JsonObject> = {};
  for (const [role, member, ...conditions] of grants) {
    const held = conditions.length === 0 ? [{}] : conditions;
    bindings[role] = { ...bindings[role], [member]: held };
  }
  return { iamPolicy: { bindings } };
}

/** The project's policy. */
export function projectPolicy(project: string, ...grants: GrantDraft[]): ScopeDraft {
  const documents = { [project]: { fields: grantedFields(grants) } };
  return { resource: 'resourcemanager.projects.iamPolicy', region: null, documents };
}

/** The policy of one secret. */
export function secretPolicy(secret: string, ...grants: GrantDraft[]): ScopeDraft {
  const documents = { [secret]: { fields: grantedFields(grants) } };
  return { resource: 'secretmanager.secrets.iamPolicy', region: null, documents };
}

/** The project's accounts, its default compute account always among them. */
export function accounts(fields: Record<string, JsonObject> = {}): ScopeDraft {
  const documents = Object.entries({ [COMPUTE]: {}, ...fields }).map(([email, own], index) => [
    email,
    { fields: { uniqueId: `10${index}`, ...own } },
  ]);
  return { resource: 'iam.serviceAccounts', region: null, documents: Object.fromEntries(documents) };
}

/** The user-managed keys of each account. */
export function accountKeys(
  keys: Record<string, Record<string, JsonObject>>,
  unread: Record<string, Gap> = {},
): ScopeDraft {
  const documents = Object.entries(keys).map(([email, own]) => [
    email,
    { fields: Object.keys(own).length === 0 ? {} : { keys: own } },
  ]);
  return {
    resource: 'iam.serviceAccountKeys',
    region: null,
    documents: Object.fromEntries(documents),
    unread,
  };
}
