import { describe, expect, test } from '@jest/globals';
import { domains } from '../../shared/checks/domains/domains.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { brief, type CheckCase, runCheck } from '../fakes/check-tester.ts';
import type { RoleDraft } from '../fakes/contract-builder.ts';

const app = (fields: JsonObject = {}) => ({ services: { app: { fields } } });
const one = (draft: RoleDraft) => ({
  environments: { prod: { protected: true } },
  compare: [] as [string, string][],
  services: { app: draft },
});
const BALANCED = { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' };

const mapped = (hosts: Record<string, string>, region = 'us-central1') => ({
  more: [
    {
      resource: 'run.domainMappings' as const,
      region,
      documents: Object.fromEntries(
        Object.entries(hosts).map(([host, routeName]) => [host, { fields: { routeName } }]),
      ),
    },
  ],
});

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'run.app and the generated URL answers': {
    contract: one({ domain: 'run.app' }),
    estate: { prod: app() },
    gives: ['PASS prod app defaultUriDisabled'],
  },
  'run.app and the generated URL is disabled': {
    contract: one({ domain: 'run.app' }),
    estate: { prod: app({ defaultUriDisabled: true }) },
    gives: ['FAIL prod app defaultUriDisabled'],
  },
  'custom, behind a load balancer': {
    contract: one({ domain: 'custom' }),
    estate: { prod: app(BALANCED) },
    gives: ['PASS prod app'],
  },
  'custom, and the generated URL disabled': {
    contract: one({ domain: ['api.acme.com'] }),
    estate: { prod: app({ defaultUriDisabled: true }) },
    gives: ['PASS prod app'],
  },
  'custom, and open at the generated URL too: not visible': {
    contract: one({ domain: 'custom' }),
    estate: { prod: app() },
    gives: ['BLIND prod app'],
  },
  'the generated URL answers though it must not': {
    contract: one({ domain: 'custom', defaultUrl: 'disabled' }),
    estate: { prod: app() },
    gives: ['FAIL prod app defaultUriDisabled'],
  },
  'the generated URL is as declared and nothing else is': {
    contract: one({ defaultUrl: 'disabled' }),
    estate: { prod: app({ defaultUriDisabled: true }) },
    gives: ['PASS prod app defaultUriDisabled'],
  },
  'a mapped domain is the declared one, though the generated URL is open too': {
    contract: one({ domain: ['api.acme.com'] }),
    estate: { prod: { ...app(), ...mapped({ 'api.acme.com': 'app' }) } },
    gives: ['PASS prod app'],
  },
  'custom, and a domain is mapped': {
    contract: one({ domain: 'custom' }),
    estate: { prod: { ...app(), ...mapped({ 'api.acme.com': 'app' }) } },
    gives: ['PASS prod app'],
  },
  'custom, and only another service has a mapped domain: not visible': {
    contract: one({ domain: 'custom' }),
    estate: { prod: { ...app(), ...mapped({ 'api.acme.com': 'other' }) } },
    gives: ['BLIND prod app'],
  },
  'a declared domain is mapped to another service': {
    contract: one({ domain: ['api.acme.com'] }),
    estate: { prod: { ...app(BALANCED), ...mapped({ 'api.acme.com': 'other' }) } },
    gives: ['FAIL prod run.domainMappings/us-central1/api.acme.com routeName'],
  },
  'a domain beyond the declared ones is mapped': {
    contract: one({ domain: ['api.acme.com'] }),
    estate: { prod: { ...app(), ...mapped({ 'api.acme.com': 'app', 'old.acme.com': 'app' }) } },
    gives: ['FAIL prod run.domainMappings/us-central1/old.acme.com routeName'],
  },
  'run.app, and a domain is mapped': {
    contract: one({ domain: 'run.app' }),
    estate: { prod: { ...app(), ...mapped({ 'old.acme.com': 'app' }) } },
    gives: [
      'PASS prod app defaultUriDisabled',
      'FAIL prod run.domainMappings/us-central1/old.acme.com routeName',
    ],
  },
  'a domain is mapped to a service of that name in another region': {
    contract: one({ domain: 'run.app' }),
    estate: { prod: { ...app(), ...mapped({ 'old.acme.com': 'app' }, 'europe-west1') } },
    gives: ['PASS prod app defaultUriDisabled'],
  },
  'one of the declared domains is not mapped: behind a load balancer it may still be served': {
    contract: one({ domain: ['api.acme.com', 'www.acme.com'] }),
    estate: { prod: { ...app(BALANCED), ...mapped({ 'api.acme.com': 'app' }) } },
    gives: ['PASS prod app'],
  },
  'nothing is declared, and a domain is mapped': {
    contract: one({}),
    estate: { prod: { ...app(), ...mapped({ 'api.acme.com': 'app' }) } },
    gives: [],
  },
  'nothing is declared': { contract: one({}), estate: { prod: app() }, gives: [] },
  'not captured': {
    contract: one({ domain: 'run.app' }),
    estate: { prod: { regions: [] } },
    gives: ['BLIND prod app'],
  },
};

describe('domains', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(domains, given))).toEqual(given.gives);
  });

  test('says what cannot be seen, and leaves ingress to its own check', () => {
    const [result] = runCheck(
      domains,
      CASES['custom, and open at the generated URL too: not visible'] as CheckCase,
    );
    expect(result?.message).toContain('no domain mapping to it was seen and load balancers are not read');
    expect(result).toMatchObject({ blind: true, path: null });
  });

  test('evidence of a domain that nobody declared, and of one that leads elsewhere', () => {
    const at = (name: string) =>
      runCheck(domains, CASES[name] as CheckCase).find(({ status }) => status === 'FAIL');
    const beyond = at('a domain beyond the declared ones is mapped');
    expect(beyond).toMatchObject({ severity: 'critical', expected: null, observed: 'app' });
    expect(beyond?.message).toMatch(
      /^prod app is reached at old\.acme\.com; the contract wants api\.acme\.com/,
    );
    expect(beyond?.settle).toMatch(
      /^gcloud beta run domain-mappings delete --domain=old\.acme\.com --project=acme-prod --region=us-central1; or change/,
    );
    const elsewhere = at('a declared domain is mapped to another service');
    expect(elsewhere).toMatchObject({ severity: 'high', expected: 'app', observed: 'other' });
    expect(elsewhere?.message).toContain('is not reached at api.acme.com, which is mapped to other');
  });

  test('evidence of a URL that answers though it must not', () => {
    const [result] = runCheck(domains, CASES['the generated URL answers though it must not'] as CheckCase);
    expect(result).toMatchObject({ severity: 'critical', expected: 'disabled', observed: 'enabled' });
    expect(result?.settle).toContain('--no-default-url');
  });
});
