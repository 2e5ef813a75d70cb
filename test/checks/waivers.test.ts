import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { onlyEnvironments } from '../../shared/contract/environments.ts';
import { staleUndecidedNotes } from '../../shared/report/stale.ts';
import { contextOf } from '../fakes/check-tester.ts';
import type { ContractDraft } from '../fakes/contract-builder.ts';
import type { EnvironmentDraft } from '../fakes/snapshot-builder.ts';

type WaiverDraft = NonNullable<ContractDraft['waivers']>[number];
const memory = (size: string) => ({
  services: { app: { resources: { limits: { cpu: '1', memory: size } } } },
});
const DIFFERENT = { dev: memory('2Gi'), prod: memory('512Mi') };

function judge(waiver: WaiverDraft, estate: Record<string, EnvironmentDraft> = DIFFERENT, now?: string) {
  const context = contextOf({ contract: { services: { app: {} }, waivers: [waiver] }, estate });
  const at = now === undefined ? context.now : new Date(now);
  return evaluateContract({ ...context, now: at }, { only: [5] });
}

const MATCHING: Record<string, WaiverDraft> = {
  'by check alone': { check: 'resources' },
  'by role': { check: 'resources', roles: ['app'] },
  'by the name of the setting': { check: 'resources', path: 'memory' },
  'by the canonical path': { check: 'resources', path: 'template.containers.*.resources.limits.memory' },
  'by either environment of a difference': { check: 'resources', environments: ['prod'] },
};
const OTHER: Record<string, WaiverDraft> = {
  'of another check': { check: 'ingress' },
  'of another role': { check: 'resources', roles: ['web'] },
  'of another setting': { check: 'resources', path: 'cpu' },
  'of another environment': { check: 'resources', environments: ['stage'] },
};

describe('waivers', () => {
  test.each(Object.entries(MATCHING))('a live waiver %s makes a difference intentional', (_, waiver) => {
    const { checks, staleWaivers, expiredWaivers } = judge(waiver);
    expect(checks[0]?.status).toBe('INTENTIONAL_DIFF');
    expect(checks[0]?.results[0]).toMatchObject({ waiver: { reason: 'agreed' }, fingerprint: null });
    expect([staleWaivers, expiredWaivers]).toEqual([[], []]);
  });

  test.each(Object.entries(OTHER))('a waiver %s changes nothing', (_, waiver) => {
    expect(judge(waiver).checks[0]).toMatchObject({ status: 'REVIEW_REQUIRED', results: [{ waiver: null }] });
  });

  test('it ends at its instant: the second before it holds, at it it fails and says whose it was', () => {
    const waiver = { check: 'resources', owner: 'web', expires: '2027-03-31T23:59:59Z' };
    expect(judge(waiver, DIFFERENT, '2027-03-31T23:59:58Z').checks[0]?.status).toBe('INTENTIONAL_DIFF');
    const late = judge(waiver, DIFFERENT, '2027-03-31T23:59:59Z');
    const result = late.checks[0]?.results[0];
    expect(result).toMatchObject({ status: 'FAIL', waiver: null });
    expect(result?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(result?.message).toContain(
      'The waiver of web (contracts/test.yaml:90) expired on 2027-03-31T23:59:59Z.',
    );
    expect(late.expiredWaivers).toHaveLength(1);
  });

  test('a waiver that matches nothing is stale', () => {
    const alike = { dev: memory('512Mi'), prod: memory('512Mi') };
    expect(judge({ check: 'resources' }, alike).staleWaivers).toHaveLength(1);
  });

  test('a waiver of a check that did not run is not stale', () => {
    expect(judge({ check: 'ingress' }).staleWaivers).toEqual([]);
  });

  test('a waiver of something that could not be read is not stale, and does not make it pass', () => {
    const blind = { dev: memory('2Gi'), prod: { regions: [] } };
    const { checks, staleWaivers } = judge({ check: 'resources', path: 'memory' }, blind);
    expect(staleWaivers).toEqual([]);
    expect(checks[0]?.status).toBe('REVIEW_REQUIRED');
  });

  test('a failure in one environment is not excused by a waiver of the other', () => {
    const contract = {
      services: { app: {} },
      waivers: [{ check: 'env-keys', environments: ['prod'] }],
    };
    const estate = { dev: { services: { app: {} } }, prod: { services: { app: { env: { A: 'x' } } } } };
    const [check] = evaluateContract(contextOf({ contract, estate }), { only: [6] }).checks;
    expect(check).toMatchObject({
      status: 'FAIL',
      results: [{ environment: 'dev', environments: ['dev', 'prod'] }],
    });
  });
});

describe('what is undecided', () => {
  const FAILING = {
    dev: { services: { app: { template: { serviceAccount: '' } } } },
    prod: {
      services: { app: { template: { serviceAccount: 'cr-app@acme-prod.iam.gserviceaccount.com' } } },
    },
  };
  function judgeOpen(undecided: NonNullable<ContractDraft['undecided']>, now = '2026-02-27T03:00:00Z') {
    const context = contextOf({ contract: { services: { app: {} }, undecided }, estate: FAILING });
    return evaluateContract({ ...context, now: new Date(now) }, { only: [4] });
  }
  const open = {
    check: 'service-account',
    roles: ['app'],
    environments: ['dev'],
    expires: '2026-03-31T23:59:59Z',
  };
  const devResult = (evaluation: ReturnType<typeof judgeOpen>) =>
    evaluation.checks[0]?.results.find(({ environment }) => environment === 'dev');

  test('a failure is for people to decide, says since which line, and is no acceptance', () => {
    const result = devResult(judgeOpen([open]));
    expect(result).toMatchObject({ status: 'REVIEW_REQUIRED', blind: false, waiver: null });
    expect(result?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(result?.message).toContain(
      'Nobody has decided on it yet (contracts/test.yaml:90); it fails from 2026-03-31T23:59:59Z on.',
    );
  });

  test('nothing is undecided unless the contract says so', () => {
    expect(devResult(judgeOpen([]))?.status).toBe('FAIL');
    expect(devResult(judgeOpen([{ ...open, environments: ['stage'] }]))?.status).toBe('FAIL');
    expect(devResult(judgeOpen([{ ...open, path: 'ingress' }]))?.status).toBe('FAIL');
  });

  test('only until its second', () => {
    expect(devResult(judgeOpen([open], '2026-03-31T23:59:58Z'))?.status).toBe('REVIEW_REQUIRED');
    expect(devResult(judgeOpen([open], '2026-03-31T23:59:59Z'))?.status).toBe('FAIL');
  });

  test('where it does not fail it is stale', () => {
    const evaluation = judgeOpen([open, { ...open, check: 'service-account', environments: ['prod'] }]);
    expect(evaluation.staleUndecided.map(({ environments }) => environments)).toEqual([['prod']]);
    expect(staleUndecidedNotes(evaluation)).toEqual([
      'service-account for app in prod is called undecided and does not fail: take it out of the contract (contracts/test.yaml:90)',
    ]);
  });
});

test('a waiver of an environment that is not looked at is not called stale', () => {
  const alike = { dev: memory('512Mi'), prod: memory('512Mi') };
  const context = contextOf({
    contract: { services: { app: {} }, waivers: [{ check: 'resources', environments: ['prod'] }] },
    estate: alike,
  });
  const devAlone = onlyEnvironments(context.contract, ['dev']);
  expect(evaluateContract(context).staleWaivers).toHaveLength(1);
  expect(evaluateContract({ ...context, contract: devAlone }).staleWaivers).toEqual([]);
});
