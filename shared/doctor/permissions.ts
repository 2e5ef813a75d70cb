/** What can be asked what the caller may do with it. */
export type ProbedKind = 'project' | 'service' | 'job' | 'workerPool' | 'secret' | 'serviceAccount';

/** Permissions of one kind of harm: nobody who only looks has any of them. */
export interface ForbiddenGroup {
  /** What a holder could do, after "could". */
  could: string;
  permissions: readonly string[];
  /** Single resources that can grant these by themselves; every one of them can be granted on a project. */
  alone: Exclude<ProbedKind, 'project'> | null;
}

/**
 * Everything the viewer must not be able to do: read payloads and key strings, act as somebody, change
 * anything that Plumbline watches. `run.routes.invoke` is not asked of single services: where a service
 * is public everybody holds it there.
 */
export const FORBIDDEN: readonly ForbiddenGroup[] = [
  { could: 'read the payloads of secrets', permissions: ['secretmanager.versions.access'], alone: 'secret' },
  { could: 'read the strings of API keys', permissions: ['apikeys.keys.getKeyString'], alone: null },
  {
    could: 'read the payloads of parameters',
    permissions: ['parametermanager.parameterVersions.get', 'parametermanager.parameterVersions.render'],
    alone: null,
  },
  {
    could: 'act as a service account',
    permissions: [
      'iam.serviceAccounts.actAs',
      'iam.serviceAccounts.getAccessToken',
      'iam.serviceAccounts.getOpenIdToken',
      'iam.serviceAccounts.implicitDelegation',
      'iam.serviceAccounts.signBlob',
      'iam.serviceAccounts.signJwt',
      'iam.serviceAccountKeys.create',
    ],
    alone: 'serviceAccount',
  },
  {
    could: 'change who may do what in the project',
    permissions: ['resourcemanager.projects.setIamPolicy', 'iam.roles.create', 'iam.roles.update'],
    alone: null,
  },
  {
    could: 'change or delete the project',
    permissions: ['resourcemanager.projects.update', 'resourcemanager.projects.delete'],
    alone: null,
  },
  {
    could: 'change services',
    permissions: ['run.services.update', 'run.services.delete', 'run.services.setIamPolicy'],
    alone: 'service',
  },
  { could: 'create services', permissions: ['run.services.create'], alone: null },
  {
    could: 'change jobs',
    permissions: ['run.jobs.update', 'run.jobs.delete', 'run.jobs.setIamPolicy'],
    alone: 'job',
  },
  { could: 'create jobs', permissions: ['run.jobs.create'], alone: null },
  { could: 'run jobs', permissions: ['run.jobs.run'], alone: 'job' },
  {
    could: 'change worker pools',
    permissions: ['run.workerpools.update', 'run.workerpools.delete', 'run.workerpools.setIamPolicy'],
    alone: 'workerPool',
  },
  { could: 'create worker pools', permissions: ['run.workerpools.create'], alone: null },
  { could: 'call services that are not public', permissions: ['run.routes.invoke'], alone: null },
  {
    could: 'change secrets and their versions',
    permissions: [
      'secretmanager.versions.add',
      'secretmanager.versions.destroy',
      'secretmanager.versions.disable',
      'secretmanager.versions.enable',
      'secretmanager.secrets.update',
      'secretmanager.secrets.delete',
      'secretmanager.secrets.setIamPolicy',
    ],
    alone: 'secret',
  },
  { could: 'create secrets', permissions: ['secretmanager.secrets.create'], alone: null },
  {
    could: 'change service accounts and their keys',
    permissions: [
      'iam.serviceAccounts.update',
      'iam.serviceAccounts.disable',
      'iam.serviceAccounts.enable',
      'iam.serviceAccounts.delete',
      'iam.serviceAccounts.setIamPolicy',
      'iam.serviceAccountKeys.delete',
    ],
    alone: 'serviceAccount',
  },
  { could: 'create service accounts', permissions: ['iam.serviceAccounts.create'], alone: null },
  {
    could: 'change API keys',
    permissions: ['apikeys.keys.create', 'apikeys.keys.update', 'apikeys.keys.delete'],
    alone: null,
  },
];

/**
 * Permissions whose lack costs one kind of reading and no verdict, since no predefined role has them.
 * They are asked apart: a name that Google does not accept would void the whole call.
 */
export const OPTIONAL_PERMISSIONS: ReadonlySet<string> = new Set([
  'run.domainmappings.list',
  'run.domainmappings.get',
]);

/** Permissions the viewer needs that a single resource shows too: without one of them its answer proves nothing. */
export const CONTROLS: Record<Exclude<ProbedKind, 'project'>, readonly string[]> = {
  service: ['run.services.getIamPolicy'],
  job: ['run.jobs.getIamPolicy'],
  workerPool: ['run.workerpools.getIamPolicy'],
  secret: ['secretmanager.secrets.getIamPolicy', 'secretmanager.versions.list'],
  serviceAccount: ['iam.serviceAccountKeys.list'],
};

/** The permissions nobody who only looks has, as far as this kind of resource can grant them. */
export function forbiddenOn(kind: ProbedKind): string[] {
  const groups = FORBIDDEN.filter(({ alone }) => kind === 'project' || alone === kind);
  return groups.flatMap(({ permissions }) => permissions);
}

/** What the holder of a forbidden permission could do, after "could". */
export function harmOf(permission: string): string {
  const group = FORBIDDEN.find(({ permissions }) => permissions.includes(permission));
  return group?.could ?? 'do more than read';
}
