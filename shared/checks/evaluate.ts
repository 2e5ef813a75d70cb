import type { Waiver } from '../contract/model.ts';
import { findingFingerprint, resourceOf } from '../findings/identity.ts';
import { describeFailure } from './failure.ts';
import type { Check, CheckContext, CheckReport, CheckResult, Evaluation, RawResult } from './model.ts';
import { blindResult } from './result.ts';
import { resultOrder, worstStatus } from './result-order.ts';
import { scoreOf } from './score.ts';
import { CHECKS } from './table.ts';
import { applyWaivers, covers, isLive } from './waivers.ts';

/** Which checks are run; all of the table where nothing is said. */
export interface EvaluationOptions {
  /** Numbers of the checks to run. */
  only?: number[];
  checks?: readonly Check[];
}

interface Judged {
  report: CheckReport;
  matched: Set<Waiver>;
  /** Waivers that may well cover something that was not read. */
  hidden: Set<Waiver>;
}

/**
 * Holds a snapshot against its contract: every check in the order of the numbers, results in a stable
 * order, waivers applied, findings named. A check that throws is one undecided result; the others are unharmed.
 */
export function evaluateContract(context: CheckContext, options: EvaluationOptions = {}): Evaluation {
  const checks = (options.checks ?? CHECKS).filter(({ number }) => options.only?.includes(number) ?? true);
  const judged = checks.map((check) => judgeCheck(check, context));
  const reports = judged.map(({ report }) => report);
  const ran = new Set(checks.map(({ id }) => id));
  const known = (waiver: Waiver, of: 'matched' | 'hidden') => judged.some((one) => one[of].has(waiver));
  const { waivers, target } = context.contract;
  return {
    checks: reports,
    score: scoreOf(reports, target),
    staleWaivers: waivers.filter(
      (waiver) => ran.has(waiver.check) && !known(waiver, 'matched') && !known(waiver, 'hidden'),
    ),
    expiredWaivers: waivers.filter((waiver) => !isLive(waiver, context.now)),
  };
}

function judgeCheck(check: Check, context: CheckContext): Judged {
  const { contract, now } = context;
  const waivers = contract.waivers.filter((waiver) => waiver.check === check.id);
  const matched = new Set<Waiver>();
  const hidden = new Set<Waiver>();
  const order = resultOrder(contract);
  const raw = runSafely(check, context);
  for (const result of raw.filter(({ blind }) => blind))
    for (const waiver of waivers)
      if (result.role === null || covers({ ...waiver, path: null }, result)) hidden.add(waiver);
  const results = raw
    .map((result) => {
      const waived = applyWaivers(result, waivers, now);
      for (const waiver of waived.matched) matched.add(waiver);
      return finish(waived.result, { waiver: waived.waiver, check, context });
    })
    .sort(order);
  const { id, number, title } = check;
  const status = worstStatus(results.map((result) => result.status));
  return { report: { id, number, title, status, results }, matched, hidden };
}

function runSafely(check: Check, context: CheckContext): RawResult[] {
  try {
    const results = check.run(context);
    return results.length > 0 ? results : [nothingJudged(context)];
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

function finish(
  result: RawResult,
  { waiver, check, context }: { waiver: Waiver | null; check: Check; context: CheckContext },
): CheckResult {
  const open = result.status === 'FAIL' || result.status === 'REVIEW_REQUIRED';
  const fingerprint = open
    ? findingFingerprint({
        estate: context.contract.estate,
        environment: result.environment,
        resource: resourceOf(result),
        path: result.path,
        rule: check.id,
      })
    : null;
  return { ...result, waiver, fingerprint };
}
