import { expect, test } from '@jest/globals';
import { driftSettle } from '../../shared/findings/drift-settle.ts';
import type { Change } from '../../shared/snapshot/model.ts';
import { change } from './fixtures.ts';

const VERSION: Partial<Change> = { resource: 'secretmanager.versions', path: 'versions.2' };

test.each<[string, Partial<Change>, string | null, RegExp]>([
  ['a setting of a role', {}, 'backend', /state the new value in the contract/],
  ['what appeared', { path: null, before: null, after: 'present' }, null, /^Delete it, or accept it/],
  ['what disappeared', { path: null, before: 'present', after: null }, null, /^Bring it back, or accept it/],
  ['a version that was added', { ...VERSION, before: null }, null, /^Accept it .* destroy that version/],
  ['a version that changed', { ...VERSION, before: 'ENABLED' }, null, /^Put it back, or accept it/],
  [
    'a version that is another one',
    {
      ...VERSION,
      before: { createTime: '1', state: 'ENABLED' },
      after: { createTime: '2', state: 'ENABLED' },
    },
    null,
    /^Accept it if it is meant; what stood behind that number is gone/,
  ],
  ['what is of no role', {}, null, /^Put it back, or accept it if it is meant\.$/],
])('%s is settled by what is possible', (_name, overrides, role, says) => {
  expect(driftSettle(change(overrides), role)).toMatch(says);
});
