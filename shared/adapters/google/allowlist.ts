import { AUDIT_FILTER } from './audit-filter.ts';

/**
 * One request Plumbline may send to Google. `host` and `path` are templates: `{project}`, `{region}`,
 * `{service}`, `{revision}`, `{job}`, `{pool}`, `{account}`, `{secret}`, `{bucket}` and `{object}` each stand for one name (the
 * same one where it stands twice), everything else for itself. `query` lists the only parameters it may carry. `permission` is the one IAM permission it needs; null: Google asks for none.
 */
export interface AllowedRequest {
  method: 'GET' | 'POST';
  host: string;
  path: string;
  query: readonly string[];
  permission: string | null;
  /** What it reads, in words for a reviewer. */
  reads: string;
  /** It reads nothing of a target: it is asked with the identity Plumbline runs as, and no right of the viewer's. */
  own?: true;
  /** The answer is a text, handed over as `{ text, generation }`. */
  isText?: true;
  /** What the body's filter must be; absent: the request has none. */
  filter?: RegExp;
}

/**
 * Everything Plumbline can ask of Google, and so everything it can do to an estate: list and get
 * metadata and policies. The POSTs read a policy, or ask what the caller may do; Google defines these
 * calls as POSTs.
 */
export const ALLOWLIST: readonly AllowedRequest[] = [
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v1/projects/{project}/locations/-/services',
    query: ['limit', 'continue'],
    permission: 'run.services.list',
    reads: 'in which regions there are Cloud Run services, and which regions did not answer',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/services',
    query: ['pageSize', 'pageToken'],
    permission: 'run.services.list',
    reads: 'the Cloud Run services of a region',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/services/{service}:getIamPolicy',
    query: ['options.requestedPolicyVersion'],
    permission: 'run.services.getIamPolicy',
    reads: 'who may invoke and manage one service',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/services/{service}/revisions/{revision}',
    query: [],
    permission: 'run.revisions.get',
    reads: 'a revision that takes traffic although the service has a newer one',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/apis/run.googleapis.com/v1/namespaces/{project}/jobs',
    query: ['limit', 'continue'],
    permission: 'run.jobs.list',
    reads: 'in which regions there are Cloud Run jobs, and which regions did not answer',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/jobs',
    query: ['pageSize', 'pageToken'],
    permission: 'run.jobs.list',
    reads: 'the Cloud Run jobs of a region',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/jobs/{job}:getIamPolicy',
    query: ['options.requestedPolicyVersion'],
    permission: 'run.jobs.getIamPolicy',
    reads: 'who may run and manage one job',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/apis/run.googleapis.com/v1/namespaces/{project}/workerpools',
    query: ['limit', 'continue'],
    permission: 'run.workerpools.list',
    reads: 'in which regions there are Cloud Run worker pools, and which regions did not answer',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/workerPools',
    query: ['pageSize', 'pageToken'],
    permission: 'run.workerpools.list',
    reads: 'the Cloud Run worker pools of a region',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/workerPools/{pool}:getIamPolicy',
    query: ['options.requestedPolicyVersion'],
    permission: 'run.workerpools.getIamPolicy',
    reads: 'who may manage one worker pool',
  },
  {
    method: 'GET',
    host: 'run.googleapis.com',
    path: '/v1/projects/{project}/locations/{region}/domainmappings',
    query: ['limit', 'continue'],
    permission: 'run.domainmappings.list',
    reads: 'which custom domains are mapped to services of a region, where the caller may see it',
  },
  {
    method: 'POST',
    host: 'cloudresourcemanager.googleapis.com',
    path: '/v3/projects/{project}:getIamPolicy',
    query: [],
    permission: 'resourcemanager.projects.getIamPolicy',
    reads: 'the IAM policy of the project, with conditions and audit settings',
  },
  {
    method: 'GET',
    host: 'iam.googleapis.com',
    path: '/v1/projects/{project}/serviceAccounts',
    query: ['pageSize', 'pageToken'],
    permission: 'iam.serviceAccounts.list',
    reads: 'the service accounts of the project',
  },
  {
    method: 'GET',
    host: 'iam.googleapis.com',
    path: '/v1/projects/{project}/serviceAccounts/{account}/keys',
    query: ['keyTypes'],
    permission: 'iam.serviceAccountKeys.list',
    reads: 'ids, ages and states of the keys of one account; key material is never part of the answer',
  },
  {
    method: 'GET',
    host: 'secretmanager.googleapis.com',
    path: '/v1/projects/{project}/secrets',
    query: ['pageSize', 'pageToken'],
    permission: 'secretmanager.secrets.list',
    reads: 'names, labels, annotations and replication of the secrets',
  },
  {
    method: 'GET',
    host: 'secretmanager.googleapis.com',
    path: '/v1/projects/{project}/secrets/{secret}/versions',
    query: ['pageSize', 'pageToken'],
    permission: 'secretmanager.versions.list',
    reads: 'numbers, states and ages of the versions of one secret; payloads are never part of the answer',
  },
  {
    method: 'GET',
    host: 'secretmanager.googleapis.com',
    path: '/v1/projects/{project}/secrets/{secret}:getIamPolicy',
    query: ['options.requestedPolicyVersion'],
    permission: 'secretmanager.secrets.getIamPolicy',
    reads: 'who may read and manage one secret',
  },
  {
    method: 'GET',
    host: 'secretmanager.googleapis.com',
    path: '/v1/projects/{project}/locations',
    query: ['pageSize', 'pageToken'],
    permission: 'secretmanager.locations.list',
    reads: 'in which regions secrets can live',
  },
  {
    method: 'GET',
    host: 'secretmanager.{region}.rep.googleapis.com',
    path: '/v1/projects/{project}/locations/{region}/secrets',
    query: ['pageSize', 'pageToken'],
    permission: 'secretmanager.secrets.list',
    reads: 'names, labels and annotations of the secrets that live in one region only',
  },
  {
    method: 'GET',
    host: 'secretmanager.{region}.rep.googleapis.com',
    path: '/v1/projects/{project}/locations/{region}/secrets/{secret}/versions',
    query: ['pageSize', 'pageToken'],
    permission: 'secretmanager.versions.list',
    reads:
      'numbers, states and ages of the versions of one such secret; payloads are never part of the answer',
  },
  {
    method: 'GET',
    host: 'secretmanager.{region}.rep.googleapis.com',
    path: '/v1/projects/{project}/locations/{region}/secrets/{secret}:getIamPolicy',
    query: ['options.requestedPolicyVersion'],
    permission: 'secretmanager.secrets.getIamPolicy',
    reads: 'who may read and manage one such secret',
  },
  {
    method: 'GET',
    host: 'apikeys.googleapis.com',
    path: '/v2/projects/{project}/locations/global/keys',
    query: ['pageSize', 'pageToken'],
    permission: 'apikeys.keys.list',
    reads: 'names and restrictions of the API keys; the key strings are never part of the answer',
  },
  {
    method: 'POST',
    host: 'logging.googleapis.com',
    path: '/v2/entries:list',
    query: ['fields'],
    permission: 'logging.logEntries.list',
    reads:
      'who made a change that was found, from the audit logs of one project; asked only where there is one',
    filter: AUDIT_FILTER,
  },
  {
    method: 'POST',
    host: 'cloudresourcemanager.googleapis.com',
    path: '/v3/projects/{project}:testIamPermissions',
    query: [],
    permission: null,
    reads: 'which of the named permissions the caller has in the project',
  },
  {
    method: 'POST',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/services/{service}:testIamPermissions',
    query: [],
    permission: null,
    reads: 'which of the named permissions the caller has on one service',
  },
  {
    method: 'POST',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/jobs/{job}:testIamPermissions',
    query: [],
    permission: null,
    reads: 'which of the named permissions the caller has on one job',
  },
  {
    method: 'POST',
    host: 'run.googleapis.com',
    path: '/v2/projects/{project}/locations/{region}/workerPools/{pool}:testIamPermissions',
    query: [],
    permission: null,
    reads: 'which of the named permissions the caller has on one worker pool',
  },
  {
    method: 'POST',
    host: 'secretmanager.googleapis.com',
    path: '/v1/projects/{project}/secrets/{secret}:testIamPermissions',
    query: [],
    permission: null,
    reads: 'which of the named permissions the caller has on one secret',
  },
  {
    method: 'POST',
    host: 'secretmanager.{region}.rep.googleapis.com',
    path: '/v1/projects/{project}/locations/{region}/secrets/{secret}:testIamPermissions',
    query: [],
    permission: null,
    reads: 'which of the named permissions the caller has on one secret of a region',
  },
  {
    method: 'POST',
    host: 'iam.googleapis.com',
    path: '/v1/projects/{project}/serviceAccounts/{account}:testIamPermissions',
    query: [],
    permission: null,
    reads: 'which of the named permissions the caller has on one service account',
  },
  {
    method: 'GET',
    host: 'storage.googleapis.com',
    path: '/storage/v1/b/{bucket}/o/{object}',
    query: ['alt'],
    permission: 'storage.objects.get',
    reads: 'the contract, where it is kept in a bucket of its owners',
    own: true,
    isText: true,
  },
];
