import { describeFailure } from './failure.ts';
import type { Check, CheckContext, Evaluation, RawResult } from './model.ts';
import { blindResult } from './result.ts';
import { resultOrder } from './result-order.ts';
import { scoreOf } from './score.ts';
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
  const judged = judgeAll(checks, context);
  const reports = judged.map((one) => one.report());
  const ran = new Set(checks.map(({ id }) => id));
  const met = new Set(judged.flatMap(({ matched, hidden }) => [...matched, ...hidden]));
  const { waivers, target } = context.contract;
  return {
    checks: reports,
    score: scoreOf(reports, target),
    staleWaivers: waivers.filter((waiver) => ran.has(waiver.check) && !met.has(waiver)),
    expiredWaivers: waivers.filter((waiver) => !isLive(waiver, context.now)),
  };
}

/**
 * Role by role, then what is judged over the whole estate. Going check by check instead, an estate that
 * is larger than the processor's caches would be fetched from memory once for each check.
 */
function judgeAll(checks: readonly Check[], context: CheckContext): Verdict[] {
  const inOrder = resultOrder(context.contract);
  const verdicts = checks.map((check) => new Verdict(check, context, inOrder));
  for (const role of context.contract.roles)
    for (const verdict of verdicts) verdict.addShare(verdict.check.run.ofRole?.(context, role) ?? []);
  for (const verdict of verdicts) {
    if (verdict.check.run.ofRole === undefined) verdict.add(runSafely(verdict.check, context));
    verdict.closeShares();
    if (verdict.isEmpty) verdict.add([nothingJudged(context)]);
  }
  return verdicts;
}

function runSafely(check: Check, context: CheckContext): RawResult[] {
  try {
    return check.run(context);
  } catch (error) {
    return [describeFailure(error, context.contract, null)];
  }
}

/** A check that found nothing to look at has not passed. */
function nothingJudged({ contract }: CheckContext): RawResult {
  const environments = contract.environments.map(({ name }) => name);
  const about = { role: null, environment: environments.at(-1) ?? '', environments, resource: null };
  return blindResult(about, {
    message:
      'There was nothing to judge: no service of the contract was found, or the contract declares nothing for this check.',
    settle: 'See service-coverage for services that are missing, or declare what this check is to hold.',
  });
}
