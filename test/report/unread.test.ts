import { expect, test } from '@jest/globals';
import { unreadLines } from '../../shared/report/unread.ts';
import type { CoverageLine, ResourceClass } from '../../shared/snapshot/model.ts';

const line = (resource: ResourceClass, more: Partial<CoverageLine> = {}): CoverageLine => ({
  environment: 'prod',
  project: 'shop-prod',
  region: null,
  resource,
  status: 'DENIED',
  detail: 'because',
  ...more,
});
const read = line('apikeys.keys', { status: 'OK', detail: null });
const whats = (coverage: CoverageLine[]) => unreadLines({ coverage }).map(({ what }) => what);

test.each<[string, CoverageLine[], string[]]>([
  ['what was read is no line', [read], []],
  ['one scope', [read, line('run.services', { region: 'us-east1' })], ['prod run.services in us-east1']],
  [
    'a few of one reason are one line',
    [read, line('secretmanager.secrets'), line('secretmanager.versions')],
    ['prod secretmanager.secrets and secretmanager.versions'],
  ],
  [
    'many of one reason are counted',
    [
      read,
      ...(['run.services', 'run.jobs', 'run.revisions', 'iam.serviceAccounts'] as const).map((one) =>
        line(one),
      ),
    ],
    ['prod run.services and 3 scopes more'],
  ],
  ['all of an environment', [line('run.services'), line('run.jobs')], ['all 2 scopes of prod']],
  [
    'another reason is another line',
    [line('run.services'), line('run.jobs', { detail: 'else' })],
    ['prod run.services', 'prod run.jobs'],
  ],
  [
    'and so is another status',
    [line('run.services'), line('run.jobs', { status: 'ERROR' })],
    ['prod run.services', 'prod run.jobs'],
  ],
  [
    'and another environment',
    [line('run.services'), line('run.services', { environment: 'dev' })],
    ['prod run.services', 'dev run.services'],
  ],
])('%s', (_, coverage, told) => {
  expect(whats(coverage)).toEqual(told);
});
