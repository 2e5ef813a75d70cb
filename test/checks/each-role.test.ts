import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { ingress } from '../../shared/checks/ingress.ts';
import type { Check, RawResult } from '../../shared/checks/model.ts';
import { eachRole } from '../../shared/checks/results/each-role.ts';
import { result } from '../../shared/checks/results/result.ts';
import { CHECKS } from '../../shared/checks/table.ts';
import { contextOf } from '../fakes/check-tester.ts';
import { lit, sec } from '../fakes/snapshot-builder.ts';

const CONTEXT = contextOf({
  contract: { services: { web: { ingress: 'all' }, app: { ingress: 'internal' }, gone: {} } },
  estate: {
    dev: { services: { app: { env: { A: lit('1'), DB_PASSWORD: lit('x') } }, web: {} } },
    prod: { services: { app: { env: { A: sec('a') } }, web: {} } },
  },
});

/** Before it is finished, a result's sentence is no member of its own. */
function said(result: RawResult): RawResult {
  return { ...result, message: result.message };
}

describe('a check that judges every role by itself', () => {
  const alone = CHECKS.filter(({ run }) => run.ofRole !== undefined);

  test.each(alone.map((check) => [check.id, check] as const))(
    '%s says of all roles what it says of each, and then what is of none',
    (_, check) => {
      const each = CONTEXT.contract.roles.flatMap((role) => check.run.ofRole?.(CONTEXT, role) ?? []);
      const whole = check.run.together?.(each) ?? each;
      const rest = check.run.ofEstate?.(CONTEXT) ?? [];
      expect(check.run(CONTEXT).map(said)).toEqual([...whole, ...rest].map(said));
    },
  );

  test('is judged once, whichever way it is run', () => {
    const whole: Check = { ...ingress, run: (context) => ingress.run(context) };
    const [byRole] = evaluateContract(CONTEXT, { checks: [ingress] }).checks;
    const [atOnce] = evaluateContract(CONTEXT, { checks: [whole] }).checks;
    expect(byRole).toEqual(atOnce);
    expect(byRole?.results.length).toBeGreaterThan(0);
  });

  test('whose shares cannot be put together is one undecided result', () => {
    const together = () => {
      throw new Error('no such thing');
    };
    const run = eachRole(
      ({ role }) => [result('FAIL', { role, environment: 'prod', resource: null }, { message: 'wrong' })],
      together,
    );
    const [report] = evaluateContract(CONTEXT, { checks: [{ ...ingress, run }] }).checks;
    expect(report?.results.map(({ role, blind }) => [role, blind])).toEqual([[null, true]]);
  });

  test('fails for the role whose judgement throws, and for no other', () => {
    const run = eachRole(({ role }, { context }) => {
      if (role === 'app') throw new Error('no such thing');
      const about = { role, environment: context.contract.environments[0]!.name, resource: null };
      return [result('PASS', about, { message: 'a sentence\non two lines' })];
    });
    const [report] = evaluateContract(CONTEXT, { checks: [{ ...ingress, run }] }).checks;
    expect(report?.results.map(({ role, status, blind }) => [role, status, blind])).toEqual([
      ['web', 'PASS', false],
      ['app', 'REVIEW_REQUIRED', true],
      ['gone', 'PASS', false],
    ]);
    expect(report?.results[0]?.message).toBe('a sentence on two lines');
  });
});
