import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { CHECKS } from '../../shared/checks/table.ts';
import { type CheckCase, contextOf } from '../fakes/check-tester.ts';
import type { ContractDraft } from '../fakes/contract-builder.ts';

const one = (app: NonNullable<ContractDraft['services']>[string]): ContractDraft => ({
  environments: { prod: { protected: true } },
  compare: [],
  services: { app },
});

/** What fails in checks that judge each environment by itself: only a waiver makes it an accepted difference. */
const FAILING: Record<string, CheckCase> = {
  'service-coverage': { contract: one({}), estate: { prod: { regions: ['us-central1'] } } },
  'naming-map': { contract: one({}), estate: { prod: { services: { app: {}, stray: {} } } } },
  domains: {
    contract: one({ domain: 'run.app' }),
    estate: { prod: { services: { app: { fields: { defaultUriDisabled: true } } } } },
  },
  access: {
    contract: one({ invoker: 'authenticated' }),
    estate: { prod: { services: { app: { fields: { invokerIamDisabled: true } } } } },
  },
};

describe.each(Object.entries(FAILING))('%s', (id, { contract, estate }) => {
  const status = (waivers: NonNullable<ContractDraft['waivers']>) => {
    const context = contextOf({ contract: { ...contract, waivers }, estate });
    const checks = CHECKS.filter((check) => check.id === id);
    return evaluateContract(context, { checks }).checks.map((check) => check.status);
  };

  test('fails, is intentional while it is waived, and fails when the waiver has ended', () => {
    expect(status([])).toEqual(['FAIL']);
    expect(status([{ check: id }])).toEqual(['INTENTIONAL_DIFF']);
    expect(status([{ check: id, expires: '2026-02-26T00:00:00Z' }])).toEqual(['FAIL']);
  });
});
