import { describe, expect, test } from '@jest/globals';
import { loadContract } from '../../../shared/contract/load.ts';
import type { Declared } from '../../../shared/contract/model.ts';
import { changed, problemsOf, SAMPLE } from '../sample.ts';

const contract = loadContract(SAMPLE, 'c.yaml');
const shown = (said: Declared<unknown> | null) =>
  said && [
    said.value,
    said.perEnvironment ? 'varies' : 'fixed',
    `${said.location.line}:${said.location.column}`,
  ];

describe('what the contract says of grants and account keys', () => {
  test.each([
    ['people by environment', contract.iam('prod').humans, [['user:ops@example.com'], 'varies', '36:13']],
    ['no people in another environment', contract.iam('dev').humans, null],
    ['roles given once', contract.iam('dev').forbiddenRoles, [['roles/owner'], 'fixed', '37:3']],
    ['a limit of age', contract.iam('stage').serviceAccountKeys, [{ maxAgeDays: 90 }, 'fixed', '38:3']],
  ])('%s', (_, said, expected) => {
    expect(shown(said)).toEqual(expected);
  });

  test('members as policies spell them: without letter case, accounts whole', () => {
    const text = changed(
      'humans: { prod: ["user:ops@example.com"] }',
      'humans: ["user:Ops@Example.com", "serviceAccount:ci", "principal://iam.googleapis.com/Pool/x"]',
    );
    expect(loadContract(text, 'c.yaml').iam('dev').humans?.value).toEqual([
      'user:ops@example.com',
      'serviceAccount:ci@acme-dev.iam.gserviceaccount.com',
      'principal://iam.googleapis.com/Pool/x',
    ]);
  });

  test('an empty list is nobody, and not nothing', () => {
    const text = changed('humans: { prod: ["user:ops@example.com"] }', 'humans: { dev: [] }');
    const { iam } = loadContract(text, 'c.yaml');
    expect([iam('dev').humans?.value, iam('prod').humans]).toEqual([[], null]);
  });

  test('without the section nothing is declared', () => {
    const text = SAMPLE.replace(/^iam:\n(?: {2}.*\n)+/m, '');
    expect(loadContract(text, 'c.yaml').iam('prod')).toEqual({
      humans: null,
      forbiddenRoles: null,
      serviceAccountKeys: null,
    });
  });

  test('a role that is declared and forbidden is an error with both places', () => {
    expect(problemsOf(changed('roles: [roles/cloudsql.client]', 'roles: { prod: [roles/owner] }'))).toEqual([
      'c.yaml:15:14: services.backend.roles: roles/owner is declared in prod, but iam.forbiddenRoles forbids it to every service account (line 37, column 3)',
    ]);
  });

  test('the same role, forbidden where it is not declared, is none', () => {
    const text = changed('roles: [roles/cloudsql.client]', 'roles: { prod: [roles/owner] }').replace(
      'forbiddenRoles: [roles/owner]',
      'forbiddenRoles: { dev: [roles/owner] }',
    );
    expect(problemsOf(text)).toEqual([]);
  });
});
