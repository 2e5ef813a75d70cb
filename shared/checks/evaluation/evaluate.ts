import { holdsAll } from '../../contract/environments.ts';
import type { Matter } from '../../contract/model.ts';
import type { Check, CheckContext, Evaluation, RawResult } from '../model.ts';
import { CHECKS } from '../table.ts';
import { describeFailure } from './failure.ts';
import { resultOrder } from './result-order.ts';
import { nothingJudged, runCheck } from './run-check.ts';
import { Scoring } from './score.ts';
import { Verdict } from './verdict.ts';
import { isLive } from './waivers.ts';

/** Which checks are run; all of the table where nothing is said. */
export interface EvaluationOptions {
  /** Numbers of the checks to run. */
  only?: number[];
  checks?: readonly Check[];
}

/**
 * Holds a snapshot against its contract: every check in the order of the numbers, results in a stable
 * order, waivers applied, findings named. A check that throws is one undecided result; the others are unharmed.
 */
export function evaluateContract(context: CheckContext, options: EvaluationOptions = {}): Evaluation {
  const checks = (options.checks ?? CHECKS)
    .filter(({ number }) => options.only?.includes(number) ?? true)
    .filter(({ asked }) => asked?.(context) ?? true);
  const { waivers, undecided, target } = context.contract;
  const scoring = new Scoring(checks.map(({ id }) => id));
  const judged = judgeAll(checks, context, scoring);
  const ran = new Set(checks.map(({ id }) => id));
  const met = new Set(judged.flatMap(({ matched, hidden }) => [...matched, ...hidden]));
  const isAsked = ({ check }: Matter) => options.only === undefined || ran.has(check);
  const isStale = (matter: Matter) =>
    ran.has(matter.check) && !met.has(matter) && holdsAll(context.contract, matter.environments);
  return {
    checks: judged.map((one) => one.report()),
    score: scoring.score(target),
    staleWaivers: waivers.filter(isStale),
    staleUndecided: undecided.filter(isStale),
    expiredWaivers: waivers.filter((waiver) => isAsked(waiver) && !isLive(waiver, context.now)),
  };
}

/**
 * Role by role, then what is judged over the whole estate. Going check by check instead, an estate that
 * is larger than the processor's caches would be fetched from memory once for each check.
 */
function judgeAll(checks: readonly Check[], context: CheckContext, scoring: Scoring): Verdict[] {
  const inOrder = resultOrder(context.contract);
  const verdicts = checks.map((check) => new Verdict(check, context, inOrder));
  const byRole = verdicts.flatMap((verdict) => {
    const { id, run } = verdict.check;
    return run.ofRole === undefined ? [] : [{ id, verdict, ofRole: run.ofRole }];
  });
  for (const role of context.contract.roles)
    for (const { id, verdict, ofRole } of byRole) scoring.count(id, verdict.addShare(ofRole(context, role)));
  for (const verdict of verdicts) {
    const { check } = verdict;
    const rest =
      check.run.ofRole === undefined
        ? verdict.add(runCheck(check, context))
        : [...verdict.closeShares(), ...verdict.add(ofNoRole(check, context))];
    scoring.count(check.id, rest);
    if (verdict.isEmpty) scoring.count(check.id, verdict.add([nothingJudged(context)]));
  }
  return verdicts;
}

/** What a check that judges every role by itself says beside: of jobs, worker pools, policies. */
function ofNoRole({ run }: Check, context: CheckContext): RawResult[] {
  try {
    return run.ofEstate?.(context) ?? [];
  } catch (error) {
    return [describeFailure(error, context.contract, null)];
  }
}
