import type { Json, JsonObject } from './json.ts';

/** What a scope can hold, named after the permissions that read it. */
export const RESOURCE_CLASSES = [
  'run.services',
  'run.services.iamPolicy',
  'run.revisions',
  'run.jobs',
  'run.jobs.iamPolicy',
  'run.workerPools',
  'run.workerPools.iamPolicy',
  'run.domainMappings',
  'resourcemanager.projects.iamPolicy',
  'iam.serviceAccounts',
  'iam.serviceAccountKeys',
  'secretmanager.secrets',
  'secretmanager.versions',
  'secretmanager.secrets.iamPolicy',
  'apikeys.keys',
] as const;
export type ResourceClass = (typeof RESOURCE_CLASSES)[number];

/** How reading a scope ended. Anything but OK is a gap, and a gap is never "empty". */
export const COVERAGE_STATUSES = [
  'OK',
  'DENIED',
  'API_DISABLED',
  'THROTTLED',
  'UNREACHABLE',
  'ERROR',
  'NOT_CAPTURED',
] as const;
export type CoverageStatus = (typeof COVERAGE_STATUSES)[number];
export type GapStatus = Exclude<CoverageStatus, 'OK'>;

/** Why something could not be read, in words a person can act on. */
export interface Gap {
  status: GapStatus;
  detail: string;
}

/** A project × region × resource class: the unit that is read, covered and compared. `region` is null where the class has none. */
export interface Scope {
  environment: string;
  project: string;
  region: string | null;
  resource: ResourceClass;
}

/**
 * Stands in a reading's gaps for every resource its documents do not name: what was read is true, and
 * nothing can be said of the rest. No resource is called so.
 */
export const UNNAMED = '*';

/**
 * Stands for the region of a scope where nobody knows which regions hold the class: what is read of others
 * is true, and nothing can be said of the rest. No region is called so.
 */
export const OTHER_REGIONS = '*';

/** One resource in canonical form: no noise, no literal value, keyed lists as maps, defaults dropped. */
export interface ResourceDocument {
  /** Short name inside its scope: service name, account email, secret id, key uid; the project id for a project policy. */
  name: string;
  /** Compared and hashed. */
  fields: JsonObject;
  /** Kept to explain and to judge (urls, generation, readiness); never compared. */
  evidence: JsonObject;
}

/**
 * What one pass saw of one scope. `documents` is keyed by resource id (see `resourceId`) and complete
 * where `status` is OK, save for the ids in `gaps`; it is empty otherwise.
 */
export interface Reading extends Scope {
  status: CoverageStatus;
  detail: string | null;
  documents: Record<string, ResourceDocument>;
  gaps: Record<string, Gap>;
}

/** Everything one pass saw of an estate; readings in the order of `compareScopes`. */
export interface Snapshot {
  schemaVersion: 1;
  estate: string;
  /** RFC 3339 */
  capturedAt: string;
  /** Which key its literals were fingerprinted with (`keyMark`); absent where it is not known. */
  keyMark?: string;
  readings: Reading[];
}

/** How one scope of the estate was covered. */
export interface CoverageEntry extends Scope {
  status: CoverageStatus;
  detail: string | null;
}

/** The audit log is no part of the estate: it is asked only where there is a change to ask for. */
export const AUDIT_LOG = 'logging.logEntries';

/** The workflows that deploy an environment: no part of the estate either, and judged beside it. */
export const WORKFLOW_FILES = 'workflows.files';

/** One line of the report's coverage: a scope of the estate, or what beside it could not be read. */
export interface CoverageLine extends Omit<CoverageEntry, 'resource'> {
  resource: ResourceClass | typeof AUDIT_LOG | typeof WORKFLOW_FILES;
}

/** Whether a line is about a scope of the estate. */
export function isOfEstate(line: CoverageLine): line is CoverageEntry {
  return line.resource !== AUDIT_LOG && line.resource !== WORKFLOW_FILES;
}

/** Begins the detail of what is NOT_CAPTURED because it is not offered to this reader, and nobody need mend it. */
export const NOT_VISIBLE = 'not visible';

/**
 * Whether something that should have been read was not. What is merely not visible (domain mappings, which
 * no predefined role grants; a region without an endpoint or a list of the kind) stands in the coverage,
 * and that is all.
 */
export function isGap({ status, detail }: Pick<CoverageEntry, 'status' | 'detail'>): boolean {
  return status !== 'OK' && !(status === 'NOT_CAPTURED' && (detail ?? '').includes(NOT_VISIBLE));
}

export const FIELD_CLASSES = ['posture', 'config', 'release', 'noise', 'unclassified'] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/**
 * One difference between two readings of a scope. `path` is null where the whole resource appeared or
 * disappeared (then `before`/`after` are null and "present"); absent values are null.
 */
export interface Change extends Scope {
  /** Resource id, as in `resourceId`. */
  id: string;
  path: string | null;
  class: Exclude<FieldClass, 'noise'>;
  before: Json;
  after: Json;
  /** What people call a resource whose id says nothing to them; absent where the id does. */
  label?: string;
  /** Of a service that appeared or disappeared: what it is, or was. */
  document?: ResourceDocument;
  /** Of a service its environment hears nothing of. */
  leftAlone?: LeftAlone;
}

/** The contract ignores the service, or it is a role of another environment of the same project. */
export type LeftAlone = 'ignored' | 'of-another';

const FAMILY: Record<ResourceClass, string> = {
  'run.services': 'run.services',
  'run.services.iamPolicy': 'run.services',
  'run.revisions': 'run.services',
  'run.jobs': 'run.jobs',
  'run.jobs.iamPolicy': 'run.jobs',
  'run.workerPools': 'run.workerPools',
  'run.workerPools.iamPolicy': 'run.workerPools',
  'run.domainMappings': 'run.domainMappings',
  'resourcemanager.projects.iamPolicy': 'resourcemanager.projects',
  'iam.serviceAccounts': 'iam.serviceAccounts',
  'iam.serviceAccountKeys': 'iam.serviceAccounts',
  'secretmanager.secrets': 'secretmanager.secrets',
  'secretmanager.versions': 'secretmanager.secrets',
  'secretmanager.secrets.iamPolicy': 'secretmanager.secrets',
  'apikeys.keys': 'apikeys.keys',
};

/**
 * The id findings and reports name a resource by: `run.services/us-central1/backend`,
 * `secretmanager.secrets/PLAID_SECRET`. A policy, the versions of a secret and the keys of an account
 * carry their owner's id; their fields live under roots of their own (`iamPolicy`, `versions`, `keys`).
 */
export function resourceId(scope: Pick<Scope, 'resource' | 'region'>, name: string): string {
  const place = scope.region === null ? '' : `${scope.region}/`;
  return `${FAMILY[scope.resource]}/${place}${name}`;
}

/** Why a reading cannot say what became of a resource; null where it can. */
export function gapFor(reading: Reading, id: string): Gap | null {
  if (Object.hasOwn(reading.gaps, id)) return reading.gaps[id] ?? null;
  if (Object.hasOwn(reading.documents, id)) return null;
  return reading.gaps[resourceId(reading, UNNAMED)] ?? null;
}

/** A key for one scope, stable across passes: `prod|jualuma-prod|us-central1|run.services`. */
export function scopeKey(scope: Scope): string {
  return [scope.environment, scope.project, scope.region ?? '-', scope.resource].join('|');
}

/** A scope back from its key. */
export function parseScopeKey(key: string): Scope {
  const [environment = '', project = '', region = '-', resource = ''] = key.split('|');
  return {
    environment,
    project,
    region: region === '-' ? null : region,
    resource: resource as ResourceClass,
  };
}

/** Orders scopes by environment, project, resource class (in the order of the table) and region. */
export function compareScopes(a: Scope, b: Scope): number {
  return (
    compareText(a.environment, b.environment) ||
    compareText(a.project, b.project) ||
    RESOURCE_CLASSES.indexOf(a.resource) - RESOURCE_CLASSES.indexOf(b.resource) ||
    compareText(a.region ?? '', b.region ?? '')
  );
}

/** Whether fingerprints were made with two keys: then equal values look different. What is not known is taken to be equal. */
export function isOtherKey(before: string | undefined, after: string | undefined): boolean {
  return before !== undefined && after !== undefined && before !== after;
}

/** Orders text by code unit: the same on every machine and locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
