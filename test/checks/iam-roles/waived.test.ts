import { expect, test } from '@jest/globals';
import { evaluateContract } from '../../../shared/checks/evaluation/evaluate.ts';
import { iamRoles } from '../../../shared/checks/iam-roles/iam-roles.ts';
import { contextOf, runCheck } from '../../fakes/check-tester.ts';
import { APP, account, contract, estate, SQL } from './cases.ts';

const OPS = { humans: ['user:ops@example.com'] };

test('elsewhere than in a protected environment it weighs less', () => {
  const draft = { ...contract({ roles: [SQL] }, OPS), environments: { prod: {} } };
  const results = runCheck(iamRoles, {
    contract: draft,
    estate: estate([
      ['roles/storage.admin', account(APP)],
      ['roles/viewer', 'user:eve@example.com'],
    ]),
  });
  expect(results.map(({ severity }) => severity)).toEqual(['medium', 'medium', 'medium']);
});

test.each(['humans', 'iamPolicy.bindings.*.*', 'roles/viewer'])(
  'a waiver whose path is %s: the word of the contract, a pattern of the whole, and no part of it',
  (path) => {
    const draft = { ...contract({}, OPS), waivers: [{ check: 'iam-roles', path }] };
    const context = contextOf({
      contract: draft,
      estate: estate([['roles/viewer', 'user:eve@example.com']]),
    });
    const status = path === 'roles/viewer' ? 'FAIL' : 'INTENTIONAL_DIFF';
    expect(evaluateContract(context, { checks: [iamRoles] }).checks[0]?.status).toBe(status);
  },
);

test('a waiver makes it intentional until it expires', () => {
  const waived = (expires: string) => {
    const waivers = [{ check: 'iam-roles', environments: ['prod'], path: 'user:eve@example.com', expires }];
    const path = 'iamPolicy.bindings["roles/viewer"]["user:eve@example.com"]';
    const draft = { ...contract({}, OPS), waivers: waivers.map((waiver) => ({ ...waiver, path })) };
    const context = contextOf({
      contract: draft,
      estate: estate([['roles/viewer', 'user:eve@example.com']]),
    });
    return evaluateContract(context, { checks: [iamRoles] }).checks[0]?.results.map(({ status }) => status);
  };
  expect(waived('2026-12-31T23:59:59Z')).toEqual(['INTENTIONAL_DIFF']);
  expect(waived('2026-02-26T23:59:59Z')).toEqual(['FAIL']);
});
