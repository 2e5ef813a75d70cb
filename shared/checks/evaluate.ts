import type { Check, CheckContext, Evaluation } from './model.ts';
import { resultOrder } from './result-order.ts';
import { nothingJudged, runCheck } from './run-check.ts';
import { Scoring } from './score.ts';
import { CHECKS } from './table.ts';
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
  const checks = (options.checks ?? CHECKS).filter(({ number }) => options.only?.includes(number) ?? true);
  const { waivers, target } = context.contract;
  const scoring = new Scoring(checks.map(({ id }) => id));
  const judged = judgeAll(checks, context, scoring);
  const ran = new Set(checks.map(({ id }) => id));
  const met = new Set(judged.flatMap(({ matched, hidden }) => [...matched, ...hidden]));
  return {
    checks: judged.map((one) => one.report()),
    score: scoring.score(target),
    staleWaivers: waivers.filter((waiver) => ran.has(waiver.check) && !met.has(waiver)),
    expiredWaivers: waivers.filter((waiver) => !isLive(waiver, context.now)),
  };
}

/**
 * Role by role, then what is judged over the whole estate. Going check by check instead, an estate that
 * is larger than the processor's caches would be fetched from memory once for each check.
 */
function judgeAll(checks: readonly Check[], context: CheckContext, scoring: Scoring): Verdict[] {
  const inOrder = resultOrder(context.contract);
  const verdicts = checks.map((check) => new Verdict(check, context, inOrder));
  for (const role of context.contract.roles)
    for (const verdict of verdicts) {
      const share = verdict.check.run.ofRole?.(context, role);
      if (share !== undefined) scoring.count(verdict.check.id, verdict.addShare(share));
    }
  for (const verdict of verdicts) {
    const { id, run } = verdict.check;
    const rest =
      run.ofRole === undefined ? verdict.add(runCheck(verdict.check, context)) : verdict.closeShares();
    scoring.count(id, rest);
    if (verdict.isEmpty) scoring.count(id, verdict.add([nothingJudged(context)]));
  }
  return verdicts;
}
