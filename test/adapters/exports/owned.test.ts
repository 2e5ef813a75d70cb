import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { RESOURCE_CLASSES } from '../../../shared/snapshot/model.ts';
import { folderOf, knative, POLICY, readFolder, readProject, TARGET } from './setup.ts';

const EMAIL = 'cr-api@shop-prod.iam.gserviceaccount.com';
const ACCOUNT = { name: `projects/shop-prod/serviceAccounts/${EMAIL}`, email: EMAIL, uniqueId: '1' };
const KEY = { name: `projects/shop-prod/serviceAccounts/${EMAIL}/keys/abc`, keyType: 'USER_MANAGED' };
const secret = (id: string) => ({
  name: `projects/123456789012/secrets/${id}`,
  replication: { automatic: {} },
});
const version = (id: string, number = 1) => ({
  name: `projects/123456789012/secrets/${id}/versions/${number}`,
  state: 'ENABLED',
});
const API_KEY = { name: 'projects/1/locations/global/keys/k-1', uid: 'k-1', displayName: 'Browser key' };

/** What is answered without any optional file. */
const ANSWERED = RESOURCE_CLASSES.filter(
  (resource) => !/^run\.(jobs|workerPools|domainMappings)/.test(resource),
);

const WHOLE = {
  'run-services.json': [knative('api')],
  'run-iam/api.yaml': stringify(POLICY),
  'project-iam.yaml': stringify(POLICY),
  'service-accounts.json': [ACCOUNT],
  [`service-account-keys/${EMAIL}.json`]: [KEY],
  'secrets.json': [secret('TOKEN')],
  'secret-versions/TOKEN.json': [version('TOKEN', 2), version('TOKEN')],
  'secret-iam/TOKEN.json': { etag: 'ACAB' },
  'api-keys.json': [API_KEY],
};

describe('a whole project', () => {
  test('every class is read, each document under the name of its owner', async () => {
    const read = await readProject(WHOLE);
    expect(read.outcomes.map(({ resource }) => resource).sort()).toEqual([...ANSWERED].sort());
    expect(new Set(read.outcomes.map(({ status }) => status))).toEqual(new Set(['OK']));
    expect(read.outcomes.flatMap(({ gaps }) => Object.keys(gaps))).toEqual([]);
    expect(Object.fromEntries(ANSWERED.map((resource) => [resource, read.names(resource)]))).toEqual({
      'run.services': ['api'],
      'run.services.iamPolicy': ['api'],
      'run.revisions': [],
      'resourcemanager.projects.iamPolicy': ['shop-prod'],
      'iam.serviceAccounts': [EMAIL],
      'iam.serviceAccountKeys': [EMAIL],
      'secretmanager.secrets': ['TOKEN'],
      'secretmanager.versions': ['TOKEN'],
      'secretmanager.secrets.iamPolicy': ['TOKEN'],
      'apikeys.keys': ['k-1'],
    });
    expect(read.body('secretmanager.versions', 'TOKEN')).toEqual([version('TOKEN', 2), version('TOKEN')]);
  });

  test('REST answers give the same documents', async () => {
    const rest = await readProject({
      ...WHOLE,
      'service-accounts.json': { accounts: [ACCOUNT] },
      [`service-account-keys/${EMAIL}.json`]: { keys: [KEY] },
      'secrets.json': { secrets: [secret('TOKEN')], totalSize: 1 },
      'secret-versions/TOKEN.json': { versions: [version('TOKEN', 2), version('TOKEN')] },
      'api-keys.json': { keys: [API_KEY] },
    });
    expect(rest.documents).toEqual((await readProject(WHOLE)).documents);
  });

  test('a project without a folder is not captured in any class', async () => {
    const read = await readFolder(folderOf({ 'shop-dev/run-services.json': [] }));
    expect(read.outcomes.map(({ resource }) => resource).sort()).toEqual([...ANSWERED].sort());
    expect(new Set(read.outcomes.map(({ status }) => status))).toEqual(new Set(['NOT_CAPTURED']));
  });

  test('a pass that is stopped leaves gaps, nothing empty', async () => {
    const root = folderOf(Object.fromEntries(Object.entries(WHOLE).map(([k, v]) => [`shop-prod/${k}`, v])));
    const read = await readFolder(root, TARGET, AbortSignal.abort());
    expect(read.documents).toEqual([]);
    expect(read.outcomes.every(({ status }) => status !== 'OK')).toBe(true);
    expect(read.outcome('apikeys.keys').detail).toContain('the pass was stopped');
  });
});

describe('files that belong to an owner', () => {
  const OWNED = [
    [
      'run.services.iamPolicy',
      'run-iam',
      'api',
      'gcloud run services get-iam-policy api --region=us-central1',
    ],
    ['iam.serviceAccountKeys', 'service-account-keys', EMAIL, `keys list --iam-account=${EMAIL}`],
    ['secretmanager.versions', 'secret-versions', 'TOKEN', 'gcloud secrets versions list TOKEN'],
    ['secretmanager.secrets.iamPolicy', 'secret-iam', 'TOKEN', 'gcloud secrets get-iam-policy TOKEN'],
  ] as const;

  test.each(OWNED)(
    '%s: without any file the scope is not captured',
    async (resource, folder, owner, command) => {
      const files = Object.entries(WHOLE).filter(([path]) => !path.startsWith(`${folder}/`));
      const read = await readProject(Object.fromEntries(files));
      expect(read.outcome(resource)).toMatchObject({ status: 'NOT_CAPTURED' });
      expect(read.outcome(resource).detail).toContain(`shop-prod/${folder}/${owner}.json is missing`);
      expect(read.outcome(resource).detail).toContain(command);
    },
  );

  test.each([
    ['missing', {}, 'NOT_CAPTURED', 'secret-versions/OTHER.json is missing'],
    [
      'refused',
      { 'secret-versions/OTHER.json.error': 'ERROR: PERMISSION_DENIED' },
      'DENIED',
      'PERMISSION_DENIED',
    ],
    ['cut off', { 'secret-versions/OTHER.json': '[{"name": "pro' }, 'ERROR', 'cut off'],
    [
      'of another secret',
      { 'secret-versions/OTHER.json': [version('TOKEN')] },
      'ERROR',
      'another owner at [0]',
    ],
    ['a policy', { 'secret-versions/OTHER.json': POLICY }, 'ERROR', 'is not a list'],
    ['something else', { 'secret-versions/OTHER.json': [{ a: 1 }] }, 'ERROR', 'no version'],
    [
      'a first page',
      { 'secret-versions/OTHER.json': { versions: [version('OTHER')], nextPageToken: 'n' } },
      'ERROR',
      'first page',
    ],
  ])('one file that is %s is a gap of its owner alone', async (_name, files, status, detail) => {
    const read = await readProject({
      ...WHOLE,
      'secrets.json': [secret('TOKEN'), secret('OTHER')],
      ...files,
    });
    const { status: whole, gaps } = read.outcome('secretmanager.versions');
    expect({ whole, gaps: { ...gaps } }).toEqual({
      whole: 'OK',
      gaps: { OTHER: { status, detail: expect.stringContaining(detail) } },
    });
    expect(read.names('secretmanager.versions')).toEqual(['TOKEN']);
  });

  test.each([
    ['not an object', '[]', 'is not an IAM policy'],
    ['something else', '{"name":"x"}', 'is not an IAM policy'],
    ['a lone binding', '{"role":"roles/viewer","members":[]}', 'is not an IAM policy'],
    ['cut off in YAML', 'bindings:\n- members:\n  - allUsers\n', 'bindings[0]; is the file cut off?'],
    [
      'asked at version 1',
      '{"bindings":[{"role":"roles/viewer_withcond_0a1b2c","members":[]}]}',
      'without its conditions',
    ],
  ])('a policy that is %s is no policy', async (_name, content, detail) => {
    const read = await readProject({ ...WHOLE, 'project-iam.yaml': content });
    expect(read.outcome('resourcemanager.projects.iamPolicy')).toMatchObject({
      status: 'ERROR',
      detail: expect.stringContaining(detail),
    });
  });

  test.each([
    ['{}', '{}'],
    ['no bindings', 'etag: BwZaEhqsPow=\nversion: 1\n'],
  ])('a policy without bindings is a policy: %s', async (_name, content) => {
    const read = await readProject({ ...WHOLE, 'project-iam.yaml': content });
    expect(read.outcome('resourcemanager.projects.iamPolicy').status).toBe('OK');
  });

  test('owners that were all refused are one gap', async () => {
    const read = await readProject({
      'secrets.json': [secret('A'), secret('B')],
      'secret-iam/A.json.error': 'ERROR: PERMISSION_DENIED: no',
      'secret-iam/B.json.error': 'ERROR: PERMISSION_DENIED: no',
    });
    expect(read.outcome('secretmanager.secrets.iamPolicy')).toMatchObject({
      status: 'DENIED',
      detail: expect.stringMatching(
        /^none of 2 was read, the first because .*A\.json\.error: ERROR: PERMISSION_DENIED: no$/,
      ),
    });
  });

  test('a refusal for a whole folder is one gap', async () => {
    const read = await readProject({ ...WHOLE, 'secret-iam.error': 'ERROR: RESOURCE_EXHAUSTED' });
    expect(read.outcome('secretmanager.secrets.iamPolicy').status).toBe('THROTTLED');
    expect(read.outcome('secretmanager.versions').status).toBe('OK');
  });

  test('no owners, nothing to read', async () => {
    const read = await readProject({ 'secrets.json': [] });
    expect(read.outcome('secretmanager.versions')).toMatchObject({ status: 'OK', detail: null });
  });

  test('an empty list of owners beside their files is a failed list', async () => {
    const read = await readProject({ ...WHOLE, 'secrets.json': [] });
    expect(read.outcome('secretmanager.secrets').status).toBe('ERROR');
    expect(read.outcome('secretmanager.versions').status).toBe('NOT_CAPTURED');
  });

  test('files whose list is missing are read, and the rest is a gap', async () => {
    const { 'secrets.json': _list, 'run-services.json': _services, ...rest } = WHOLE;
    const read = await readProject(rest);
    for (const resource of ['secretmanager.versions', 'secretmanager.secrets.iamPolicy'] as const) {
      expect(read.names(resource)).toEqual(['TOKEN']);
      expect(read.outcome(resource).gaps['*']).toMatchObject({ status: 'NOT_CAPTURED' });
    }
    expect(read.names('run.services.iamPolicy')).toEqual(['api']);
  });

  test('files whose list was refused may be of any age and are not used', async () => {
    const { 'secrets.json': _list, ...rest } = WHOLE;
    const read = await readProject({ ...rest, 'secrets.json.error': 'ERROR: 503' });
    expect(read.names('secretmanager.versions')).toEqual([]);
    expect(read.outcome('secretmanager.versions').status).toBe('NOT_CAPTURED');
  });

  test('what an earlier export left of a deleted secret is nothing', async () => {
    const read = await readProject({ ...WHOLE, 'secret-versions/GONE.json': [version('GONE')] });
    expect(read.names('secretmanager.versions')).toEqual(['TOKEN']);
    expect(read.outcome('secretmanager.versions').gaps).toEqual({});
  });

  test('a foreign element of a list leaves the others read and the scope open', async () => {
    const foreign = { ...ACCOUNT, email: 'x@shop-dev.iam.gserviceaccount.com', projectId: 'shop-dev' };
    const read = await readProject({ ...WHOLE, 'service-accounts.json': [ACCOUNT, foreign] });
    const { gaps } = read.outcome('iam.serviceAccounts');
    expect(gaps['*']?.detail).toContain(
      'service-accounts.json[1] is nothing of iam.serviceAccounts in shop-prod',
    );
    expect(Object.keys(gaps)).toEqual(['*']);
    expect(read.names('iam.serviceAccounts')).toEqual([EMAIL]);
  });

  test('a secret may be called as it likes', async () => {
    const read = await readProject({ 'secrets.json': [secret('__proto__'), secret('constructor')] });
    expect(read.names('secretmanager.secrets')).toEqual(['__proto__', 'constructor']);
    expect(read.outcome('secretmanager.versions').status).toBe('NOT_CAPTURED');
  });
});

describe('one name in two regions', () => {
  const both = { ...TARGET, regions: ['us-central1', 'europe-west1'] };
  const services = [knative('api'), knative('api', 'europe-west1'), knative('web')];

  test('a policy that names no region is nobody’s', async () => {
    const read = await readProject(
      { 'run-services.json': services, 'run-iam/api.json': POLICY, 'run-iam/web.json': POLICY },
      both,
    );
    expect(read.names('run.services.iamPolicy', 'us-central1')).toEqual(['web']);
    expect(read.outcome('run.services.iamPolicy', 'us-central1').gaps.api?.detail).toContain(
      'api.REGION.json',
    );
    expect(read.outcome('run.services.iamPolicy', 'europe-west1').status).toBe('ERROR');
  });

  test('files that name the region are told apart', async () => {
    const read = await readProject(
      {
        'run-services.json': services,
        'run-iam/api.us-central1.json': POLICY,
        'run-iam/api.europe-west1.json': { etag: 'ACAB' },
        'run-iam/web.json': POLICY,
      },
      both,
    );
    expect(read.names('run.services.iamPolicy', 'us-central1')).toEqual(['api', 'web']);
    expect(
      read.documents.find(
        ({ resource, region }) => resource.endsWith('s.iamPolicy') && region === 'europe-west1',
      )?.body,
    ).toEqual({ etag: 'ACAB' });
  });
});
