import { describe, expect, test } from '@jest/globals';
import { diffReadings, diffSnapshots } from '../../shared/snapshot/diff.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { Reading, ResourceClass, Snapshot } from '../../shared/snapshot/model.ts';

const ID = 'run.services/r/svc';
const literal = (fingerprint: string, mentions: string[] = []) => ({
  kind: 'literal',
  fingerprint,
  mentions,
});
const secret = (name: string, version = 'latest') => ({ kind: 'secret', secret: name, version });
const withEnv = (env: JsonObject) => ({ template: { containers: { main: { image: 'i', env } } } });

interface Case {
  name: string;
  resource?: ResourceClass;
  before: JsonObject;
  after: JsonObject;
  changes: [path: string | null, kind: string, before: unknown, after: unknown][];
}

const CASES: Case[] = [
  { name: 'nothing', before: { a: { b: [1] } }, after: { a: { b: [1] } }, changes: [] },
  {
    name: 'a leaf',
    before: { ingress: 'A' },
    after: { ingress: 'B' },
    changes: [['ingress', 'posture', 'A', 'B']],
  },
  {
    name: 'a map that appears, told by its leaves',
    before: {},
    after: { template: { vpcAccess: { connector: 'c', egress: 'ALL_TRAFFIC' } } },
    changes: [
      ['template.vpcAccess.connector', 'posture', null, 'c'],
      ['template.vpcAccess.egress', 'posture', null, 'ALL_TRAFFIC'],
    ],
  },
  {
    name: 'a list, told whole',
    before: { customAudiences: ['a', 'b'] },
    after: { customAudiences: ['a'] },
    changes: [['customAudiences', 'posture', ['a', 'b'], ['a']]],
  },
  {
    name: 'a literal replaced is configuration',
    before: withEnv({ K: literal('1') }),
    after: withEnv({ K: literal('2') }),
    changes: [['template.containers.main.env.K', 'config', literal('1'), literal('2')]],
  },
  {
    name: 'a literal that begins to point elsewhere is posture',
    before: withEnv({ K: literal('1') }),
    after: withEnv({ K: literal('2', ['shop-prod']) }),
    changes: [['template.containers.main.env.K', 'posture', literal('1'), literal('2', ['shop-prod'])]],
  },
  {
    name: 'a literal that stays, although what it mentions is read otherwise, is no change',
    before: withEnv({ K: literal('1'), L: literal('1') }),
    after: withEnv({ K: literal('1', ['shop-prod']), L: literal('2', ['shop-prod']) }),
    changes: [['template.containers.main.env.L', 'posture', literal('1'), literal('2', ['shop-prod'])]],
  },
  {
    name: 'nor is one in a list',
    before: { template: { containers: { main: { args: [literal('1'), literal('2')] } } } },
    after: { template: { containers: { main: { args: [literal('1', ['shop-prod']), literal('2')] } } } },
    changes: [],
  },
  {
    name: 'a secret that becomes a literal is posture',
    before: withEnv({ K: secret('s') }),
    after: withEnv({ K: literal('2') }),
    changes: [['template.containers.main.env.K', 'posture', secret('s'), literal('2')]],
  },
  {
    name: 'a secret of another version is one change',
    before: withEnv({ K: secret('s') }),
    after: withEnv({ K: secret('t', '3') }),
    changes: [['template.containers.main.env.K', 'posture', secret('s'), secret('t', '3')]],
  },
  {
    name: 'keys that appear and disappear',
    before: withEnv({ GONE: literal('1') }),
    after: withEnv({ NEW: secret('s') }),
    changes: [
      ['template.containers.main.env.GONE', 'config', literal('1'), null],
      ['template.containers.main.env.NEW', 'posture', null, secret('s')],
    ],
  },
  {
    name: 'a container that appears is one change',
    before: { template: { containers: { main: { image: 'i' } } } },
    after: {
      template: { containers: { main: { image: 'i' }, proxy: { image: 'p', env: { K: literal('1') } } } },
    },
    changes: [['template.containers.proxy', 'posture', null, { image: 'p', env: { K: literal('1') } }]],
  },
  {
    name: 'a mount, a volume and a traffic target that appear are one change each',
    before: { template: { containers: { main: { image: 'i' } } } },
    after: {
      template: {
        containers: { main: { image: 'i', volumeMounts: { '/s': { name: 'v' } } } },
        volumes: { v: { secret: { secret: 's', items: { s: { version: 'latest' } } } } },
      },
      traffic: { blue: { type: 'T', revision: 'r', tag: 'blue' } },
    },
    changes: [
      ['template.containers.main.volumeMounts["/s"]', 'posture', null, { name: 'v' }],
      [
        'template.volumes.v',
        'posture',
        null,
        { secret: { secret: 's', items: { s: { version: 'latest' } } } },
      ],
      ['traffic.blue', 'config', null, { type: 'T', revision: 'r', tag: 'blue' }],
    ],
  },
  {
    name: 'a leaf inside a thing with an identity',
    before: { traffic: { latest: { type: 'T', percent: 90 } } },
    after: { traffic: { latest: { type: 'T', percent: 80 } } },
    changes: [['traffic.latest.percent', 'config', 90, 80]],
  },
  {
    name: 'an empty message is something',
    before: { template: { volumes: { v: { emptyDir: {} } } } },
    after: { template: { volumes: { v: { nfs: {} } } } },
    changes: [
      ['template.volumes.v.emptyDir', 'config', {}, null],
      ['template.volumes.v.nfs', 'posture', null, {}],
    ],
  },
  {
    name: 'release and what nobody knows are told as such',
    before: { template: { containers: { main: { image: 'i:1' } } }, vaultEnabled: false },
    after: { template: { containers: { main: { image: 'i:2' } } }, vaultEnabled: true },
    changes: [
      ['template.containers.main.image', 'release', 'i:1', 'i:2'],
      ['vaultEnabled', 'unclassified', false, true],
    ],
  },
  {
    name: 'a container that somebody named, with what was changed in it',
    before: { template: { containers: { main: { image: 'i:1', workingDir: '/a', ports: [{}] } } } },
    after: { template: { containers: { 'app-1': { image: 'i:1', workingDir: '/b', ports: [{}] } } } },
    changes: [['template.containers.app-1.workingDir', 'config', '/a', '/b']],
  },
  {
    name: 'the container with the ports named, beside a sidecar that is new',
    before: { template: { containers: { main: { image: 'i:1', ports: [{}] } } } },
    after: { template: { containers: { app: { image: 'i:1', ports: [{}] }, proxy: { image: 'p:1' } } } },
    changes: [['template.containers.proxy', 'posture', null, { image: 'p:1' }]],
  },
  {
    name: 'a job’s only container named',
    resource: 'run.jobs',
    before: { template: { template: { containers: { main: { image: 'i:1' } } } } },
    after: { template: { template: { containers: { 'job-1': { image: 'i:1' } } } } },
    changes: [],
  },
  {
    name: 'sidecars that go and come under other names',
    before: { template: { containers: { app: { ports: [{}] }, proxy: { image: 'p:1' } } } },
    after: { template: { containers: { app: { ports: [{}] }, agent: { image: 'p:1' } } } },
    changes: [
      ['template.containers.agent', 'posture', null, { image: 'p:1' }],
      ['template.containers.proxy', 'posture', { image: 'p:1' }, null],
    ],
  },
  {
    name: 'a version is compared whole',
    resource: 'secretmanager.versions',
    before: { versions: { '1': { state: 'ENABLED' } } },
    after: { versions: { '1': { state: 'DISABLED' }, '2': { state: 'ENABLED' } } },
    changes: [
      ['versions.1', 'posture', { state: 'ENABLED' }, { state: 'DISABLED' }],
      ['versions.2', 'posture', null, { state: 'ENABLED' }],
    ],
  },
  {
    name: 'a binding, by role and member',
    resource: 'run.services.iamPolicy',
    before: { iamPolicy: { bindings: { 'roles/run.invoker': { 'user:a@x': [{ title: 't' }] } } } },
    after: { iamPolicy: { bindings: { 'roles/run.invoker': { 'user:a@x': [{}], allUsers: [{}] } } } },
    changes: [
      ['iamPolicy.bindings["roles/run.invoker"].allUsers', 'posture', null, [{}]],
      ['iamPolicy.bindings["roles/run.invoker"]["user:a@x"]', 'posture', [{ title: 't' }], [{}]],
    ],
  },
  {
    name: 'a key that appears is one change, one that is disabled a leaf',
    resource: 'iam.serviceAccountKeys',
    before: { keys: { a: { keyOrigin: 'GOOGLE_PROVIDED' } } },
    after: {
      keys: { a: { disabled: true, keyOrigin: 'GOOGLE_PROVIDED' }, b: { keyOrigin: 'USER_PROVIDED' } },
    },
    changes: [
      ['keys.a.disabled', 'posture', null, true],
      ['keys.b', 'posture', null, { keyOrigin: 'USER_PROVIDED' }],
    ],
  },
];

describe('diffReadings', () => {
  test.each(CASES)('$name', ({ resource, before, after, changes }) => {
    const found = diffReadings(reading({ [ID]: before }, resource), reading({ [ID]: after }, resource));
    expect(found.map((change) => [change.path, change.class, change.before, change.after])).toEqual(changes);
    for (const change of found) expect(change).toMatchObject({ environment: 'prod', project: 'p', id: ID });
  });

  test('a service that appears or disappears is one change', () => {
    const found = diffReadings(reading({ b: {}, a: {} }), reading({ c: { ingress: 'A' }, a: {} }));
    expect(found.map(({ id, path, before, after }) => [id, path, before, after])).toEqual([
      ['b', null, 'present', null],
      ['c', null, null, 'present'],
    ]);
  });

  test('the policy of a service that appears is told fact by fact', () => {
    const policy = { iamPolicy: { bindings: { 'roles/run.invoker': { allUsers: [{}] } } } };
    const found = diffReadings(
      reading({}, 'run.services.iamPolicy'),
      reading({ [ID]: policy, other: {} }, 'run.services.iamPolicy'),
    );
    expect(found.map(({ id, path }) => [id, path])).toEqual([
      [ID, 'iamPolicy.bindings["roles/run.invoker"].allUsers'],
    ]);
  });

  test.each(['before', 'after'] as const)('what the reading %s could not see is left out', (side) => {
    const before = reading({ a: { ingress: 'A' }, b: { ingress: 'A' } });
    const after = reading({ a: { ingress: 'B' } });
    const gap = { status: 'DENIED' as const, detail: 'no' };
    (side === 'before' ? before : after).gaps = { b: gap };
    expect(diffReadings(before, after).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('diffSnapshots', () => {
  const denied: Reading = { ...reading({}), status: 'DENIED', detail: 'needs run.services.list' };

  test('names a scope that one side could not read, and deletes nothing', () => {
    const { changes, gaps } = diffSnapshots(snapshot(reading({ a: {} })), snapshot(denied));
    expect(changes).toEqual([]);
    expect(gaps).toMatchObject([
      { status: 'DENIED', detail: expect.stringContaining('needs run.services.list') },
    ]);
    expect(diffSnapshots(snapshot(denied), snapshot(reading({ a: {} }))).gaps).toHaveLength(1);
  });

  test('names a scope that only one side has', () => {
    const { changes, gaps } = diffSnapshots(snapshot(), snapshot(reading({ a: {} })));
    expect(changes).toEqual([]);
    expect(gaps).toMatchObject([{ status: 'NOT_CAPTURED', resource: 'run.services', region: 'r' }]);
  });

  test('names a single resource that was not read', () => {
    const after = { ...reading({}), gaps: { a: { status: 'THROTTLED' as const, detail: 'try later' } } };
    const { changes, gaps } = diffSnapshots(snapshot(reading({ a: {} })), snapshot(after));
    expect(changes).toEqual([]);
    expect(gaps).toMatchObject([{ status: 'THROTTLED', detail: 'a: try later' }]);
  });

  describe('of two keys', () => {
    const literal = (fingerprint: string, mentions: string[] = []) => ({
      kind: 'literal',
      fingerprint,
      mentions,
    });
    const fields = (fingerprint: string, more: JsonObject = {}): JsonObject => ({
      description: `once sk_l…${fingerprint.slice(0, 8)} stood here`,
      template: {
        containers: {
          main: { args: [literal(fingerprint)], env: { A: literal(fingerprint, [`host:${fingerprint}`]) } },
        },
      },
      ...more,
    });
    const [old, now] = ['aaaaaaaa11', 'bbbbbbbb22'].map((fingerprint) => fields(fingerprint)) as [
      JsonObject,
      JsonObject,
    ];
    const marked = (keyMark: string | null, document: JsonObject): Snapshot => ({
      ...snapshot(reading({ a: document })),
      ...(keyMark === null ? {} : { keyMark }),
    });

    test('compares no literal, and says so', () => {
      expect(diffSnapshots(marked('1', old), marked('2', now))).toEqual({
        changes: [],
        gaps: [],
        isOtherKey: true,
      });
    });

    test('compares everything else', () => {
      const opened = { ...now, ingress: 'INGRESS_TRAFFIC_ALL' };
      const { changes } = diffSnapshots(marked('1', old), marked('2', opened));
      expect(changes.map(({ path }) => path)).toEqual(['ingress']);
    });

    test.each([
      ['one key', '1', '1'],
      ['a snapshot that does not say', '1', null],
      ['two that do not', null, null],
    ])('compares literals of %s', (_name, a, b) => {
      const { changes, isOtherKey } = diffSnapshots(marked(a, old), marked(b, now));
      expect(changes.map(({ path }) => path)).toEqual([
        'description',
        'template.containers.main.args',
        'template.containers.main.env.A',
      ]);
      expect(isOtherKey).toBe(false);
    });
  });

  test('tells changes in the order of scopes, whatever the order of readings', () => {
    const [before, after] = ['A', 'B'].map((ingress) => [
      { ...reading({ a: { ingress } }), environment: 'stage' },
      { ...reading({ a: { ingress } }), environment: 'dev' },
    ]) as [Reading[], Reading[]];
    const { changes } = diffSnapshots(snapshot(...before), snapshot(...after.reverse()));
    expect(changes.map(({ environment }) => environment)).toEqual(['dev', 'stage']);
  });
});

function reading(documents: Record<string, JsonObject>, resource: ResourceClass = 'run.services'): Reading {
  const entries = Object.entries(documents).map(([id, fields]) => [id, { name: id, fields, evidence: {} }]);
  const scope = { environment: 'prod', project: 'p', region: 'r', resource };
  return { ...scope, status: 'OK', detail: null, documents: Object.fromEntries(entries), gaps: {} };
}

function snapshot(...readings: Reading[]): Snapshot {
  return { schemaVersion: 1, estate: 'e', capturedAt: '2026-01-01T00:00:00Z', readings };
}
