import { describe, expect, test } from '@jest/globals';
import type { ResourceClass } from '../../../shared/snapshot/model.ts';
import { captureFolder, folderOf, knative, readProject, TARGET } from './setup.ts';

const LABEL = 'cloud.googleapis.com/location';
const containers = [{ image: 'example.com/app' }];

function job(name: string, region: string | null = 'us-central1') {
  const labels = region === null ? {} : { [LABEL]: region };
  return {
    apiVersion: 'run.googleapis.com/v1',
    kind: 'Job',
    metadata: { name, labels, uid: `uid-${name}` },
    spec: { template: { spec: { taskCount: 1, template: { spec: { containers } } } } },
    status: { observedGeneration: 1 },
  };
}

function pool(name: string) {
  return { ...job(name), kind: 'WorkerPool', spec: { template: { spec: { containers } } } };
}

function mapping(domain: string, region = 'us-central1') {
  return {
    apiVersion: 'domains.cloudrun.com/v1',
    kind: 'DomainMapping',
    metadata: { name: domain, labels: { [LABEL]: region } },
    spec: { routeName: 'api' },
    status: {},
  };
}

const REST_JOB = {
  name: 'projects/shop-prod/locations/us-central1/jobs/nightly',
  template: { template: { containers } },
};
const CLASSES: [ResourceClass, string, unknown, string][] = [
  ['run.jobs', 'run-jobs', job('nightly'), 'nightly'],
  ['run.workerPools', 'run-worker-pools', pool('queue'), 'queue'],
  ['run.domainMappings', 'domain-mappings', mapping('api.shop.com'), 'api.shop.com'],
];

describe.each(CLASSES)('%s of an export', (resource, file, element, name) => {
  test('is read, an element a document under its short name', async () => {
    const read = await readProject({ [`${file}.json`]: [element] });
    expect(read.outcome(resource)).toMatchObject({ region: 'us-central1', status: 'OK', gaps: {} });
    expect(read.names(resource)).toEqual([name]);
    expect(read.body(resource, name)).toEqual(element);
  });

  test('is captured in canonical form', async () => {
    const snapshot = await captureFolder(folderOf({ [`shop-prod/${file}.json`]: [element] }));
    const reading = snapshot.readings.find((one) => one.resource === resource)!;
    expect(reading.gaps).toEqual({});
    expect(Object.keys(reading.documents)).toEqual([`${resource}/us-central1/${name}`]);
  });

  test('without its file nothing is said of it', async () => {
    const read = await readProject({ 'run-services.json': [] });
    expect(read.outcomes.filter((outcome) => outcome.resource.startsWith(resource))).toEqual([]);
  });

  test('an empty list is a project without any', async () => {
    const read = await readProject({ [`${file}.json`]: [] });
    expect(read.outcome(resource)).toMatchObject({ region: 'us-central1', status: 'OK', gaps: {} });
  });

  test.each([
    ['throttled', { [`${file}.json.error`]: 'ERROR: RESOURCE_EXHAUSTED' }, 'THROTTLED', 'RESOURCE_EXHAUSTED'],
    ['unreachable', { [`${file}.json.error`]: 'ERROR: 503' }, 'UNREACHABLE', '503'],
    ['cut off', { [`${file}.json`]: '[{"kind": "' }, 'ERROR', 'cut off'],
    ['prose', { [`${file}.json`]: 'Listed 0 items.' }, 'ERROR', "more than gcloud's answer"],
    [
      'a first page',
      { [`${file}.json`]: { items: [element], metadata: { continue: 'x' } } },
      'ERROR',
      'first page',
    ],
    [
      'silent in one region',
      { [`${file}.json`]: { items: [], unreachable: ['us-central1'] } },
      'UNREACHABLE',
      'did not answer',
    ],
  ])('a list that is %s is a named gap', async (_name, files, status, detail) => {
    const read = await readProject(files);
    expect(read.outcome(resource)).toMatchObject({ status, detail: expect.stringContaining(detail) });
    expect(read.names(resource)).toEqual([]);
  });

  test('a foreign element is a gap beside what is read', async () => {
    const read = await readProject({ [`${file}.json`]: [element, knative('api')] });
    expect(read.names(resource)).toEqual([name]);
    expect(read.outcome(resource).gaps['*']).toMatchObject({
      status: 'ERROR',
      detail: expect.stringContaining(`${file}.json[1] is a Service, not a Cloud Run`),
    });
  });
});

describe('optional lists', () => {
  const both = { ...TARGET, regions: ['us-central1', 'europe-west1'] };

  test('a refusal of jobs is a gap; a refusal of domain mappings says that they are not visible', async () => {
    const read = await readProject({
      'run-jobs.json.error': 'ERROR: PERMISSION_DENIED: no',
      'domain-mappings.json.error': "ERROR: Permission 'run.domainmappings.list' denied",
    });
    expect(read.outcome('run.jobs').status).toBe('DENIED');
    expect(read.outcome('run.domainMappings')).toMatchObject({
      status: 'NOT_CAPTURED',
      detail: expect.stringMatching(/^not visible: shop-prod\/domain-mappings\.json\.error: /),
    });
  });

  test('jobs are listed everywhere at once: a region without any is read', async () => {
    const read = await readProject({ 'run-jobs.json': [job('nightly', 'asia-east1')] }, both);
    const scopes = read.outcomes.filter(({ resource }) => resource === 'run.jobs');
    expect(scopes.map(({ region, status }) => [region, status])).toEqual([
      ['asia-east1', 'OK'],
      ['europe-west1', 'OK'],
      ['us-central1', 'OK'],
    ]);
    expect(read.names('run.jobs', 'asia-east1')).toEqual(['nightly']);
  });

  test('a v2 page and a list of mappings say nothing of a second region', async () => {
    const read = await readProject(
      { 'run-jobs.json': { jobs: [REST_JOB] }, 'domain-mappings.json': [mapping('a.shop.com')] },
      both,
    );
    for (const resource of ['run.jobs', 'run.domainMappings'] as const) {
      expect(read.outcome(resource, 'us-central1').status).toBe('OK');
      expect(read.outcome(resource, 'europe-west1')).toBeUndefined();
    }
  });

  test('mappings of several regions have a file each', async () => {
    const read = await readProject(
      {
        'domain-mappings.us-central1.json': [mapping('a.shop.com')],
        'domain-mappings.europe-west1.json.error': 'ERROR: 503',
      },
      both,
    );
    expect(read.names('run.domainMappings', 'us-central1')).toEqual(['a.shop.com']);
    expect(read.outcome('run.domainMappings', 'europe-west1').status).toBe('UNREACHABLE');
  });

  test('a job that names no region is in the only one asked for, and nowhere among two', async () => {
    const files = { 'run-jobs.json': [job('nightly', null)] };
    expect((await readProject(files)).names('run.jobs', 'us-central1')).toEqual(['nightly']);
    const read = await readProject(files, both);
    expect(read.names('run.jobs')).toEqual([]);
    expect(read.outcome('run.jobs', 'europe-west1').gaps['*']?.detail).toContain('names no region');
  });
});
