import { describe, expect, test } from '@jest/globals';
import type { ClassTree } from '../../shared/snapshot/catalogue/tree.ts';
import { classOf } from '../../shared/snapshot/catalogue.ts';
import { parsePath } from '../../shared/snapshot/path.ts';
import { SUBJECTS } from './subjects.ts';

/** Fields that a newer API may send and nobody has decided of. */
const UNDECIDED: Record<string, string[]> = {
  Service: ['unheardOf', 'template.unheardOf', 'template.containers.main.unheardOf'],
  Job: ['template.template.priority'],
  WorkerPool: ['scaling.maxSurge'],
  Revision: ['serving.svc-1.unheardOf'],
};

describe.each(SUBJECTS)('the catalogue of $message', ({ message, resource, leaves, tree, live, root }) => {
  const fields = leaves.map(({ path }) => path);
  const known = new Set(fields);

  test('the protos are there to be walked', () => {
    expect(fields.length).toBeGreaterThan(90);
    expect(fields.some((path) => path.endsWith('containers.*.env.*.valueSource.secretKeyRef.secret'))).toBe(
      true,
    );
  });

  test('gives every field of the protos a class', () => {
    const without = fields.filter(
      (path) => classOf(resource, [...root, ...path.split('.')]) === 'unclassified',
    );
    expect(without).toEqual([]);
  });

  test('has no entry that is no field', () => {
    expect(treePaths(tree, []).filter((path) => !known.has(path))).toEqual([]);
  });

  test('names apart the fields that only the live API has', () => {
    expect(treePaths(live, []).filter((path) => known.has(path))).toEqual([]);
  });

  test.each(UNDECIDED[message] ?? [])('%s is unclassified until somebody decides', (path) => {
    expect(classOf(resource, path.split('.'))).toBe('unclassified');
  });
});

describe('classOf', () => {
  test.each([
    ['run.services', 'ingress', 'posture'],
    ['run.services', 'template.serviceAccount', 'posture'],
    ['run.services', 'template.cloudSqlInstances', 'posture'],
    ['run.services', 'template.containers.main', 'posture'],
    ['run.services', 'template.containers.main.env.KEY', 'posture'],
    ['run.services', 'template.containers.main.env.KEY.fingerprint', 'config'],
    ['run.services', 'template.containers.main.resources.limits["nvidia.com/gpu"]', 'config'],
    ['run.services', 'template.containers.main.image', 'release'],
    ['run.services', 'template.revision', 'release'],
    ['run.services', 'traffic.blue.revision', 'release'],
    ['run.services', 'traffic.blue', 'config'],
    ['run.services', 'labels.commit-sha', 'release'],
    ['run.services', 'template.labels.gcb-trigger-id', 'release'],
    ['run.services', 'labels.firebase-functions-hash', 'release'],
    ['run.services', 'labels.team', 'config'],
    ['run.services', 'labels["run.googleapis.com/satisfiesPzs"]', 'noise'],
    ['run.services', 'annotations["run.googleapis.com/unheard-of"]', 'unclassified'],
    ['run.services', 'buildConfig.sourceLocation', 'release'],
    ['run.services', 'template.client', 'noise'],
    ['run.services', 'sshEnabled', 'posture'],
    ['run.services', 'durableExecution', 'config'],
    ['run.services', 'template.scaling.cpuUtilization', 'config'],
    ['run.services', 'template.scaling.concurrencyUtilization', 'config'],
    ['run.services', 'template.containers.main.sandboxLauncher', 'posture'],
    ['run.services', 'annotations["run.googleapis.com/gc-traffic-tags"]', 'config'],
    ['run.services', 'annotations["run.googleapis.com/source-location"]', 'release'],
    ['run.services', 'labels["run.googleapis.com/satisfiesPzi"]', 'noise'],
    ['run.services', 'template.annotations["run.googleapis.com/identity"]', 'posture'],
    ['run.services', 'template.annotations["run.googleapis.com/secure-session-agent"]', 'posture'],
    ['run.revisions', 'serving.svc-1.scaling.cpuUtilization', 'config'],
    ['run.revisions', 'serving.svc-1.containers.main.sandboxLauncher', 'posture'],
    ['run.jobs', 'template.delayExecution', 'config'],
    ['run.jobs', 'template.template.containers.main.sandboxLauncher', 'posture'],
    ['run.workerPools', 'template.containers.main.sandboxLauncher', 'posture'],
    ['run.domainMappings', 'labels["run.googleapis.com/overrideAt"]', 'noise'],
    ['run.services', 'etag', 'noise'],
    ['run.services', 'constructor', 'unclassified'],
    ['run.revisions', 'serving', 'release'],
    ['run.revisions', 'serving.svc-1', 'release'],
    ['run.revisions', 'serving.svc-1.serviceAccount', 'posture'],
    ['run.revisions', 'serving.svc-1.containers.main.env.KEY', 'posture'],
    ['run.jobs', 'template.template.serviceAccount', 'posture'],
    ['run.jobs', 'template.taskCount', 'config'],
    ['run.jobs', 'startExecutionToken', 'release'],
    ['run.workerPools', 'instanceSplits.pinned-1.revision', 'release'],
    ['run.domainMappings', 'routeName', 'posture'],
    ['run.jobs.iamPolicy', 'iamPolicy.bindings["roles/run.invoker"]["user:a@b.c"]', 'posture'],
    ['run.services.iamPolicy', 'iamPolicy.bindings["roles/run.invoker"].allUsers', 'posture'],
    ['resourcemanager.projects.iamPolicy', 'iamPolicy.auditConfigs.allServices.DATA_READ', 'config'],
    ['iam.serviceAccounts', 'uniqueId', 'posture'],
    ['iam.serviceAccounts', 'displayName', 'config'],
    ['iam.serviceAccountKeys', 'keys.abc', 'posture'],
    ['secretmanager.secrets', 'replication.userManaged.replicas.us-east1', 'posture'],
    ['secretmanager.versions', 'versions["3"]', 'posture'],
    ['apikeys.keys', 'restrictions.browserKeyRestrictions.allowedReferrers', 'posture'],
    ['apikeys.keys', 'somethingNew', 'unclassified'],
  ] as const)('%s %s is %s', (resource, path, expected) => {
    expect(classOf(resource, parsePath(path))).toBe(expected);
  });
});

function treePaths(tree: ClassTree, path: string[]): string[] {
  if (typeof tree === 'string') return [path.join('.')];
  if (typeof tree === 'function') return [[...path, '*'].join('.')];
  return Object.entries(tree).flatMap(([member, below]) => treePaths(below, [...path, member]));
}
