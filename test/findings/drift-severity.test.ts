import { describe, expect, test } from '@jest/globals';
import { driftSeverity } from '../../shared/findings/drift-severity.ts';
import type { Severity } from '../../shared/findings/model.ts';
import { severityOf } from '../../shared/findings/severity.ts';
import type { Change } from '../../shared/snapshot/model.ts';
import { change } from './fixtures.ts';

const POLICY = {
  resource: 'run.services.iamPolicy',
  path: 'iamPolicy.bindings["roles/run.invoker"].allUsers',
} as const;
const PROJECT = {
  resource: 'resourcemanager.projects.iamPolicy',
  id: 'resourcemanager.projects/shop-prod',
} as const;

const DELETED = 'deleted:serviceAccount:old@shop-prod.iam.gserviceaccount.com?uid=1';

const CASES: Record<string, [Partial<Change>, Severity]> = {
  'ingress opened': [{}, 'critical'],
  'ingress narrowed': [{ before: 'INGRESS_TRAFFIC_ALL', after: 'INGRESS_TRAFFIC_INTERNAL_ONLY' }, 'high'],
  'invoker check switched off': [{ path: 'invokerIamDisabled', before: null, after: true }, 'critical'],
  'invoker check switched on': [{ path: 'invokerIamDisabled', before: true, after: null }, 'high'],
  'IAP switched off': [{ path: 'iapEnabled', before: true, after: null }, 'critical'],
  'IAP switched on': [{ path: 'iapEnabled', before: null, after: true }, 'high'],
  'default URL enabled': [{ path: 'defaultUriDisabled', before: true, after: null }, 'critical'],
  'everybody may invoke': [{ ...POLICY, before: null, after: [{}] }, 'critical'],
  'everybody may no longer invoke': [{ ...POLICY, before: [{}], after: null }, 'high'],
  'SSH switched on': [{ path: 'sshEnabled', before: null, after: true }, 'critical'],
  'SSH switched off': [{ path: 'sshEnabled', before: true, after: null }, 'high'],
  'Google marks a member as deleted': [
    { ...PROJECT, path: `iamPolicy.bindings["roles/editor"]["${DELETED}"]`, before: null, after: [{}] },
    'high',
  ],
  'a condition is dropped': [
    { ...POLICY, before: [{ title: 'office hours', expression: 'x' }], after: [{}] },
    'critical',
  ],
  'one of two bindings goes': [
    { ...POLICY, before: [{}, { title: 't', expression: 'x' }], after: [{}] },
    'high',
  ],
  'a role is granted': [
    {
      ...PROJECT,
      path: 'iamPolicy.bindings["roles/owner"]',
      before: null,
      after: { 'user:x@example.com': [{}] },
    },
    'critical',
  ],
  'the audit log changes': [
    { ...PROJECT, path: 'iamPolicy.auditConfigs.allServices.DATA_READ', before: [], after: null },
    'high',
  ],
  'the runtime account changes': [
    { path: 'template.serviceAccount', before: 'cr@x', after: null },
    'critical',
  ],
  'a key is made': [
    {
      resource: 'iam.serviceAccountKeys',
      path: 'keys.abc',
      before: null,
      after: { keyOrigin: 'GOOGLE_PROVIDED' },
    },
    'critical',
  ],
  'a key is deleted': [
    {
      resource: 'iam.serviceAccountKeys',
      path: 'keys.abc',
      before: { keyOrigin: 'GOOGLE_PROVIDED' },
      after: null,
    },
    'high',
  ],
  'an account is enabled': [
    { resource: 'iam.serviceAccounts', path: 'disabled', before: true, after: false },
    'critical',
  ],
  'an API key loses its restriction': [
    {
      resource: 'apikeys.keys',
      path: 'restrictions.browserKeyRestrictions',
      before: { allowedReferrers: ['a'] },
      after: null,
    },
    'critical',
  ],
  'an API key is restricted': [
    {
      resource: 'apikeys.keys',
      path: 'restrictions.browserKeyRestrictions',
      before: null,
      after: { allowedReferrers: ['a'] },
    },
    'high',
  ],
  'other posture': [{ path: 'template.vpcAccess.egress', before: null, after: 'ALL_TRAFFIC' }, 'high'],
  memory: [{ path: 'template.containers.main.resources.limits.memory', class: 'config' }, 'medium'],
  'an unknown field': [{ path: 'vaultEnabled', class: 'unclassified', before: null, after: true }, 'medium'],
};

describe('driftSeverity', () => {
  test.each(Object.entries(CASES))('in a protected environment: %s', (_name, [overrides, expected]) => {
    expect(driftSeverity(change(overrides), true)).toBe(expected);
  });

  test.each(Object.entries(CASES))('elsewhere: %s', (_name, [overrides, inProd]) => {
    const posture = (overrides.class ?? 'posture') === 'posture';
    expect(driftSeverity(change(overrides), false)).toBe(posture ? 'medium' : 'low');
    expect(inProd).not.toBe('low');
  });

  test.each([
    ['by why it was disabled', 'keys.abc.disableReason', 'EXPOSED'],
    ['by what is known of it for good', 'keys.abc.extendedStatus', ['COMPROMISE_DETECTED']],
    ['as it appears', 'keys.abc', { disabled: true, disableReason: 'EXPOSED' }],
  ])('a leaked key is critical everywhere: %s', (_, path, after) => {
    const leaked = change({ resource: 'iam.serviceAccountKeys', path, before: null, after });
    expect(driftSeverity(leaked, false)).toBe('critical');
  });

  test('a key that somebody disabled is not leaked', () => {
    const path = 'keys.abc.disableReason';
    const disabled = change({
      resource: 'iam.serviceAccountKeys',
      path,
      before: null,
      after: 'USER_INITIATED',
    });
    expect(driftSeverity(disabled, false)).toBe('medium');
  });

  test('a release is low everywhere', () => {
    const facts = {
      environmentProtected: true,
      fieldClass: 'release',
      widening: false,
      reach: false,
    } as const;
    expect(severityOf(facts)).toBe('low');
  });
});
