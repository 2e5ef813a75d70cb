import type { ResourceClass } from '../snapshot/model.ts';
import { parsePath } from '../snapshot/path.ts';

/** Where a field of a resource is read from. */
export interface ResourceScope {
  resource: ResourceClass;
  region: string | null;
}

/** Class of a family's own documents, and of those that live under a root of their own. */
const CLASSES: Record<string, { own: ResourceClass; roots: Record<string, ResourceClass> }> = {
  'run.services': {
    own: 'run.services',
    roots: { iamPolicy: 'run.services.iamPolicy', serving: 'run.revisions' },
  },
  'run.jobs': { own: 'run.jobs', roots: { iamPolicy: 'run.jobs.iamPolicy' } },
  'run.workerPools': { own: 'run.workerPools', roots: { iamPolicy: 'run.workerPools.iamPolicy' } },
  'run.domainMappings': { own: 'run.domainMappings', roots: {} },
  'resourcemanager.projects': { own: 'resourcemanager.projects.iamPolicy', roots: {} },
  'iam.serviceAccounts': { own: 'iam.serviceAccounts', roots: { keys: 'iam.serviceAccountKeys' } },
  'secretmanager.secrets': {
    own: 'secretmanager.secrets',
    roots: { iamPolicy: 'secretmanager.secrets.iamPolicy', versions: 'secretmanager.versions' },
  },
  'apikeys.keys': { own: 'apikeys.keys', roots: {} },
};

/** The scope a field of a resource lives in; null for what is no resource of a scope (a role, a workflow). */
export function resourceScope(resourceId: string, path: string | null): ResourceScope | null {
  // Names hold no slash, so a third part means that the second is a region.
  const [family = '', second, third] = resourceId.split('/');
  const classes = Object.hasOwn(CLASSES, family) ? CLASSES[family] : undefined;
  if (classes === undefined || second === undefined) return null;
  const root = (path === null ? undefined : parsePath(path)[0]) ?? '';
  return {
    resource: (Object.hasOwn(classes.roots, root) ? classes.roots[root] : undefined) ?? classes.own,
    region: third === undefined ? null : second,
  };
}
