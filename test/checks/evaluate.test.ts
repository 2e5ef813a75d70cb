import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { ingress } from '../../shared/checks/ingress.ts';
import type { Check } from '../../shared/checks/model.ts';
import { CHECKS } from '../../shared/checks/table.ts';
import { CHECK_IDS } from '../../shared/contract/check-ids.ts';
import { canonicalJson } from '../../shared/snapshot/canonical-json.ts';
import { contextOf } from '../fakes/check-tester.ts';
import { lit, sec } from '../fakes/snapshot-builder.ts';

const CONTRACT = { services: { web: { ingress: 'all' as const }, app: { ingress: 'internal' as const } } };
const ESTATE = {
  dev: { services: { app: { env: { A: lit('1') } }, web: {} } },
  prod: { services: { app: {}, web: {}, stray: {} } },
};
const CONTEXT = contextOf({ contract: CONTRACT, estate: ESTATE });

const throwing: Check = {
  ...ingress,
  run: () => {
    throw new TypeError('cannot read "s3cr3t-value" of undefined');
  },
};

describe('the table of checks', () => {
  test('is in the order of the numbers, ids as the contract language knows them', () => {
    const numbers = CHECKS.map(({ number }) => number);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(CHECKS.map(({ id }) => id)).toEqual(numbers.map((number) => CHECK_IDS[number - 1]));
  });

  test('every check says what it is for', () => {
    for (const { title, explanation } of CHECKS) {
      expect(title).not.toBe('');
      expect(explanation.length).toBeGreaterThan(80);
    }
  });
});

describe('evaluateContract', () => {
  test('runs what is asked for, in order', () => {
    expect(evaluateContract(CONTEXT, { only: [9, 3] }).checks.map(({ number }) => number)).toEqual([3, 9]);
  });

  test('orders results by role and environment as the contract lists them', () => {
    const [check] = evaluateContract(CONTEXT, { only: [3] }).checks;
    expect(check?.results.map(({ role, environments }) => `${role} ${environments.join('/')}`)).toEqual([
      'web dev/prod',
      'web dev',
      'web prod',
      'app dev',
      'app prod',
    ]);
  });

  test('names what is open by a fingerprint of place and rule, and nothing else', () => {
    const evaluation = evaluateContract(CONTEXT);
    for (const { results } of evaluation.checks)
      for (const { status, fingerprint } of results)
        expect(fingerprint !== null).toBe(status === 'FAIL' || status === 'REVIEW_REQUIRED');
    const later = evaluateContract({ ...CONTEXT, now: new Date('2030-01-01T00:00:00Z') });
    expect(later.checks).toEqual(evaluation.checks);
  });

  test('a check that throws is one undecided result without what it quotes; the others are unharmed', () => {
    const all = evaluateContract(CONTEXT);
    const harmed = evaluateContract(CONTEXT, {
      checks: CHECKS.map((check) => (check === ingress ? throwing : check)),
    });
    const broken = harmed.checks[2];
    expect(broken).toMatchObject({ id: 'ingress', status: 'REVIEW_REQUIRED', results: [{ blind: true }] });
    expect(broken?.results[0]?.message).toContain('TypeError: cannot read … of undefined');
    expect(harmed.checks.filter(({ id }) => id !== 'ingress')).toEqual(
      all.checks.filter(({ id }) => id !== 'ingress'),
    );
  });

  test('a role whose judgement throws is one result; the other roles are judged', () => {
    const intent = CONTEXT.contract.intent.bind(CONTEXT.contract);
    const contract = {
      ...CONTEXT.contract,
      intent: (role: string, environment: string) => {
        if (role === 'web') throw new Error('broken');
        return intent(role, environment);
      },
    };
    const [check] = evaluateContract({ ...CONTEXT, contract }, { only: [3] }).checks;
    expect(check?.results.map(({ role, status, blind }) => [role, status, blind])).toEqual([
      ['web', 'REVIEW_REQUIRED', true],
      ['app', 'FAIL', false],
      ['app', 'FAIL', false],
    ]);
  });

  test('a check that found nothing to judge has not passed', () => {
    const context = contextOf({ contract: CONTRACT, estate: { dev: {}, prod: {} } });
    const { checks } = evaluateContract(context);
    expect(checks.filter(({ status }) => status === 'PASS').map(({ id }) => id)).toEqual(['naming-map']);
  });

  test('where nothing was captured nothing passes', () => {
    const context = contextOf({
      contract: CONTRACT,
      estate: { dev: { regions: [] }, prod: { regions: [] } },
    });
    for (const check of evaluateContract(context).checks) {
      expect(check.status).toBe('REVIEW_REQUIRED');
      expect(check.results.every(({ blind }) => blind)).toBe(true);
    }
  });

  test('gives the same bytes however the snapshot is ordered, and changes nothing it was given', () => {
    const before = canonicalJson(CONTEXT.snapshot as never);
    const expected = JSON.stringify(evaluateContract(CONTEXT));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(CONTEXT.snapshot.readings, { minLength: CONTEXT.snapshot.readings.length }),
        (readings) => {
          const snapshot = { ...CONTEXT.snapshot, readings };
          expect(JSON.stringify(evaluateContract({ ...CONTEXT, snapshot }))).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
    expect(canonicalJson(CONTEXT.snapshot as never)).toBe(before);
  });

  test('no shape of a document makes it throw', () => {
    const draft = fc.record(
      {
        env: fc.dictionary(fc.string(), fc.jsonValue()),
        fields: fc.dictionary(
          fc.constantFrom('ingress', 'template', 'scaling', 'iapEnabled', 'labels'),
          fc.jsonValue(),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(draft, draft, (dev, prod) => {
        const estate = { dev: { services: { app: dev } }, prod: { services: { app: prod } } };
        const context = contextOf({ contract: CONTRACT, estate: estate as never });
        const messages = evaluateContract(context).checks.flatMap(({ results }) =>
          results.map(({ message }) => message),
        );
        expect(messages.filter((message) => message.includes('failed inside'))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('judges 3 × 1,000 services in a moment', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `service-${index}`);
    const env = Object.fromEntries(names.slice(0, 20).map((name) => [name.toUpperCase(), sec(name)]));
    const services = Object.fromEntries(names.map((name) => [name, { env }]));
    const contract = {
      environments: { dev: {}, stage: {}, prod: {} },
      compare: [
        ['dev', 'prod'],
        ['stage', 'prod'],
      ] as [string, string][],
      services: Object.fromEntries(names.map((name) => [name, { ingress: 'all' as const }])),
    };
    const context = contextOf({
      contract,
      estate: { dev: { services }, stage: { services }, prod: { services } },
    });
    const { checks } = evaluateContract(context);
    expect(checks.flatMap(({ results }) => results).length).toBeGreaterThan(20_000);
  });
});
