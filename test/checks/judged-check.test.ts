import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { JudgedCheck } from '../../shared/checks/evaluation/judged-check.ts';
import type { Check, CheckReport, CheckResult } from '../../shared/checks/model.ts';
import { CHECKS } from '../../shared/checks/table.ts';
import { contextOf } from '../fakes/check-tester.ts';
import { lit, sec } from '../fakes/snapshot-builder.ts';

const CONTEXT = contextOf({
  contract: {
    services: {
      web: { ingress: 'all' },
      app: { ingress: 'internal', names: { by: { dev: 'app-dev', prod: 'web' } } },
    },
  },
  estate: {
    dev: { services: { 'app-dev': { env: { A: lit('1'), DB_PASSWORD: lit('x') } }, web: {} } },
    prod: { services: { web: { env: { A: sec('a') } } } },
  },
});

/** The checks, and for each the roles it was run for. */
function counted(): { checks: Check[]; runs: string[] } {
  const runs: string[] = [];
  const checks = CHECKS.map((check): Check => {
    const { ofRole } = check.run;
    if (ofRole === undefined) return check;
    const run = Object.assign((context: typeof CONTEXT) => check.run(context), {
      ...check.run,
      ofRole: (context: typeof CONTEXT, role: string) => {
        runs.push(`${check.id} ${role}`);
        return ofRole(context, role);
      },
    });
    return { ...check, run };
  });
  return { checks, runs };
}

/** The same evaluation with every result held, as a check that judges all roles at once has them. */
const WHOLE = evaluateContract(CONTEXT, {
  checks: CHECKS.map((check) => ({ ...check, run: (context: typeof CONTEXT) => check.run(context) })),
});

function pairs(): [string, CheckReport, CheckReport][] {
  return evaluateContract(CONTEXT).checks.map((check, index) => [check.id, check, WHOLE.checks[index]!]);
}

describe('a report whose passing results are made when they are read', () => {
  test.each(pairs())('%s: has the results, status and copies of one that holds them', (_, check, whole) => {
    expect(check.status).toBe(whole.status);
    expect({ ...check }).toEqual({ ...whole });
    expect(check.results).toBe(check.results);
    expect(JSON.parse(JSON.stringify(check))).toEqual(JSON.parse(JSON.stringify(whole)));
  });

  test.each(pairs())(
    '%s: tells what is open, and what speaks of a place, as if it held all',
    (_, check, whole) => {
      const isOpen = ({ status }: CheckResult) => status !== 'PASS';
      expect(JudgedCheck.openOf(check).filter(isOpen)).toEqual(whole.results.filter(isOpen));
      for (const { resource, role } of whole.results) {
        if (resource === null) continue;
        const speaks = (one: CheckResult) =>
          one.resource === resource || (one.resource === null && one.role === role);
        const found = JudgedCheck.about(check, { resource, role: 'no role any more' }).filter(speaks);
        const own = whole.results.filter((one) => one.resource === resource);
        for (const one of own) expect(found).toContainEqual(one);
      }
    },
  );

  test('no check is run again for what is open, and only for the roles of a service for what is said of it', () => {
    const { checks, runs } = counted();
    const evaluation = evaluateContract(CONTEXT, { checks });
    const once = runs.splice(0).length;
    for (const check of evaluation.checks) JudgedCheck.openOf(check);
    expect([once, runs]).toEqual([2 * checks.filter(({ run }) => run.ofRole !== undefined).length, []]);
    for (const check of evaluation.checks)
      JudgedCheck.about(check, { resource: 'run.services/us-central1/app-dev', role: 'app' });
    expect(runs.length).toBeGreaterThan(0);
    expect(runs.filter((run) => !run.endsWith(' app'))).toEqual([]);
  });

  test('a sentence is put together once, and a copy has it', () => {
    const [result] = evaluateContract(CONTEXT, { only: [1] }).checks[0]?.results ?? [];
    expect(Object.keys(result ?? {})).toContain('message');
    expect({ ...result }.message).toBe(result?.message);
    expect(result?.message).toContain('web');
  });
});
