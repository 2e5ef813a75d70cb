import { describe, expect, test } from '@jest/globals';
import { olderServing } from '../../../shared/adapters/exports/serving.ts';
import { captureFolder, folderOf, knative, readProject, TARGET, v2 } from './setup.ts';

const REVISIONS = 'run.revisions';

interface Share {
  revisionName?: string;
  percent?: number;
  tag?: string;
  latestRevision?: boolean;
}

/** A v1 service whose newest revision is `NAME-00002`. */
function serving(name: string, traffic: Share[], region = 'us-central1') {
  const status = {
    observedGeneration: 3,
    latestCreatedRevisionName: `${name}-00002`,
    latestReadyRevisionName: `${name}-00001`,
    traffic,
  };
  return { ...knative(name, region), status };
}

const rolledBack = (name: string, region?: string) =>
  serving(name, [{ revisionName: `${name}-00001`, percent: 100 }], region);

function revision(name: string, service = 'api', image = 'example.com/app:1') {
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Revision',
    metadata: {
      name,
      uid: `uid-${name}`,
      labels: { 'serving.knative.dev/service': service, 'cloud.googleapis.com/location': 'us-central1' },
    },
    spec: { containers: [{ image, env: [{ name: 'A', value: 'x' }] }] },
    status: { observedGeneration: 1 },
  };
}

describe('which revisions serve instead of the template', () => {
  const v1 = (traffic: Share[]) => serving('api', traffic);
  const rest = (trafficStatuses: object[]) => ({
    ...v2('api'),
    latestCreatedRevision: 'projects/p/locations/r/services/api/revisions/api-00002',
    latestReadyRevision: 'projects/p/locations/r/services/api/revisions/api-00001',
    trafficStatuses,
  });
  const latest = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
  test.each([
    ['the newest', v1([{ revisionName: 'api-00002', percent: 100 }]), []],
    ['an older one', v1([{ revisionName: 'api-00001', percent: 100 }]), ['api-00001']],
    [
      'both',
      v1([
        { revisionName: 'api-00002', percent: 90 },
        { revisionName: 'api-00001', percent: 10 },
      ]),
      ['api-00001'],
    ],
    [
      'an older one that is only tagged',
      v1([
        { revisionName: 'api-00002', percent: 100 },
        { revisionName: 'api-00001', tag: 'old' },
      ]),
      [],
    ],
    ['one without traffic', v1([{ revisionName: 'api-00001', percent: 0 }]), []],
    ['nothing yet', v1([]), []],
    ['v2: the newest by name', rest([{ revision: 'api-00002', percent: 100 }]), []],
    ['v2: an older one', rest([{ revision: 'api-00001', percent: 100 }]), ['api-00001']],
    [
      'v2: the latest, where the newest never became ready',
      rest([{ type: latest, percent: 100 }]),
      ['api-00001'],
    ],
    ['v2: no word of traffic', v2('api'), []],
    ['v1: no word of revisions', knative('api'), []],
  ])('%s', (_name, document, expected) => {
    expect(olderServing(JSON.parse(JSON.stringify(document)))).toEqual(expected);
  });
});

describe('serving revisions of an export', () => {
  test('no file is needed where templates serve', async () => {
    const read = await readProject({ 'run-services.json': [knative('api'), knative('web')] });
    expect(read.outcome(REVISIONS)).toMatchObject({ region: 'us-central1', status: 'OK', detail: null });
    expect(read.outcome(REVISIONS).gaps).toEqual({});
    expect(read.names(REVISIONS)).toEqual([]);
  });

  test.each([
    ['gcloud prints', (one: object) => [one]],
    ['v1 REST answers', (one: object) => ({ kind: 'RevisionList', items: [one] })],
  ])('the revision that serves is picked from what %s', async (_name, listed) => {
    const list = listed(revision('api-00001'));
    const read = await readProject({
      'run-services.json': [rolledBack('api'), knative('web')],
      'run-revisions/api.json': list,
    });
    expect(read.names(REVISIONS)).toEqual(['api']);
    expect(read.body(REVISIONS, 'api')).toEqual({ revisions: [revision('api-00001')] });
    expect(read.outcome(REVISIONS).gaps).toEqual({});
  });

  test('of many revisions only those that serve are handed over', async () => {
    const read = await readProject({
      'run-services.json': [rolledBack('api')],
      'run-revisions/api.json': ['api-00002', 'api-00001', 'api-00000'].map((name) => revision(name)),
    });
    expect(read.body(REVISIONS, 'api')).toEqual({ revisions: [revision('api-00001')] });
  });

  test('v2 revisions of a v2 service', async () => {
    const name = 'projects/shop-prod/locations/us-central1/services/api/revisions/api-00001';
    const service = {
      ...v2('api'),
      latestCreatedRevision: 'api-00002',
      trafficStatuses: [{ revision: 'api-00001', percent: 100 }],
    };
    const served = { name, containers: [{ image: 'example.com/app' }] };
    const read = await readProject({
      'run-services.json': { services: [service] },
      'run-revisions/api.json': { revisions: [served] },
    });
    expect(read.body(REVISIONS, 'api')).toEqual({ revisions: [served] });
  });

  test.each([
    [
      'missing',
      {},
      'NOT_CAPTURED',
      'api-00001 serves instead of the template; shop-prod/run-revisions/api.json is missing; it holds what this prints: gcloud run revisions list --service=api --region=us-central1 --project=shop-prod --format=json',
    ],
    [
      'refused',
      { 'run-revisions/api.json.error': 'ERROR: PERMISSION_DENIED' },
      'DENIED',
      'PERMISSION_DENIED',
    ],
    ['refused with all others', { 'run-revisions.error': 'ERROR: 429' }, 'THROTTLED', 'run-revisions.error'],
    ['cut off', { 'run-revisions/api.json': '[{"kind": "Rev' }, 'ERROR', 'cut off'],
    ['empty', { 'run-revisions/api.json': [] }, 'ERROR', 'does not hold api-00001, which serves'],
    [
      'older than the rollout',
      { 'run-revisions/api.json': [revision('api-00000')] },
      'ERROR',
      'does not hold api-00001',
    ],
    [
      'of another service',
      { 'run-revisions/api.json': [revision('api-00001', 'web')] },
      'ERROR',
      '[0] is a revision of another service',
    ],
    ['a list of services', { 'run-revisions/api.json': [knative('api')] }, 'ERROR', 'is a Service, not'],
    [
      'a first page',
      { 'run-revisions/api.json': { items: [revision('api-00001')], metadata: { continue: 'x' } } },
      'ERROR',
      'first page',
    ],
  ])('a file that is needed and %s is a gap of its service alone', async (_name, files, status, detail) => {
    const read = await readProject({
      'run-services.json': [rolledBack('api'), rolledBack('web')],
      'run-revisions/web.json': [revision('web-00001', 'web')],
      ...files,
    });
    expect(read.outcome(REVISIONS).status).toBe('OK');
    expect({ ...read.outcome(REVISIONS).gaps }).toEqual({
      api: { status, detail: expect.stringContaining(detail) },
    });
    expect(read.names(REVISIONS)).toEqual(['web']);
  });

  test('where services were not read, nobody knows which revisions serve', async () => {
    const read = await readProject({ 'run-services.json.error': 'ERROR: 403' });
    expect(read.outcome(REVISIONS)).toMatchObject({
      status: 'NOT_CAPTURED',
      detail: expect.stringContaining('which revisions serve is not known'),
    });
  });

  test('a service that could not be read may need one', async () => {
    const read = await readProject({
      'run-services.json': [knative('web'), { ...knative('api'), spec: {} }],
      'run-services/bad.json': [],
    });
    expect(Object.keys(read.outcome(REVISIONS).gaps).sort()).toEqual(['*', 'bad']);
  });

  test('one name in two regions is told apart', async () => {
    const both = { ...TARGET, regions: ['us-central1', 'europe-west1'] };
    const services = [rolledBack('api'), rolledBack('api', 'europe-west1')];
    const plain = await readProject(
      { 'run-services.json': services, 'run-revisions/api.json': [revision('api-00001')] },
      both,
    );
    expect(plain.outcome(REVISIONS, 'europe-west1').gaps.api?.detail).toContain('api.REGION.json');
    const placed = await readProject(
      {
        'run-services.json': services,
        'run-revisions/api.us-central1.json': [revision('api-00001')],
        'run-revisions/api.europe-west1.json': [revision('api-00001', 'api', 'example.com/app:2')],
      },
      both,
    );
    expect(placed.names(REVISIONS, 'us-central1')).toEqual(['api']);
    expect(placed.names(REVISIONS, 'europe-west1')).toEqual(['api']);
  });

  test('a captured revision keeps no value of its environment', async () => {
    const root = folderOf({
      'shop-prod/run-services.json': [rolledBack('api')],
      'shop-prod/run-revisions/api.json': JSON.stringify([revision('api-00001')]).replace(
        '"value":"x"',
        '"value":"CANARY-1"',
      ),
    });
    const snapshot = await captureFolder(root);
    const reading = snapshot.readings.find(({ resource }) => resource === REVISIONS)!;
    expect(Object.keys(reading.documents)).toEqual(['run.services/us-central1/api']);
    expect(JSON.stringify(snapshot)).not.toContain('CANARY');
  });
});
