import { describe, expect, test } from '@jest/globals';
import { access } from '../../shared/checks/access/access.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import type { RoleDraft } from '../fakes/contract-builder.ts';
import type { EnvironmentDraft } from '../fakes/snapshot-builder.ts';

type Policy = Record<string, string[]> | null;
const prod = (fields: JsonObject = {}, policy: Policy = {}, more: EnvironmentDraft = {}) => ({
  prod: { services: { app: { fields, policy } }, ...more },
});
const one = (draft: RoleDraft) => ({
  environments: { prod: { protected: true } },
  compare: [] as [string, string][],
  services: { app: draft },
});
const INVOKER = 'roles/run.invoker';
const binding = (member: string, role = INVOKER) =>
  `iamPolicy.bindings["${role}"]${/^\w+$/.test(member) ? `.${member}` : `["${member}"]`}`;
const CALLER = 'serviceAccount:cr-web@acme-prod.iam.gserviceaccount.com';
const IAP = 'serviceAccount:service-678067977394@gcp-sa-iap.iam.gserviceaccount.com';

const CASES: Record<string, CheckCase & { gives: string[]; severity?: string }> = {
  'authenticated and nobody else: pass': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, { [INVOKER]: [CALLER] }),
    gives: ['PASS prod app invokerIamDisabled'],
  },
  'the invoker check is off though callers must be authenticated': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({ invokerIamDisabled: true }),
    gives: ['FAIL prod app invokerIamDisabled'],
    severity: 'critical',
  },
  'the same behind IAP lets nobody new in': {
    contract: one({ invoker: 'authenticated', iap: true }),
    estate: prod({ invokerIamDisabled: true, iapEnabled: true }),
    gives: ['PASS prod app iapEnabled', 'FAIL prod app invokerIamDisabled'],
    severity: 'high',
  },
  'allUsers in its policy': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, { [INVOKER]: ['allUsers'] }),
    gives: [`FAIL prod app ${binding('allUsers')}`],
    severity: 'critical',
  },
  'allAuthenticatedUsers is not authentication': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, { [INVOKER]: ['allAuthenticatedUsers'] }),
    gives: [`FAIL prod app ${binding('allAuthenticatedUsers')}`],
    severity: 'critical',
  },
  'allUsers by a role that includes invoking': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, { 'roles/run.servicesInvoker': ['allUsers'] }),
    gives: [`FAIL prod app ${binding('allUsers', 'roles/run.servicesInvoker')}`],
  },
  'allUsers by a role that only looks': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, { 'roles/run.viewer': ['allUsers'] }),
    gives: ['PASS prod app invokerIamDisabled'],
  },
  'allUsers by a custom role is undecided': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, { 'projects/acme-prod/roles/caller': ['allUsers'] }),
    gives: [`BLIND prod app ${binding('allUsers', 'projects/acme-prod/roles/caller')}`],
  },
  'allUsers in the policy of the project': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, {}, { policy: { [INVOKER]: ['allUsers'] } }),
    gives: [`FAIL prod project acme-prod ${binding('allUsers')}`],
    severity: 'critical',
  },
  'every open path is named': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({ invokerIamDisabled: true }, { [INVOKER]: ['allUsers'] }),
    gives: ['FAIL prod app invokerIamDisabled', `FAIL prod app ${binding('allUsers')}`],
  },
  'public by the invoker check': {
    contract: one({ invoker: 'public' }),
    estate: prod({ invokerIamDisabled: true }),
    gives: ['PASS prod app invokerIamDisabled'],
  },
  'public by allUsers': {
    contract: one({ invoker: 'public' }),
    estate: prod({}, { [INVOKER]: ['allUsers'] }),
    gives: [`PASS prod app ${binding('allUsers')}`],
  },
  'public and yet asking': {
    contract: one({ invoker: 'public' }),
    estate: prod({}, { [INVOKER]: [CALLER] }),
    gives: ['FAIL prod app invokerIamDisabled'],
    severity: 'high',
  },
  'public and yet asking for any account': {
    contract: one({ invoker: 'public' }),
    estate: prod({}, { [INVOKER]: ['allAuthenticatedUsers'] }),
    gives: ['FAIL prod app invokerIamDisabled'],
  },
  'public and yet behind IAP': {
    contract: one({ invoker: 'public' }),
    estate: prod({ invokerIamDisabled: true, iapEnabled: true }),
    gives: ['FAIL prod app iapEnabled', 'PASS prod app invokerIamDisabled'],
    severity: 'high',
  },
  'IAP off though it is declared': {
    contract: one({ invoker: 'authenticated', iap: true }),
    estate: prod(),
    gives: ['FAIL prod app iapEnabled', 'PASS prod app invokerIamDisabled'],
    severity: 'critical',
  },
  'IAP on as declared': {
    contract: one({ invoker: 'authenticated', iap: true }),
    estate: prod({ iapEnabled: true }, { [INVOKER]: [IAP] }),
    gives: ['PASS prod app iapEnabled', 'PASS prod app invokerIamDisabled'],
  },
  'listed invokers, and the agent of IAP': {
    contract: one({ invoker: 'authenticated', iap: true, invokers: [CALLER] }),
    estate: prod({ iapEnabled: true }, { [INVOKER]: [CALLER, IAP] }),
    gives: [
      'PASS prod app iapEnabled',
      'PASS prod app invokerIamDisabled',
      `PASS prod app ${binding(CALLER)}`,
    ],
  },
  'the agent of IAP where there is no IAP': {
    contract: one({ invoker: 'authenticated', invokers: [CALLER] }),
    estate: prod({}, { [INVOKER]: [CALLER, IAP] }),
    gives: [`FAIL prod app ${binding(IAP)}`],
  },
  'an invoker that is not listed': {
    contract: one({ invoker: 'authenticated', invokers: [CALLER] }),
    estate: prod({}, { [INVOKER]: [CALLER, 'user:eve@example.com'] }),
    gives: [`FAIL prod app ${binding('user:eve@example.com')}`],
    severity: 'critical',
  },
  'an invoker that is listed and not there': {
    contract: one({ invoker: 'authenticated', invokers: [CALLER] }),
    estate: prod(),
    gives: [`FAIL prod app ${binding(CALLER)}`],
    severity: 'high',
  },
  'a listed invoker by the policy of the project': {
    contract: one({ invoker: 'authenticated', invokers: [CALLER] }),
    estate: prod({}, {}, { policy: { [INVOKER]: [CALLER] } }),
    gives: ['PASS prod app invokerIamDisabled'],
  },
  'administrators are not invokers': {
    contract: one({ invoker: 'authenticated', invokers: [CALLER] }),
    estate: prod({}, { [INVOKER]: [CALLER], 'roles/run.admin': ['user:ops@example.com'] }),
    gives: ['PASS prod app invokerIamDisabled', `PASS prod app ${binding(CALLER)}`],
  },
  'nothing is declared and nobody is let in': {
    contract: one({}),
    estate: prod(),
    gives: ['PASS prod app invokerIamDisabled'],
  },
  'nothing is declared and everybody is let in': {
    contract: one({}),
    estate: prod({ invokerIamDisabled: true }),
    gives: ['REVIEW_REQUIRED prod app invokerIamDisabled'],
  },
  'its policy was not captured': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, null),
    gives: ['BLIND prod app'],
  },
  'the policy of the project was not captured': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, {}, { policy: null }),
    gives: ['BLIND prod app'],
  },
  'an open path that was read needs no other': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({ invokerIamDisabled: true }, null),
    gives: ['FAIL prod app invokerIamDisabled'],
  },
  'public by the invoker check needs no policy': {
    contract: one({ invoker: 'public' }),
    estate: prod({ invokerIamDisabled: true }, null),
    gives: ['PASS prod app invokerIamDisabled'],
  },
  'public by a policy that was not read is undecided': {
    contract: one({ invoker: 'public' }),
    estate: prod({}, null),
    gives: ['BLIND prod app'],
  },
  'ingress is judged by its own check': {
    contract: one({ invoker: 'public', ingress: 'internal' }),
    estate: prod({ invokerIamDisabled: true, ingress: 'INGRESS_TRAFFIC_ALL' }),
    gives: ['PASS prod app invokerIamDisabled'],
  },
  'a condition excuses nobody': {
    contract: one({ invoker: 'authenticated' }),
    estate: prod({}, { [INVOKER]: ['allUsers'] }),
    gives: [`FAIL prod app ${binding('allUsers')}`],
  },
};

describe('access', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    const results = runCheck(access, given);
    expect(brief(results)).toEqual(given.gives);
    if (given.severity !== undefined)
      expect(results.find(({ status }) => status === 'FAIL')?.severity).toBe(given.severity);
  });

  test('evidence takes all the paths together', () => {
    const estate = prod({ invokerIamDisabled: true });
    const [failure] = runCheck(access, { contract: one({ invoker: 'authenticated' }), estate });
    expect(failure?.message).toBe(
      'prod app is open to everyone (invoker check off), IAP off, ingress all; the contract wants callers to be authenticated (contracts/test.yaml:14).',
    );
    expect(failure?.settle).toContain('--invoker-iam-check');
  });

  test('what the policy of a project opens is one finding, of no single role', () => {
    const contract = {
      environments: { prod: { protected: true } },
      compare: [] as [string, string][],
      services: { app: { invoker: 'authenticated' }, web: { invoker: 'authenticated' } },
    } as const;
    const estate = { prod: { services: { app: {}, web: {} }, policy: { [INVOKER]: ['allUsers'] } } };
    const results = runCheck(access, { contract: { ...contract, compare: [] }, estate });
    expect(brief(results)).toEqual([`FAIL prod project acme-prod ${binding('allUsers')}`]);
    expect(results[0]).toMatchObject({ role: null, observed: 'allUsers' });
    expect(results[0]?.settle).toContain('gcloud projects remove-iam-policy-binding acme-prod');
  });

  test('names the policies it is blind by', () => {
    const [result] = runCheck(access, CASES['its policy was not captured'] as CheckCase);
    expect(result?.message).toContain('could not read its own policy: NOT_CAPTURED');
  });
});
