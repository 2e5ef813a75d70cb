import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { folderOf, POLICY, readFolder, TARGET } from './setup.ts';

const API_KEY = { name: 'projects/1/locations/global/keys/k-1', uid: 'k-1', displayName: 'Browser key' };

describe('the folder’s edges', () => {
  test('a link that leads out is not followed, one that stays inside is', async () => {
    const outside = folderOf({ 'project-iam.json': POLICY });
    const root = folderOf({ 'shop-prod/x.txt': '', 'saved/keys.json': [API_KEY] });
    symlinkSync(join(outside, 'project-iam.json'), join(root, 'shop-prod/project-iam.json'));
    symlinkSync(join(root, 'saved/keys.json'), join(root, 'shop-prod/api-keys.json'));
    const read = await readFolder(root);
    expect(read.outcome('resourcemanager.projects.iamPolicy')).toMatchObject({
      status: 'ERROR',
      detail: 'shop-prod/project-iam.json leads out of the exports folder and is not followed',
    });
    expect(read.names('apikeys.keys')).toEqual(['k-1']);
  });

  test('a linked folder outside is not read either', async () => {
    const outside = folderOf({ 'shop-prod/project-iam.json': POLICY });
    const root = folderOf({ 'a/b.txt': '' });
    symlinkSync(join(outside, 'shop-prod'), join(root, 'shop-prod'));
    const read = await readFolder(root);
    expect(read.documents).toEqual([]);
    expect(read.outcome('resourcemanager.projects.iamPolicy').status).toBe('ERROR');
  });

  test.each<[string, (root: string) => void, string, string]>([
    ['no folder', () => undefined, 'NOT_CAPTURED', 'there is no folder shop-prod; the script'],
    [
      'an empty one',
      (root) => mkdirSync(join(root, 'shop-prod')),
      'NOT_CAPTURED',
      'the folder shop-prod is empty; the script',
    ],
    [
      'a file',
      (root) => writeFileSync(join(root, 'shop-prod'), ''),
      'ERROR',
      'the folder shop-prod cannot be read (ENOTDIR)',
    ],
  ])('of a project without exports every scope says the same: %s', async (_, make, status, words) => {
    const root = folderOf({ 'a/b.txt': '' });
    make(root);
    const { outcomes } = await readFolder(root);
    expect(outcomes.length).toBeGreaterThan(5);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status, detail: expect.stringContaining(words) });
  });

  test('a project that names another folder holds nothing', async () => {
    const root = folderOf({ 'project-iam.json': POLICY, 'x/y.txt': '' });
    for (const project of ['.', '..', 'x/..', '']) {
      const read = await readFolder(join(root), { ...TARGET, project });
      expect(read.documents).toEqual([]);
    }
  });

  test('a folder in a file’s place and a dangling link are gaps', async () => {
    const root = folderOf({ 'shop-prod/x.txt': '' });
    mkdirSync(join(root, 'shop-prod/project-iam.json'));
    symlinkSync(join(root, 'nowhere'), join(root, 'shop-prod/api-keys.json'));
    const read = await readFolder(root);
    expect(read.outcome('resourcemanager.projects.iamPolicy').detail).toContain('is not a file');
    expect(read.outcome('apikeys.keys').detail).toContain('cannot be opened (ENOENT)');
  });

  test.each([
    [
      'packed',
      'project-iam.json.gz',
      Buffer.from('1f8b0800', 'hex'),
      'is compressed: unpack it as project-iam.json',
    ],
    [
      'packed under its own name',
      'project-iam.json',
      Buffer.from('1f8b0800', 'hex'),
      'is compressed: unpack it',
    ],
    [
      'with an ending more',
      'project-iam.json.txt',
      '{}',
      'is not read under that name: call it project-iam.json',
    ],
    ['in other letters', 'Project-IAM.JSON', '{}', 'is not read under that name: call it project-iam.json'],
    ['that was not written to its end', 'project-iam.json.part', '{', 'is missing'],
    ['of something else', 'project-iam-old.json', '{}', 'is missing'],
  ])('a file %s is told as what it is', async (_name, file, content, detail) => {
    const read = await readFolder(folderOf({ [`shop-prod/${file}`]: content }));
    const outcome = read.outcome('resourcemanager.projects.iamPolicy');
    expect(outcome.status).not.toBe('OK');
    expect(outcome.detail).toContain(detail);
  });

  test('a secret whose name differs in its letters alone is another secret', async () => {
    const files = { 'secrets.json': [{ name: 'projects/1/secrets/key' }], 'secret-versions/KEY.json': [] };
    const placed = Object.entries(files).map(([path, content]) => [`shop-prod/${path}`, content]);
    const read = await readFolder(folderOf(Object.fromEntries(placed)));
    expect(JSON.stringify(read.outcomes)).toContain('secret-versions/key.json is missing');
  });

  test.each(['utf16le', 'utf-16be'])('%s without a byte order mark is read', async (encoding) => {
    const bytes = Buffer.from(JSON.stringify(POLICY), 'utf16le');
    const content = encoding === 'utf16le' ? bytes : bytes.swap16();
    const read = await readFolder(folderOf({ 'shop-prod/project-iam.json': content }));
    expect(read.outcome('resourcemanager.projects.iamPolicy').status).toBe('OK');
  });

  test('other files are nobody’s business', async () => {
    const root = folderOf({ 'shop-prod/secrets.json': [], 'shop-prod/secret-versions/.DS_Store': 'x' });
    writeFileSync(join(root, 'shop-prod/secret-versions/A.json.part'), '[');
    const read = await readFolder(root);
    expect(read.outcome('secretmanager.versions').status).toBe('OK');
  });
});
