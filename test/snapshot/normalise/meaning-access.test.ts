import { describe, expect, test } from '@jest/globals';
import { canonicalDocument } from '../../../shared/snapshot/normalise.ts';
import { reduce } from '../../properties/read.ts';
import { type Rule, testRules } from './meaning.ts';

const policy = (members: string[], more: object = {}) => ({ bindings: [{ role: 'r', members, ...more }] });
const at = (member: string) => `iamPolicy.bindings.r["${member}"]`;
const TITLE = { condition: { title: 't', expression: 'e' } };

const POLICIES: Rule[] = [
  {
    rule: 'a policy without bindings is an empty one',
    same: [{ etag: 'x' }, {}, { bindings: [] }, { version: 3, bindings: null }],
    loud: [[policy(['allUsers']), 'iamPolicy.bindings.r.allUsers']],
  },
  {
    rule: 'emails are names without letter case',
    same: [
      policy(['group:Ops@X.com']),
      policy(['group:ops@x.com']),
      policy(['group:ops@x.com', 'group:OPS@x.com']),
    ],
    loud: [
      [policy(['group:ops2@x.com']), at('group:ops2@x.com'), at('group:ops@x.com')],
      [policy(['user:ops@x.com']), at('group:ops@x.com'), at('user:ops@x.com')],
    ],
  },
  {
    rule: 'a deleted member is another than the one who lives, and than the next of its name',
    same: [policy(['deleted:group:Ops@x.com?uid=7']), policy(['deleted:group:ops@x.com?uid=7'])],
    loud: [
      [policy(['group:ops@x.com']), at('deleted:group:ops@x.com?uid=7'), at('group:ops@x.com')],
      [
        policy(['deleted:group:ops@x.com?uid=8']),
        at('deleted:group:ops@x.com?uid=7'),
        at('deleted:group:ops@x.com?uid=8'),
      ],
    ],
  },
  {
    rule: 'bindings and members are sets of facts, and a condition is part of the fact',
    same: [
      { bindings: [...policy(['user:a', 'user:b'], TITLE).bindings, ...policy(['user:a']).bindings] },
      { bindings: [...policy(['user:a']).bindings, ...policy(['user:b', 'user:a'], TITLE).bindings] },
    ],
    loud: [
      [policy(['user:a', 'user:b'], TITLE), at('user:a')],
      [policy(['user:a', 'user:b']), at('user:a'), at('user:b')],
    ],
  },
  {
    rule: 'kinds of log by name or number',
    same: [
      { auditConfigs: [{ service: 's', auditLogConfigs: [{ logType: 'DATA_READ' }, { logType: 1 }] }] },
      { auditConfigs: [{ service: 's', auditLogConfigs: [{ logType: 'ADMIN_READ' }, { logType: 3 }] }] },
    ],
    loud: [
      [
        { auditConfigs: [{ service: 's', auditLogConfigs: [{ logType: 'DATA_READ' }] }] },
        'iamPolicy.auditConfigs.s.ADMIN_READ',
      ],
    ],
  },
];

const key = (more: object) => [
  { name: 'projects/p/serviceAccounts/a/keys/k', keyType: 'USER_MANAGED', ...more },
];

const KEYS: Rule[] = [
  {
    rule: 'a key that never expires has no end, however that is said',
    same: [key({ validBeforeTime: '9999-12-31T23:59:59Z' }), key({}), { keys: key({ keyType: 1 }) }],
    loud: [[key({ validBeforeTime: '2027-12-31T23:59:59Z' }), 'keys.k.validBeforeTime']],
  },
  {
    rule: 'a key is known by its kind, by name or number',
    same: [
      key({ keyAlgorithm: 2, keyOrigin: 2 }),
      key({ keyAlgorithm: 'KEY_ALG_RSA_2048', keyOrigin: 'GOOGLE_PROVIDED' }),
    ],
    loud: [
      [key({ keyAlgorithm: 'KEY_ALG_RSA_1024', keyOrigin: 2 }), 'keys.k.keyAlgorithm'],
      [
        key({ keyAlgorithm: 2, keyOrigin: 2, disabled: true, disableReason: 'EXPOSED' }),
        'keys.k.disableReason',
        'keys.k.disabled',
      ],
    ],
  },
  {
    rule: 'why a key is disabled is one word, by name or number',
    same: [
      key({ disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED' }),
      key({ disabled: true, disableReason: 'EXPOSED' }),
      key({ disabled: true, disableReason: 2 }),
    ],
    loud: [
      [
        key({ disabled: true, disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED' }),
        'keys.k.disableReason',
      ],
    ],
  },
  {
    rule: 'that a key was exposed is known for good, and where it was found is nobody’s business',
    same: [
      key({ extendedStatus: [{ key: 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_EXPOSED', value: 'canary' }] }),
      key({ extendedStatus: [{ key: 1 }, { key: 'SERVICE_ACCOUNT_KEY_EXTENDED_STATUS_KEY_EXPOSED' }] }),
    ],
    loud: [
      [key({}), 'keys.k.extendedStatus'],
      [key({ extendedStatus: [{ key: 2 }] }), 'keys.k.extendedStatus'],
    ],
  },
  {
    rule: 'keys that Google rotates are none',
    same: [[], {}, key({ keyType: 'SYSTEM_MANAGED' }), key({ keyType: 2 })],
    loud: [[key({}), 'keys.k']],
  },
];

const versions = (...states: unknown[]) =>
  states.map((state, index) => ({ name: `projects/p/secrets/s/versions/${index + 1}`, state }));

const VERSIONS: Rule[] = [
  {
    rule: 'states by name or number, in any order; what is destroyed is history',
    same: [
      versions('ENABLED', 2),
      versions(1, 'DISABLED'),
      versions(1, 2, 3),
      versions(1, 2, 'DESTROYED').reverse(),
    ],
    loud: [
      [versions(1, 1), 'versions.2'],
      [versions(1, 2, 1), 'versions.3'],
      [versions(3, 2), 'versions.1'],
    ],
  },
];

describe('comparison by meaning: policies', () => testRules(POLICIES, 'run.services.iamPolicy'));
describe('comparison by meaning: keys', () => testRules(KEYS, 'iam.serviceAccountKeys'));
describe('comparison by meaning: versions', () => testRules(VERSIONS, 'secretmanager.versions'));

describe('a regional secret', () => {
  const context = { environment: 'prod', project: 'p', projectNumber: '7', reduce };
  const regional = (resource: 'secretmanager.secrets' | 'secretmanager.versions', body: unknown) =>
    canonicalDocument({ resource, region: 'europe-west1', name: 's', body }, context);
  const KMS = 'projects/7/locations/europe-west1/keyRings/r/cryptoKeys/k';

  test('is read as a global one; its key is its own', () => {
    const body = {
      name: 'projects/7/locations/europe-west1/secrets/s',
      labels: { team: 'a' },
      customerManagedEncryption: { kmsKeyName: KMS },
    };
    expect(regional('secretmanager.secrets', body)).toMatchObject({
      ok: true,
      document: {
        name: 's',
        fields: {
          labels: { team: 'a' },
          customerManagedEncryption: { kmsKeyName: KMS.replace('/7/', '/p/') },
        },
      },
    });
  });

  test('has versions of its own', () => {
    const list = [{ name: 'projects/7/locations/europe-west1/secrets/s/versions/3', state: 'ENABLED' }];
    expect(regional('secretmanager.versions', list)).toMatchObject({
      document: { fields: { versions: { 3: { state: 'ENABLED' } } } },
    });
  });

  test('of another name is refused', () => {
    const body = { name: 'projects/7/locations/europe-west1/secrets/other' };
    expect(regional('secretmanager.secrets', body).ok).toBe(false);
  });
});
