import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { captureFolder, folderOf, knative, readProject, TARGET, v2 } from './setup.ts';

const RUN = 'run.services';

function withIngress(ingress: string) {
  const service = knative('api');
  const annotations = { 'run.googleapis.com/ingress': ingress };
  return { ...service, metadata: { ...service.metadata, annotations } };
}

describe('services of an export', () => {
  test.each([
    ['the list gcloud prints', { 'run-services.json': [knative('api'), knative('web')] }],
    [
      'the list as a YAML stream',
      { 'run-services.yaml': `---\n${stringify(knative('api'))}---\n${stringify(knative('web'))}` },
    ],
    ['the list in .yml', { 'run-services.yml': stringify([knative('api'), knative('web')]) }],
    ['the v2 REST answer', { 'run-services.json': { services: [v2('api'), v2('web')] } }],
    [
      'the v1 REST answer',
      { 'run-services.json': { kind: 'ServiceList', items: [knative('api'), knative('web')] } },
    ],
    [
      'list and single files',
      {
        'run-services.json': [knative('api'), knative('web')],
        'run-services/api.yaml': stringify(knative('api')),
      },
    ],
    [
      'v1 list and v2 single file',
      { 'run-services.json': [knative('api'), knative('web')], 'run-services/api.json': v2('api') },
    ],
    [
      'asset inventory wrappers',
      {
        'run-services.json': ['api', 'web'].map((name) => ({
          asset_type: 'run.googleapis.com/Service',
          resource: { data: knative(name) },
        })),
      },
    ],
    [
      'UTF-16 as Windows PowerShell writes it',
      {
        'run-services.json': Buffer.from(
          `\uFEFF${JSON.stringify([knative('api'), knative('web')])}`,
          'utf16le',
        ),
      },
    ],
    [
      'UTF-16 the other way round',
      {
        'run-services.json': Buffer.from(
          `\uFEFF${JSON.stringify([knative('api'), knative('web')])}`,
          'utf16le',
        ).swap16(),
      },
    ],
    [
      'a byte order mark and CRLF',
      {
        'run-services.json': `\uFEFF${JSON.stringify([knative('api'), knative('web')], null, 1).replaceAll('\n', '\r\n')}`,
      },
    ],
  ])('%s is read whole', async (_name, files) => {
    const read = await readProject(files);
    expect([...new Set(read.names(RUN))]).toEqual(['api', 'web']);
    expect(read.outcome(RUN)).toMatchObject({ region: 'us-central1', status: 'OK', detail: null });
    expect(read.outcome(RUN).gaps).toEqual({});
  });

  test('regions found and regions asked for are scopes of their own', async () => {
    const read = await readProject(
      { 'run-services.json': [knative('api'), knative('stray', 'asia-east1')] },
      { ...TARGET, regions: ['us-central1', 'europe-west1'] },
    );
    const scopes = read.outcomes.filter(({ resource }) => resource === RUN);
    expect(scopes.map(({ region, status }) => [region, status])).toEqual([
      ['asia-east1', 'OK'],
      ['europe-west1', 'OK'],
      ['us-central1', 'OK'],
    ]);
    expect(read.names(RUN, 'asia-east1')).toEqual(['stray']);
    expect(read.names(RUN, 'europe-west1')).toEqual([]);
  });

  test('a service that names no region is in the only region asked for', async () => {
    const read = await readProject({ 'run-services.json': [knative('api', null)] });
    expect(read.names(RUN, 'us-central1')).toEqual(['api']);
  });

  test('and with two regions asked for it is a gap in both', async () => {
    const read = await readProject(
      { 'run-services.json': [knative('api', null)] },
      { ...TARGET, regions: ['us-central1', 'europe-west1'] },
    );
    expect(read.names(RUN)).toEqual([]);
    for (const region of ['us-central1', 'europe-west1']) {
      expect(read.outcome(RUN, region).gaps.api?.detail).toContain('names no region');
    }
  });

  test('an empty list is an estate without services', async () => {
    const read = await readProject({ 'run-services.json': [] });
    expect(read.outcome(RUN)).toMatchObject({ status: 'OK', detail: null });
  });

  test('but not where files of services lie beside it', async () => {
    const read = await readProject({ 'run-services.json': [], 'run-iam/api.json': {} });
    expect(read.outcome(RUN)).toMatchObject({ status: 'ERROR' });
    expect(read.outcome(RUN).detail).toContain(
      'shop-prod/run-services.json is empty although shop-prod/run-iam/',
    );
  });

  test('services saved one by one are read, and the rest of the scope is a gap', async () => {
    const read = await readProject({
      'run-services/api.yaml': stringify(knative('api')),
      'run-services/web.json': v2('web'),
    });
    expect(read.names(RUN)).toEqual(['api', 'web']);
    expect(read.outcome(RUN)).toMatchObject({
      status: 'OK',
      detail: expect.stringContaining('saved one by one'),
      gaps: {
        '*': { status: 'NOT_CAPTURED', detail: expect.stringContaining('run-services.json is missing') },
      },
    });
  });

  test.each([
    ['JSON', 'json', ['api', 'web'].map((name) => JSON.stringify(knative(name), null, 2)).join('\n')],
    ['YAML', 'yaml', `${['api', 'web'].map((name) => stringify(knative(name))).join('---\n')}---\n`],
  ])('several saved in one file are all read, as %s', async (_name, ending, text) => {
    const read = await readProject({ [`run-services/all.${ending}`]: text });
    expect(read.names(RUN)).toEqual(['api', 'web']);
  });

  test.each([
    [
      'nothing',
      {},
      'NOT_CAPTURED',
      'there is no folder shop-prod; the script that plumbline export-commands prints fills it',
    ],
    [
      'nothing of it beside other files',
      { 'secrets.json': [] },
      'NOT_CAPTURED',
      'shop-prod/run-services.json is missing; it holds what this prints: gcloud run services list --project=shop-prod --format=json',
    ],
    [
      'a refusal',
      { 'run-services.json.error': 'ERROR: (gcloud.run.services.list) PERMISSION_DENIED: nope' },
      'DENIED',
      'shop-prod/run-services.json.error: ERROR: (gcloud.run.services.list) PERMISSION_DENIED: nope',
    ],
    [
      'a refusal beside an older list',
      { 'run-services.json': [knative('api')], 'run-services.json.error': 'ERROR: 429' },
      'THROTTLED',
      '(shop-prod/run-services.json may be older and is not used)',
    ],
    [
      'a refusal beside single services',
      { 'run-services/api.json': knative('api'), 'run-services.json.error': 'ERROR: 503' },
      'UNREACHABLE',
      '503',
    ],
    [
      'a list cut off',
      { 'run-services.json': JSON.stringify([knative('api')], null, 1).slice(0, 300) },
      'ERROR',
      'line 14, column',
    ],
    ['an empty file', { 'run-services.json': '' }, 'ERROR', 'is empty'],
    ['a YAML list of nothing', { 'run-services.yaml': '\n' }, 'ERROR', 'is empty'],
    ['one service instead of a list', { 'run-services.json': knative('api') }, 'ERROR', 'is not a list'],
    ['something else', { 'run-services.json': '"hello"' }, 'ERROR', 'is not a list'],
    ['prose', { 'run-services.json': 'Listed 0 items.' }, 'ERROR', "more than gcloud's answer"],
    [
      'single services one behind another instead of a list',
      { 'run-services.json': ['api', 'web'].map((name) => JSON.stringify(knative(name))).join('\n') },
      'ERROR',
      'several answers',
    ],
    [
      'the first page of v2',
      { 'run-services.json': { services: [v2('api')], nextPageToken: 'x' } },
      'ERROR',
      'first page',
    ],
    [
      'the first page of v1',
      { 'run-services.json': { items: [knative('api')], metadata: { continue: 'x' } } },
      'ERROR',
      'first page',
    ],
    [
      "Google's error body",
      {
        'run-services.json': {
          error: {
            code: 403,
            status: 'PERMISSION_DENIED',
            message: 'Cloud Run Admin API has not been used in project 1',
            details: [{ reason: 'SERVICE_DISABLED' }],
          },
        },
      },
      'API_DISABLED',
      'has not been used',
    ],
    [
      'two formats that differ',
      { 'run-services.json': [], 'run-services.yaml': stringify([knative('api')]) },
      'ERROR',
      'say different things',
    ],
    [
      'a region that did not answer',
      { 'run-services.json': { items: [], unreachable: ['us-central1'] } },
      'UNREACHABLE',
      'us-central1 did not answer',
    ],
    [
      'a region that did not answer in v2',
      { 'run-services.json': { unreachable: ['projects/p/locations/us-central1'] } },
      'UNREACHABLE',
      'us-central1 did not answer',
    ],
  ])('%s is never an empty estate', async (_name, files, status, detail) => {
    const read = await readProject(files);
    expect(read.outcome(RUN)).toMatchObject({ status, detail: expect.stringContaining(detail) });
    expect(read.documents).toEqual([]);
  });

  test('one silent region leaves the others read', async () => {
    const read = await readProject(
      {
        'run-services.json': { kind: 'ServiceList', items: [knative('api')], unreachable: ['europe-west1'] },
      },
      TARGET,
    );
    expect(read.outcome(RUN, 'us-central1').status).toBe('OK');
    expect(read.outcome(RUN, 'europe-west1').status).toBe('UNREACHABLE');
  });

  test('a v2 page says nothing of a second region', async () => {
    const read = await readProject(
      { 'run-services.json': { services: [v2('api')] } },
      { ...TARGET, regions: ['us-central1', 'europe-west1'] },
    );
    expect(read.outcome(RUN, 'us-central1').status).toBe('OK');
    expect(read.outcome(RUN, 'europe-west1').status).toBe('NOT_CAPTURED');
  });

  test.each([
    ['a revision', { ...knative('api-1'), kind: 'Revision' }, 'is a Revision, not a Cloud Run service'],
    ['a Kubernetes service', { ...knative('api'), apiVersion: 'v1' }, 'is a Service, not'],
    ['another project', v2('api', 'us-central1', 1, 'shop-dev'), 'belongs to project shop-dev'],
    ['no object', 7, 'is not a Cloud Run service'],
    [
      'another asset',
      { asset_type: 'run.googleapis.com/Job', resource: { data: {} } },
      'is not a Cloud Run service',
    ],
    ['a hostile name', knative('../../etc/passwd'), 'is a service with a name that Cloud Run does not allow'],
    ['no name', { ...knative('x'), metadata: {} }, 'is a service without a name'],
  ])('a foreign element is a gap beside what is read: %s', async (_name, element, detail) => {
    const read = await readProject({ 'run-services.json': [knative('web'), element] });
    expect(read.names(RUN)).toEqual(['web']);
    const { status, gaps } = read.outcome(RUN);
    expect({ status, gaps: { ...gaps } }).toEqual({
      status: 'OK',
      gaps: { '*': { status: 'ERROR', detail: expect.stringContaining(`run-services.json[1] ${detail}`) } },
    });
  });

  test.each([
    ['cut off in JSON', 'api.json', JSON.stringify(knative('api')).slice(0, 200), 'cannot be read: line 1'],
    ['cut off at a line of YAML', 'api.yaml', stringify(knative('api')).split('status:')[0], 'cut off'],
    ['foreign', 'api.json', [], 'is not a Cloud Run service'],
  ])(
    'a single file that is %s makes its service a gap, and no other',
    async (_name, file, content, detail) => {
      const read = await readProject({
        'run-services.json': [knative('api'), knative('web')],
        [`run-services/${file}`]: content,
      });
      expect(read.names(RUN)).toEqual(['web']);
      expect(read.outcome(RUN).status).toBe('OK');
      expect(read.outcome(RUN).gaps.api).toMatchObject({
        status: 'ERROR',
        detail: expect.stringContaining(detail),
      });
      expect(Object.keys(read.outcome(RUN).gaps)).toEqual(['api']);
    },
  );

  test.each([
    ['the same', knative('api'), ['api'], []],
    ['the same, read later', { ...knative('api', 'us-central1', 4), status: {} }, ['api'], []],
    ['the same in v2', v2('api'), ['api'], []],
    ['another', withIngress('internal'), [], ['api']],
    ['another in v2', { ...v2('api'), ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' }, [], ['api']],
  ])('list and single file that tell %s', async (_name, single, documents, gaps) => {
    const root = folderOf({
      'shop-prod/run-services.json': [knative('api')],
      'shop-prod/run-services/api.json': single,
    });
    const snapshot = await captureFolder(root);
    const reading = snapshot.readings.find(({ resource }) => resource === RUN)!;
    expect(Object.values(reading.documents).map(({ name }) => name)).toEqual(documents);
    expect(Object.keys(reading.gaps)).toEqual(gaps.map((name) => `run.services/us-central1/${name}`));
  });

  test('a refused describe takes nothing from the list', async () => {
    const read = await readProject({
      'run-services.json': [knative('api')],
      'run-services/api.json.error': 'ERROR: 403',
    });
    expect(read.names(RUN)).toEqual(['api']);
    expect(read.outcome(RUN).gaps).toEqual({});
  });
});
