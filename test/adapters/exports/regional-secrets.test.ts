import { describe, expect, test } from '@jest/globals';
import { type Exported, readProject } from './setup.ts';

const secret = (id: string) => ({ name: `projects/1/secrets/${id}`, replication: { automatic: {} } });
const GLOBAL = {
  'secrets.json': [secret('TOKEN')],
  'secret-versions/TOKEN.json': [{ name: 'projects/1/secrets/TOKEN/versions/1', state: 'ENABLED' }],
  'secret-iam/TOKEN.json': { etag: 'ACAB' },
};
const ofSecrets = ({ outcomes }: Exported) =>
  outcomes.filter(({ resource }) => resource.startsWith('secretmanager'));

describe('secrets of a region', () => {
  const regional = (id: string) => ({ name: `projects/1/locations/us-central1/secrets/${id}` });
  const version1 = { name: 'projects/1/locations/us-central1/secrets/TOKEN/versions/1', state: 'ENABLED' };
  const REGIONAL = {
    ...GLOBAL,
    'secrets.us-central1.json': [regional('TOKEN')],
    'secret-versions/TOKEN.us-central1.json': [version1],
    'secret-iam/TOKEN.us-central1.json': {},
  };

  test('are scopes of their own', async () => {
    const read = await readProject(REGIONAL);
    expect(read.names('secretmanager.secrets', 'us-central1')).toEqual(['TOKEN']);
    expect(read.names('secretmanager.versions')).toEqual(['TOKEN', 'TOKEN']);
    expect(
      ofSecrets(read).filter(({ status, gaps }) => status !== 'OK' || Object.keys(gaps).length > 0),
    ).toEqual([]);
  });

  test('without their list nothing is said of them', async () => {
    const read = await readProject(GLOBAL);
    expect(read.outcomes.filter(({ resource }) => resource === 'secretmanager.secrets')).toHaveLength(1);
  });

  test('never take the file of a global one', async () => {
    const { 'secret-versions/TOKEN.us-central1.json': _versions, ...files } = REGIONAL;
    const read = await readProject(files);
    expect(read.outcome('secretmanager.versions', 'us-central1')).toMatchObject({
      status: 'NOT_CAPTURED',
      detail: expect.stringMatching(
        /secret-versions\/TOKEN\.us-central1\.json is missing.*versions list TOKEN .*--location=us-central1/,
      ),
    });
    expect(read.outcome('secretmanager.versions').status).toBe('OK');
  });

  test('are no elements of the global list, nor global ones of theirs', async () => {
    const read = await readProject({
      ...REGIONAL,
      'secrets.json': [secret('TOKEN'), regional('LOST')],
      'secrets.us-central1.json': [regional('TOKEN'), secret('LOST')],
    });
    expect(read.outcome('secretmanager.secrets').gaps['*']?.detail).toContain('secrets.json[1]');
    expect(read.outcome('secretmanager.secrets', 'us-central1').gaps['*']?.detail).toContain(
      'central1.json[1]',
    );
  });

  test('an empty list beside files of the other kind alone is empty', async () => {
    const { 'secret-versions/TOKEN.json': _versions, 'secret-iam/TOKEN.json': _iam, ...files } = REGIONAL;
    const read = await readProject({ ...files, 'secrets.json': [] });
    expect(read.outcome('secretmanager.secrets').status).toBe('OK');
    const none = await readProject({ ...GLOBAL, 'secrets.us-central1.json': [] });
    expect(none.outcome('secretmanager.secrets', 'us-central1').status).toBe('OK');
  });
});
