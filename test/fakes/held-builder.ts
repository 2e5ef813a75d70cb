import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { Gap, Reading, ResourceClass, ResourceDocument } from '../../shared/snapshot/model.ts';
import { type EnvironmentDraft, policyFields } from './snapshot-builder.ts';

/** One secret in canonical form, said in few words. */
export interface SecretDraft {
  /** Number → state, or state and time; one enabled version where not given. null: not captured. */
  versions?: Record<string, string | { state: string; createTime: string }> | null;
  /** Members of its policy by role; absent: a policy without bindings. null: not captured. */
  policy?: Record<string, string[]> | null;
  /** The whole policy, where conditions matter. */
  bindings?: JsonObject;
  fields?: JsonObject;
  evidence?: JsonObject;
}

interface ScopeDraft {
  resource: ResourceClass;
  region: string | null;
}
type MakeReading = (scope: ScopeDraft, documents: ResourceDocument[], unread: Record<string, Gap>) => Reading;

const CREATED = '2026-01-01T00:00:00Z';
const UNREAD: Gap = { status: 'DENIED', detail: 'it is not permitted' };

/** The readings of secrets, accounts and whatever else a draft holds. */
export function heldReadings(draft: EnvironmentDraft, make: MakeReading): Reading[] {
  const accounts = Object.entries(draft.accounts ?? {}).map(([email, fields]) => document(email, fields));
  const readings = draft.accounts === undefined ? [] : [make(global('iam.serviceAccounts'), accounts, {})];
  for (const [key, documents] of Object.entries(draft.others ?? {})) {
    const [resource = '', region] = key.split('@');
    const scope = { resource: resource as ResourceClass, region: region ?? null };
    readings.push(
      make(
        scope,
        Object.entries(documents).map(([name, fields]) => document(name, fields)),
        {},
      ),
    );
  }
  return [...readings, ...secretReadings(draft.secrets, make)];
}

function secretReadings(secrets: Record<string, SecretDraft> | undefined, make: MakeReading): Reading[] {
  if (secrets === undefined) return [];
  const byRegion = Map.groupBy(Object.entries(secrets), ([key]) => key.split('@')[1] ?? null);
  if (!byRegion.has(null)) byRegion.set(null, []);
  return [...byRegion].flatMap(([region, drafts]) => regionReadings(region, drafts, make));
}

function regionReadings(
  region: string | null,
  drafts: [string, SecretDraft][],
  make: MakeReading,
): Reading[] {
  const named = drafts.map(([key, draft]) => ({ name: key.split('@')[0] ?? key, draft }));
  const gaps = (unread: (draft: SecretDraft) => boolean) =>
    Object.fromEntries(named.flatMap(({ name, draft }) => (unread(draft) ? [[name, UNREAD]] : [])));
  const scope = (resource: ResourceClass) => ({ resource, region });
  return [
    make(
      scope('secretmanager.secrets'),
      named.map(({ name, draft }) => ({
        ...document(name, fieldsOf(draft)),
        evidence: draft.evidence ?? {},
      })),
      {},
    ),
    make(
      scope('secretmanager.versions'),
      named.flatMap(({ name, draft }) => (draft.versions === null ? [] : [versionsDocument(name, draft)])),
      gaps(({ versions }) => versions === null),
    ),
    make(
      scope('secretmanager.secrets.iamPolicy'),
      named.flatMap(({ name, draft }) => (draft.policy === null ? [] : [document(name, policyOf(draft))])),
      gaps(({ policy }) => policy === null),
    ),
  ];
}

function fieldsOf({ fields }: SecretDraft): JsonObject {
  return { replication: { automatic: {} }, ...fields };
}

function policyOf({ policy, bindings }: SecretDraft): JsonObject {
  return bindings === undefined ? policyFields(policy ?? {}) : { iamPolicy: { bindings } };
}

/** Destroyed versions are evidence alone, as capture leaves them. */
function versionsDocument(name: string, { versions }: SecretDraft): ResourceDocument {
  const all = Object.entries(versions ?? { 1: 'ENABLED' }).map(
    ([number, version]) =>
      [number, typeof version === 'string' ? { state: version, createTime: CREATED } : version] as const,
  );
  const live = all
    .filter(([, { state }]) => state !== 'DESTROYED')
    .map(([number, { state }]) => [number, { state }]);
  return {
    name,
    fields: live.length === 0 ? {} : { versions: Object.fromEntries(live) },
    evidence: all.length === 0 ? {} : { versions: Object.fromEntries(all) },
  };
}

function document(name: string, fields: JsonObject): ResourceDocument {
  return { name, fields, evidence: {} };
}

function global(resource: ResourceClass): ScopeDraft {
  return { resource, region: null };
}
