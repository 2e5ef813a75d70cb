import { describe, expect, test } from '@jest/globals';
import { domains } from '../../shared/checks/domains.ts';
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
    expect(result?.message).toContain('domain mappings and load balancers are not read');
    expect(result).toMatchObject({ blind: true, path: null });
  });

  test('evidence of a URL that answers though it must not', () => {
    const [result] = runCheck(domains, CASES['the generated URL answers though it must not'] as CheckCase);
    expect(result).toMatchObject({ severity: 'critical', expected: 'disabled', observed: 'enabled' });
    expect(result?.settle).toContain('--no-default-url');
  });
});
