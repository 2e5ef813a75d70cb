import { describe, expect, test } from '@jest/globals';
import { RUN_SERVICE, RUN_SERVICE_LIVE } from '../../shared/snapshot/catalogue/run-service.ts';
import type { ClassTree } from '../../shared/snapshot/catalogue/tree.ts';
import { classOf } from '../../shared/snapshot/catalogue.ts';
import { parsePath } from '../../shared/snapshot/path.ts';
import { serviceLeaves } from './protos.ts';

/** Fields the live API sends and the protos of the pinned package lack. */
const LIVE_ONLY = [
  'sshEnabled',
  'durableExecution',
  'template.scaling.cpuUtilization',
  'template.scaling.concurrencyUtilization',
  'template.containers.main.sandboxLauncher',
];

describe('the catalogue of a service', () => {
  const fields = serviceLeaves().map(({ path }) => path);

  test('the protos are there to be walked', () => {
    expect(fields.length).toBeGreaterThan(150);
    expect(fields).toContain('template.containers.*.env.*.valueSource.secretKeyRef.secret');
  });

  test('gives every field of the protos a class', () => {
    const without = fields.filter((path) => classOf('run.services', path.split('.')) === 'unclassified');
    expect(without).toEqual([]);
  });

  test('has no entry that is no field', () => {
    const known = new Set(fields);
    expect(treePaths(RUN_SERVICE, []).filter((path) => !known.has(path))).toEqual([]);
  });

  test('names apart the fields that only the live API has', () => {
    const known = new Set(fields);
    expect(treePaths(RUN_SERVICE_LIVE, []).filter((path) => known.has(path))).toEqual([]);
  });

  test.each(LIVE_ONLY)('%s is unclassified until somebody decides', (path) => {
    expect(classOf('run.services', path.split('.'))).toBe('unclassified');
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
    ['run.services', 'etag', 'noise'],
    ['run.services', 'constructor', 'unclassified'],
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
