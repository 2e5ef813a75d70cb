import { describe, expect, test } from '@jest/globals';
import { ingress } from '../../shared/checks/ingress.ts';
import { brief, type CheckCase, contextOf, runCheck } from '../fakes/check-tester.ts';

const LB = 'internal-and-cloud-load-balancing';
const app = (value?: string) => ({
  services: { app: { fields: value === undefined ? {} : { ingress: value } } },
});
const ALL = app('INGRESS_TRAFFIC_ALL');
const BALANCED = app('INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER');
const BY_PROFILE = { services: { app: { ingress: { by: { dev: 'all', prod: LB } } } } } as const;

const CASES: Record<string, CheckCase & { gives: string[] }> = {
  'as declared and different: intentional': {
    contract: BY_PROFILE,
    estate: { dev: ALL, prod: BALANCED },
    gives: ['PASS dev app ingress', 'PASS prod app ingress', 'INTENTIONAL_DIFF dev/prod app ingress'],
  },
  'as declared and alike: pass': {
    contract: { services: { app: { ingress: 'all' } } },
    estate: { dev: ALL, prod: ALL },
    gives: ['PASS dev app ingress', 'PASS prod app ingress', 'PASS dev/prod app'],
  },
  'opened by hand: one failure and no comparison beside it': {
    contract: BY_PROFILE,
    estate: { dev: ALL, prod: ALL },
    gives: ['PASS dev app ingress', 'FAIL prod app ingress'],
  },
  'declared nowhere and alike: pass': {
    contract: { services: { app: {} } },
    estate: { dev: ALL, prod: ALL },
    gives: ['PASS dev/prod app'],
  },
  'declared nowhere and different: review': {
    contract: { services: { app: {} } },
    estate: { dev: ALL, prod: BALANCED },
    gives: ['REVIEW_REQUIRED dev/prod app ingress'],
  },
  'declared on one side only and different: review': {
    contract: { services: { app: { ingress: { by: { prod: LB } } } } },
    estate: { dev: ALL, prod: BALANCED },
    gives: ['PASS prod app ingress', 'REVIEW_REQUIRED dev/prod app ingress'],
  },
  'not captured: undecided, and nothing to compare with': {
    contract: BY_PROFILE,
    estate: { dev: ALL, prod: { regions: [] } },
    gives: ['PASS dev app ingress', 'BLIND prod app'],
  },
  'mid-deployment: judged when settled': {
    contract: BY_PROFILE,
    estate: { dev: ALL, prod: { services: { app: { evidence: { reconciling: true } } } } },
    gives: ['PASS dev app ingress', 'BLIND prod app'],
  },
  'not observed while no revision is active: undecided, and nothing to compare with': {
    contract: BY_PROFILE,
    estate: { dev: ALL, prod: { services: { app: { evidence: { notObserved: ['ingress'] } } } } },
    gives: ['PASS dev app ingress', 'BLIND prod app'],
  },
  'a missing service belongs to coverage': {
    contract: BY_PROFILE,
    estate: { dev: ALL, prod: {} },
    gives: ['PASS dev app ingress'],
  },
};

describe('ingress', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    expect(brief(runCheck(ingress, given))).toEqual(given.gives);
  });

  test.each([
    ['wider in a protected environment', { dev: ALL, prod: ALL }, 'critical'],
    ['narrower in a protected environment', { dev: ALL, prod: app('INGRESS_TRAFFIC_INTERNAL_ONLY') }, 'high'],
    ['narrower elsewhere', { dev: app('INGRESS_TRAFFIC_NONE'), prod: BALANCED }, 'medium'],
    ['unknown to this version', { dev: ALL, prod: app('INGRESS_TRAFFIC_NEW') }, 'critical'],
  ])('weighs ingress %s', (_, estate, severity) => {
    const failure = runCheck(ingress, { contract: BY_PROFILE, estate }).find(
      ({ status }) => status === 'FAIL',
    );
    expect(failure?.severity).toBe(severity);
  });

  test('speaks in the words of the contract and says both ways to settle it', () => {
    const failure = runCheck(ingress, { contract: BY_PROFILE, estate: { dev: ALL, prod: ALL } })[1];
    expect(failure).toMatchObject({ path: 'ingress', expected: LB, observed: 'all' });
    expect(failure?.message).toBe(
      'prod app has ingress all; the contract wants internal-and-cloud-load-balancing (contracts/test.yaml:13).',
    );
    expect(failure?.settle).toBe(
      'gcloud run services update app --project=acme-prod --region=us-central1 --ingress=internal-and-cloud-load-balancing; or change contracts/test.yaml:13 if this is meant',
    );
  });

  test('reads an ingress that is not stated as Cloud Run does', () => {
    const context = contextOf({
      contract: { services: { app: { ingress: 'all' } } },
      estate: { dev: ALL, prod: ALL },
    });
    for (const { documents } of context.snapshot.readings)
      delete documents['run.services/us-central1/app']?.fields.ingress;
    expect(ingress.run(context).map(({ status }) => status)).toEqual(['PASS', 'PASS', 'PASS']);
  });
});
