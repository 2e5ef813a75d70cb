import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { V2Service, V2Template } from './run-types.ts';

export interface SimulatedBinding {
  role: string;
  members: string[];
  condition?: { title: string; expression: string; description?: string };
}

export interface AuditConfig {
  service: string;
  auditLogConfigs: { logType: 'ADMIN_READ' | 'DATA_READ' | 'DATA_WRITE'; exemptedMembers?: string[] }[];
}

/** A policy as version 3 holds it; `etag` changes with each edit. */
export interface SimulatedPolicy {
  version?: number;
  etag: string;
  bindings?: SimulatedBinding[];
  auditConfigs?: AuditConfig[];
}

export type PolicyInput = Pick<SimulatedPolicy, 'bindings' | 'auditConfigs'>;

export interface SimulatedRevision {
  /** Short name. */
  name: string;
  uid: string;
  generation: string;
  createTime: string;
  creator: string;
  ready: boolean;
  template: V2Template;
}

export interface SimulatedSecret {
  document: JsonObject;
  /** Newest first, as Secret Manager lists them. */
  versions: JsonObject[];
  policy: SimulatedPolicy;
}

export interface SimulatedApiKey {
  document: JsonObject;
  keyString: string;
}

/** Everything one project holds. Stored documents are frozen: change them through the estate. */
export interface SimulatedProject {
  id: string;
  number: string;
  /** The ten characters that stand in the older kind of run.app host name. */
  urlHash: string;
  createTime: string;
  policy: SimulatedPolicy;
  /** What the caller may do in the project; reads are refused without theirs. */
  permissions: Set<string>;
  /** What the caller may do on one resource beyond that, by full resource name (`projects/P/secrets/S`). */
  resourcePermissions: Map<string, Set<string>>;
  /** API hosts that answer SERVICE_DISABLED. */
  disabledApis: Set<string>;
  locations: string[];
  /** region → short name → service */
  services: Map<string, Map<string, V2Service>>;
  /** `region/name` → policy */
  servicePolicies: Map<string, SimulatedPolicy>;
  /** `region/name` → revisions, oldest first */
  revisions: Map<string, SimulatedRevision[]>;
  /** `region` → v2 documents */
  jobs: Map<string, JsonObject[]>;
  workerPools: Map<string, JsonObject[]>;
  /** `region/jobs/name`, `region/workerPools/name` → policy */
  documentPolicies: Map<string, SimulatedPolicy>;
  domainMappings: JsonObject[];
  /** email → account */
  serviceAccounts: Map<string, JsonObject>;
  serviceAccountPolicies: Map<string, SimulatedPolicy>;
  /** email → keys */
  keys: Map<string, JsonObject[]>;
  /** `name`, or `location/name` for a regional one */
  secrets: Map<string, SimulatedSecret>;
  apiKeys: Map<string, SimulatedApiKey>;
  logEntries: JsonObject[];
}

export interface ProjectOptions {
  number?: string;
  urlHash?: string;
  permissions?: Iterable<string>;
  locations?: string[];
}

/** What a read-only monitor is granted, and nothing else. */
export const VIEWER_PERMISSIONS = [
  'run.services.list',
  'run.services.get',
  'run.services.getIamPolicy',
  'run.jobs.list',
  'run.jobs.getIamPolicy',
  'run.workerpools.list',
  'run.workerpools.getIamPolicy',
  'run.revisions.list',
  'run.revisions.get',
  'run.locations.list',
  'resourcemanager.projects.get',
  'resourcemanager.projects.getIamPolicy',
  'iam.serviceAccounts.list',
  'iam.serviceAccountKeys.list',
  'secretmanager.locations.list',
  'secretmanager.secrets.list',
  'secretmanager.secrets.getIamPolicy',
  'secretmanager.versions.list',
  'apikeys.keys.list',
  'logging.logEntries.list',
];

/** Where Cloud Run is offered in a simulated project unless the project says otherwise. */
export const LOCATIONS = ['europe-west1', 'us-central1', 'us-east1'];
