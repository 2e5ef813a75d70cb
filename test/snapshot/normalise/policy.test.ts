import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../shared/snapshot/canonical-json.ts';
import { answerOf, documentOf } from '../../properties/read.ts';
import { shuffled } from '../../properties/shuffle.ts';

const fieldsOf = (body: unknown) =>
  documentOf('resourcemanager.projects.iamPolicy', 'shop-prod', body).fields;
const binding = (role: string, members: string[], condition?: object) => ({
  role,
  members,
  ...(condition && { condition }),
});
const policy = (...bindings: object[]) => ({ bindings, etag: 'BwWd6_43HxM=', version: 3 });

describe('a policy', () => {
  test('is facts by role and member', () => {
    const conditional = { title: 't', expression: 'request.time < timestamp("2026-01-07T19:12:34Z")' };
    expect(
      fieldsOf(
        policy(
          binding('roles/a', ['user:b@x.com', 'allUsers']),
          binding('roles/a', ['user:b@x.com'], conditional),
        ),
      ),
    ).toEqual({
      iamPolicy: { bindings: { 'roles/a': { allUsers: [{}], 'user:b@x.com': [conditional, {}] } } },
    });
  });

  test.each([
    ['etag and version', policy(), { etag: 'BwWd6-43HxM', version: 1 }],
    ['no bindings at all', { etag: 'BwZaEhqsPow=', version: 1 }, { bindings: [] }],
    ['an empty message', policy(), {}],
    ['a binding without members', policy(), policy(binding('roles/a', []))],
    [
      'letter case of an email',
      policy(binding('r', ['group:Ops@X.com'])),
      policy(binding('r', ['group:ops@x.com'])),
    ],
    ['letter case of a user', policy(binding('r', ['user:A@x.com'])), policy(binding('r', ['user:a@X.com']))],
    [
      'a member named twice',
      policy(binding('r', ['user:a@x.com'])),
      policy(binding('r', ['user:a@x.com']), binding('r', ['user:A@x.com'])),
    ],
    [
      'an empty condition',
      policy(binding('r', ['allUsers'])),
      policy(binding('r', ['allUsers'], { description: '' })),
    ],
  ])('is not changed by %s', (_, one, other) => {
    expect(fieldsOf(other)).toEqual(fieldsOf(one));
  });

  const base = policy(binding('r', ['user:a@x.com'], { title: 't', expression: 'e' }));
  test.each([
    ['another condition', policy(binding('r', ['user:a@x.com'], { title: 't', expression: 'f' }))],
    ['no condition any more', policy(binding('r', ['user:a@x.com']))],
    ['another role', policy(binding('s', ['user:a@x.com'], { title: 't', expression: 'e' }))],
    [
      'a deleted member',
      policy(binding('r', ['deleted:user:a@x.com?uid=1'], { title: 't', expression: 'e' })),
    ],
    ['a second binding', policy(...base.bindings, binding('r', ['user:a@x.com']))],
    [
      'an audit setting',
      { ...base, auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'DATA_READ' }] }] },
    ],
  ])('is changed by %s', (_, other) => {
    expect(fieldsOf(other)).not.toEqual(fieldsOf(base));
  });

  test('keeps deleted members apart, by their uid', () => {
    const members = ['deleted:group:Old@x.com?uid=51', 'deleted:group:old@x.com?uid=52'];
    expect(fieldsOf(policy(binding('r', members)))).toEqual({
      iamPolicy: {
        bindings: { r: { 'deleted:group:old@x.com?uid=51': [{}], 'deleted:group:old@x.com?uid=52': [{}] } },
      },
    });
  });

  test('keeps the case of principals that have one', () => {
    const member =
      'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/P/subject/Ab';
    expect(JSON.stringify(fieldsOf(policy(binding('r', [member]))))).toContain(member);
  });

  test('tells audit settings by service and kind, with who is exempted', () => {
    const auditLogConfigs = [
      { logType: 3, exemptedMembers: ['user:B@x.com', 'user:a@x.com'] },
      { logType: 'ADMIN_READ' },
    ];
    expect(fieldsOf({ auditConfigs: [{ service: 'allServices', auditLogConfigs }] })).toEqual({
      iamPolicy: {
        auditConfigs: { allServices: { ADMIN_READ: [], DATA_READ: ['user:a@x.com', 'user:b@x.com'] } },
      },
    });
  });

  test('is the same in any order, and never empty where it says something', () => {
    const member = fc.constantFrom(
      'allUsers',
      'user:a@x.com',
      'group:G@x.com',
      'serviceAccount:s@p.iam.gserviceaccount.com',
    );
    const condition = fc.option(
      fc.record({ title: fc.constantFrom('t', 'u'), expression: fc.constant('e') }),
      { nil: undefined },
    );
    const bindings = fc.array(
      fc.record({
        role: fc.constantFrom('roles/a', 'roles/b'),
        members: fc.array(member, { minLength: 1 }),
        condition,
      }),
    );
    fc.assert(
      fc.property(bindings, fc.nat(), (list, seed) => {
        const body = { bindings: list, etag: 'x' };
        expect(canonicalJson(fieldsOf(shuffled(body, seed)))).toBe(canonicalJson(fieldsOf(body)));
        expect(Object.keys(fieldsOf(body)).length).toBe(list.length === 0 ? 0 : 1);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['a single binding', { role: 'roles/a', members: ['allUsers'] }],
    ['an error', { error: { code: 403, message: 'no' } }],
    ['a list', []],
    ['text', 'bindings'],
    ['bindings that are no list', { bindings: { role: 'r' } }],
    ['a binding without a role', { bindings: [{ members: ['allUsers'] }] }],
    ['members that are no list', { bindings: [{ role: 'r', members: 'allUsers' }] }],
  ])('%s is none', (_, body) => {
    expect(answerOf('run.services.iamPolicy', 'svc', body)).toEqual({
      ok: false,
      problem: expect.any(String),
    });
  });
});
