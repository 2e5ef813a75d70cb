import { describe, expect, test } from '@jest/globals';
import { type Answer, runScript, serviceLine } from './fake-gcloud.ts';
import { knative } from './setup.ts';

function traffic(api: string): Record<string, Answer> {
  return {
    'run services list +names': {
      out: `${serviceLine('api', 'us-central1', api)}${serviceLine('web')}`,
    },
  };
}

describe('revisions', () => {
  test.each([
    ['an older one takes all traffic', 'api-00001-a=100'],
    ['an older one takes some', 'api-00002-b=90 api-00001-a=10'],
    ['an older one beside a tag', 'api-00001-a=100 api-00002-b=None'],
  ])('are asked for where %s', (_name, shares) => {
    const { calls, files, status } = runScript(traffic(shares));
    expect(calls.filter((call) => call.startsWith('run revisions'))).toEqual([
      expect.stringContaining('run revisions list --service=api --region=us-central1 --project=shop-prod'),
    ]);
    expect(files).toContain('shop-prod/run-revisions/api.json');
    expect(status).toBe(0);
  });

  test.each([
    ['the newest takes all', 'api-00002-b=100'],
    ['an older one is only tagged', 'api-00002-b=100 api-00001-a=None'],
    ['an older one takes nothing', 'api-00002-b=100 api-00001-a=0 api-00000-z='],
    ['nothing serves yet', ''],
  ])('are not asked for where %s', (_name, shares) => {
    const { calls } = runScript(traffic(shares));
    expect(calls.filter((call) => call.startsWith('run revisions'))).toEqual([]);
  });

  test('that are refused are a failure', () => {
    const refused = { 'run revisions list': { err: 'ERROR: PERMISSION_DENIED', status: 1 } };
    const { files, status } = runScript({ ...traffic('api-00001-a=100'), ...refused });
    expect(files).toContain('shop-prod/run-revisions/api.json.error');
    expect(status).toBe(1);
  });
});

describe('commands that not every gcloud has, and lists that few may see', () => {
  test.each([
    ['an older gcloud', "ERROR: (gcloud.beta.run) Invalid choice: 'worker-pools'."],
    [
      'a gcloud without beta commands',
      'You do not currently have this command group installed.  Using it requires the installation of components: [beta]',
    ],
  ])('%s leaves worker pools out and says so', async (_name, err) => {
    const result = runScript({ 'beta run worker-pools list': { err, status: 1 } });
    expect(result.files.filter((name) => name.includes('worker-pools'))).toEqual([]);
    expect(result.stderr).toContain('gcloud beta run worker-pools');
    expect(result.status).toBe(0);
    const { outcomes } = await result.read();
    expect(outcomes.filter(({ resource }) => resource === 'run.workerPools')).toEqual([]);
  });

  test('worker pools that are refused are a failure and a gap', async () => {
    const result = runScript({
      'beta run worker-pools list': { err: 'ERROR: PERMISSION_DENIED', status: 1 },
    });
    expect(result.status).toBe(1);
    expect((await result.read()).outcome('run.workerPools').status).toBe('DENIED');
  });

  test('domain mappings that are refused are not visible, and the export is complete without', async () => {
    const result = runScript({
      'beta run domain-mappings list': {
        err: 'ERROR: PERMISSION_DENIED: run.domainmappings.list',
        status: 1,
      },
    });
    expect(result.files).toContain('shop-prod/domain-mappings.json.error');
    expect(result.stderr).toMatch(/not visible: .*domain-mappings.json/);
    expect(result.status).toBe(0);
    expect((await result.read()).outcome('run.domainMappings')).toMatchObject({
      status: 'NOT_CAPTURED',
      detail: expect.stringContaining('not visible'),
    });
  });

  test('domain mappings are asked for in every region of the contract and of services', () => {
    const services = { out: [knative('api'), knative('web', 'asia-east1')] };
    const { files, calls } = runScript(
      {
        'run services list': services,
        'run services list +names': { out: `${serviceLine('api')}${serviceLine('web', 'asia-east1')}` },
      },
      { regions: ['us-central1', 'europe-west1'] },
    );
    expect(files.filter((name) => name.includes('domain'))).toEqual([
      'shop-prod/domain-mappings.asia-east1.json',
      'shop-prod/domain-mappings.europe-west1.json',
      'shop-prod/domain-mappings.us-central1.json',
    ]);
    expect(calls.filter((call) => call.includes('domain-mappings'))).toHaveLength(3);
  });

  test('an export of fewer regions leaves no mapping of an earlier one behind', () => {
    const first = runScript({}, { regions: ['us-central1', 'europe-west1'] });
    const second = runScript({}, { into: first.into });
    expect(second.files.filter((name) => name.includes('domain'))).toEqual([
      'shop-prod/domain-mappings.json',
    ]);
  });
});

describe('regional secrets', () => {
  const REGIONAL: Record<string, Answer> = {
    'secrets list +region': { out: [{ name: 'projects/1/locations/us-central1/secrets/TOKEN' }] },
    'secrets list +names +region': { out: 'TOKEN\n' },
    'secrets versions list +region': {
      out: [{ name: 'projects/1/locations/us-central1/secrets/TOKEN/versions/1', state: 'ENABLED' }],
    },
    'secrets get-iam-policy +region': { out: { etag: 'ACAB' } },
  };

  test('are exported region by region, apart from a global secret of the same name', async () => {
    const result = runScript(REGIONAL);
    expect(result.files.filter((name) => name.includes('secret'))).toEqual([
      'shop-prod/secret-iam/TOKEN.json',
      'shop-prod/secret-iam/TOKEN.us-central1.json',
      'shop-prod/secret-versions/TOKEN.json',
      'shop-prod/secret-versions/TOKEN.us-central1.json',
      'shop-prod/secrets.json',
      'shop-prod/secrets.us-central1.json',
    ]);
    const read = await result.read();
    for (const resource of ['secretmanager.secrets', 'secretmanager.versions'] as const) {
      const places = read.documents.filter((one) => one.resource === resource);
      expect(places.map(({ region, name }) => [region, name])).toEqual([
        [null, 'TOKEN'],
        ['us-central1', 'TOKEN'],
      ]);
    }
    expect(read.outcomes.flatMap(({ gaps }) => Object.keys(gaps))).toEqual([]);
  });

  test('whose region refuses are a gap of the region alone', async () => {
    const refused = { 'secrets list +region': { out: [], err: 'ERROR: PERMISSION_DENIED', status: 1 } };
    const result = runScript(refused);
    expect(result.status).toBe(1);
    const read = await result.read();
    const of = (region: string | null) =>
      read.outcomes.filter((one) => one.region === region && one.resource.startsWith('secretmanager'));
    expect(of(null).map(({ status }) => status)).toEqual(['OK', 'OK', 'OK']);
    expect(of('us-central1').map(({ status }) => status)).toEqual(['DENIED', 'NOT_CAPTURED', 'NOT_CAPTURED']);
  });
});
