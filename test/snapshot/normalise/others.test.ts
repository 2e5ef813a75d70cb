import { describe, expect, test } from '@jest/globals';
import type { ResourceClass } from '../../../shared/snapshot/model.ts';
import { answerOf, documentOf } from '../../properties/read.ts';

const fieldsOf = (resource: ResourceClass, name: string, body: unknown) =>
  documentOf(resource, name, body).fields;

describe('a service account', () => {
  const account = {
    name: 'projects/p/serviceAccounts/a@p',
    email: 'a@p',
    uniqueId: '10',
    projectId: 'p',
    oauth2ClientId: '10',
    etag: 'x',
  };

  test('keeps what it is, and says nothing of not being disabled', () => {
    const full = { ...account, displayName: 'A', description: 'does', disabled: false };
    expect(fieldsOf('iam.serviceAccounts', 'a@p', full)).toEqual({
      displayName: 'A',
      description: 'does',
      uniqueId: '10',
    });
    expect(fieldsOf('iam.serviceAccounts', 'a@p', account)).toEqual({ uniqueId: '10' });
    expect(fieldsOf('iam.serviceAccounts', 'a@p', { ...account, disabled: true })).toEqual({
      uniqueId: '10',
      disabled: true,
    });
  });
});

describe('keys of an account', () => {
  const key = (id: string, more: object) => ({ name: `projects/p/serviceAccounts/a@p/keys/${id}`, ...more });
  const user = key('k1', {
    keyType: 'USER_MANAGED',
    keyOrigin: 'GOOGLE_PROVIDED',
    keyAlgorithm: 'KEY_ALG_RSA_2048',
    validAfterTime: '2023-05-29T23:45:36Z',
    validBeforeTime: '9999-12-31T23:59:59Z',
  });
  const kept = {
    keyOrigin: 'GOOGLE_PROVIDED',
    keyAlgorithm: 'KEY_ALG_RSA_2048',
    validAfterTime: '2023-05-29T23:45:36Z',
  };
  const fields = (body: unknown) => fieldsOf('iam.serviceAccountKeys', 'a@p', body);

  test('are the user-managed ones, by id; one that never expires says no end', () => {
    const system = key('k2', { keyType: 'SYSTEM_MANAGED', validBeforeTime: '2027-03-28T03:17:36Z' });
    expect(fields([user, system])).toEqual({ keys: { k1: kept } });
    expect(fields({ keys: [system, user] })).toEqual({ keys: { k1: kept } });
    expect(fields([system])).toEqual({});
    expect(fields({})).toEqual({});
  });

  test('are loud where one ends, is disabled or exposed', () => {
    const other = {
      ...user,
      validBeforeTime: '2027-01-01T00:00:00Z',
      disabled: true,
      disableReason: 'EXPOSED',
    };
    expect(fields([other])).toEqual({
      keys: {
        k1: { ...kept, validBeforeTime: '2027-01-01T00:00:00Z', disabled: true, disableReason: 'EXPOSED' },
      },
    });
  });

  test('are never the material itself', () => {
    const text = JSON.stringify(fields([{ ...user, privateKeyData: 'canary-1', publicKeyData: 'canary-2' }]));
    expect(text).not.toContain('canary');
    expect(
      answerOf('iam.serviceAccountKeys', 'a@p', { type: 'service_account', private_key: 'canary' }),
    ).toEqual({
      ok: false,
      problem: expect.not.stringContaining('canary'),
    });
  });
});

describe('a secret', () => {
  const secret = {
    name: 'projects/450503644772/secrets/s',
    createTime: '2020-05-28T03:40:25Z',
    replication: { automatic: {} },
  };
  const fields = (body: object) => fieldsOf('secretmanager.secrets', 's', { ...secret, ...body });
  const userManaged = (...locations: string[]) => ({
    replication: { userManaged: { replicas: locations.map((location) => ({ location })) } },
  });

  test('keeps its intent', () => {
    expect(
      fields({
        etag: '"1"',
        labels: { app: 'x' },
        topics: [{ name: 'projects/450503644772/topics/b' }, { name: 'projects/shop-prod/topics/a' }],
        versionAliases: { live: '3' },
        versionDestroyTtl: '86400s',
        rotation: { nextRotationTime: '2026-03-01T00:00:00Z', rotationPeriod: '2592000.0s' },
      }),
    ).toEqual({
      labels: { app: 'x' },
      replication: { automatic: {} },
      rotation: { rotationPeriod: '2592000s' },
      topics: ['projects/shop-prod/topics/a', 'projects/shop-prod/topics/b'],
      versionAliases: { live: 3 },
      versionDestroyTtl: '86400s',
    });
  });

  test('tells when it is to be rotated next, beside what is compared', () => {
    const rotation = { nextRotationTime: '2026-03-01T00:00:00Z', rotationPeriod: '2592000s' };
    const { evidence } = documentOf('secretmanager.secrets', 'S', {
      name: 'projects/p/secrets/S',
      createTime: '2026-01-01T00:00:00Z',
      rotation,
    });
    expect(evidence).toEqual({
      createTime: '2026-01-01T00:00:00Z',
      nextRotationTime: '2026-03-01T00:00:00Z',
    });
  });

  test.each([
    ['its next rotation and etag', {}, { etag: 'y', rotation: { nextRotationTime: '2027-01-01T00:00:00Z' } }],
    ['the order of replicas', userManaged('b', 'a'), userManaged('a', 'b')],
  ])('is not changed by %s', (_, one, other) => {
    expect(fields(other)).toEqual(fields(one));
  });

  test.each([
    ['another replication', {}, userManaged('a')],
    ['another replica', userManaged('a'), userManaged('a', 'b')],
    [
      'a key',
      { replication: { automatic: {} } },
      { replication: { automatic: { customerManagedEncryption: { kmsKeyName: 'k' } } } },
    ],
    ['an annotation', {}, { annotations: { 'plumbline-fingerprint': '3:abc' } }],
    ['something unheard of', {}, { tags: { a: 'b' } }],
  ])('is changed by %s', (_, one, other) => {
    expect(fields(other)).not.toEqual(fields(one));
  });

  test.each([
    ['another secret', { ...secret, name: 'projects/1/secrets/other' }],
    ['a version', { name: 'projects/1/secrets/s/versions/1', state: 'ENABLED' }],
    ['nothing of a secret', { state: 'ENABLED' }],
    ['a list', [secret]],
  ])('%s is not it', (_, body) => {
    expect(answerOf('secretmanager.secrets', 's', body).ok).toBe(false);
  });
});

describe('versions of a secret', () => {
  const version = (number: number, state: unknown) => ({
    name: `projects/1/secrets/s/versions/${number}`,
    state,
    createTime: '2021-02-25T16:11:14.044771Z',
    etag: `"${number}"`,
  });

  test('are those that live; the destroyed are told as evidence', () => {
    const { fields, evidence } = documentOf('secretmanager.versions', 's', [
      version(3, 'ENABLED'),
      version(2, 2),
      version(1, 'DESTROYED'),
    ]);
    expect(fields).toEqual({ versions: { '2': { state: 'DISABLED' }, '3': { state: 'ENABLED' } } });
    expect(evidence).toEqual({
      versions: {
        '1': { state: 'DESTROYED', createTime: '2021-02-25T16:11:14.044771Z' },
        '2': { state: 'DISABLED', createTime: '2021-02-25T16:11:14.044771Z' },
        '3': { state: 'ENABLED', createTime: '2021-02-25T16:11:14.044771Z' },
      },
    });
  });

  test('may be none, but not a document of another kind', () => {
    expect(documentOf('secretmanager.versions', 's', [])).toEqual({ name: 's', fields: {}, evidence: {} });
    expect(documentOf('secretmanager.versions', 's', { totalSize: 0 }).fields).toEqual({});
    expect(answerOf('secretmanager.versions', 's', { error: {} }).ok).toBe(false);
    expect(answerOf('secretmanager.versions', 's', [{ state: 'ENABLED' }]).ok).toBe(false);
    expect(answerOf('secretmanager.versions', 's', ['1']).ok).toBe(false);
  });
});

describe('an API key', () => {
  const key = {
    name: 'projects/1/locations/global/keys/u-1',
    uid: 'u-1',
    displayName: 'Browser key',
    createTime: 't',
    etag: 'x',
  };
  const fields = (restrictions?: object) => fieldsOf('apikeys.keys', 'u-1', { ...key, restrictions });

  test('is its name and restrictions, every list a set', () => {
    const one = fields({
      apiTargets: [{ service: 'b.googleapis.com' }, { service: 'a.googleapis.com', methods: ['y', 'x'] }],
      browserKeyRestrictions: { allowedReferrers: ['https://b/*', 'https://a/*'] },
    });
    expect(one).toEqual({
      displayName: 'Browser key',
      restrictions: {
        apiTargets: [{ methods: ['x', 'y'], service: 'a.googleapis.com' }, { service: 'b.googleapis.com' }],
        browserKeyRestrictions: { allowedReferrers: ['https://a/*', 'https://b/*'] },
      },
    });
  });

  test('restricted to nothing is not unrestricted', () => {
    expect(fields({ serverKeyRestrictions: {} })).not.toEqual(fields());
    expect(fields({})).toEqual(fields());
  });

  test('never shows its string', () => {
    const body = { ...key, keyString: 'AIzaCanaryCanaryCanary123' };
    expect(JSON.stringify(documentOf('apikeys.keys', 'u-1', body))).not.toContain('Canary');
  });
});
