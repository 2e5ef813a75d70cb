import { expect, test } from '@jest/globals';
import { showValue } from '../../shared/findings/show-value.ts';
import type { Json } from '../../shared/snapshot/json.ts';

const GRANT = 'iamPolicy.bindings["roles/editor"]["user:a@acme.com"]';
const CONDITION = { title: 'until spring', expression: 'request.time < t' };

test.each<[string, string | null, Json, string]>([
  ['a grant without a condition', GRANT, [{}], 'unconditional'],
  ['a grant with one', GRANT, [CONDITION], 'title until spring, expression request.time < t'],
  [
    'a grant with and without',
    GRANT,
    [{}, CONDITION],
    `unconditional, title until spring, expression request.time < t`,
  ],
  [
    'a role and who holds it',
    'iamPolicy.bindings["roles/editor"]',
    { 'user:a@acme.com': [{}] },
    'user:a@acme.com unconditional',
  ],
  ['an empty volume', 'template.volumes.tmp.emptyDir', {}, 'empty'],
  ['a list of one empty thing', 'template.vpcAccess.networkInterfaces', [{}], 'empty'],
  ['something empty inside', 'template.containers.main.startupProbe', { tcpSocket: {} }, 'tcpSocket {empty}'],
  ['something empty of a whole resource', null, {}, 'empty'],
  ['labels without any', 'labels', {}, 'empty'],
  ['nothing', 'ingress', null, 'absent'],
  ['an empty list', 'template.cloudSqlInstances', [], 'none'],
  ['an enum', 'ingress', 'INGRESS_TRAFFIC_ALL', 'all'],
])('%s', (_, path, value, words) => {
  expect(showValue(value, path)).toBe(words);
});
