import { describe, expect, test } from '@jest/globals';
import { changeHeadline } from '../../shared/findings/describe-change.ts';
import type { Json } from '../../shared/snapshot/json.ts';

const ACCOUNT = 'serviceAccount:old@shop-prod.iam.gserviceaccount.com';
const grantOf = (member: string) => `iamPolicy.bindings["roles/editor"]["${member}"]`;

describe('what happened to a grant', () => {
  test.each([
    ['came', grantOf(ACCOUNT), null, [{}], `role roles/editor granted to ${ACCOUNT}`],
    ['went', grantOf(ACCOUNT), [{}], null, `role roles/editor taken from ${ACCOUNT}`],
    [
      'is of somebody whom Google says is deleted now',
      grantOf(`deleted:${ACCOUNT}?uid=123456789012345678901`),
      null,
      [{}],
      `${ACCOUNT}, who held roles/editor, was deleted`,
    ],
    [
      'of a deleted one is cleared away',
      grantOf(`deleted:${ACCOUNT}?uid=1`),
      [{}],
      null,
      `role roles/editor taken from deleted:${ACCOUNT}?uid=1`,
    ],
  ] as [string, string, Json, Json, string][])('it %s', (_, path, before, after, says) => {
    expect(changeHeadline({ path, before, after })).toBe(says);
  });
});

test('SSH is told by its name', () => {
  expect(changeHeadline({ path: 'sshEnabled', before: null, after: true })).toBe('SSH access switched on');
  expect(changeHeadline({ path: 'sshEnabled', before: true, after: null })).toBe('SSH access switched off');
});
