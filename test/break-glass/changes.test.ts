import { expect, test } from '@jest/globals';
import { windowChanges } from '../../shared/break-glass/changes.ts';
import type { Finding } from '../../shared/findings/model.ts';
import type { Change } from '../../shared/snapshot/model.ts';
import { change, contract } from '../findings/fixtures.ts';

const SECRET = 'secretmanager.secrets/DB_URL';
const version: Change = change({
  resource: 'secretmanager.versions',
  region: null,
  id: SECRET,
  path: 'versions.1',
  before: { state: 'ENABLED' },
  after: null,
});

function finding(overrides: Partial<Finding>): Finding {
  return {
    fingerprint: 'f1',
    kind: 'drift',
    environment: 'prod',
    resource: SECRET,
    path: null,
    after: null,
    actor: null,
    ...overrides,
  } as Finding;
}

test.each<[string, Partial<Finding>, Change, string, string | null]>([
  [
    'a version that went with its secret is of the finding that the secret is gone',
    {},
    version,
    'finding',
    'f1',
  ],
  ['a version that went while its secret stays, of none', { after: 'present' }, version, 'conforming', null],
  [
    'one of another secret, of none',
    { resource: 'secretmanager.secrets/OTHER' },
    version,
    'conforming',
    null,
  ],
  [
    'what happened to a service that the contract ignores is left out of what must be written back',
    {},
    change({ path: 'ingress', after: 'INGRESS_TRAFFIC_NONE', leftAlone: 'ignored' }),
    'ignored',
    null,
  ],
])('%s', (_, overrides, seen, verdict, fingerprint) => {
  const [kept] = windowChanges({
    contract: contract(),
    changes: [seen],
    findings: [finding(overrides)],
    at: '2026-02-27T03:10:00.000Z',
  });
  expect(kept).toMatchObject({ verdict, fingerprint });
});
