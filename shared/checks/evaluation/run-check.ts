import type { Check, CheckContext, RawResult } from '../model.ts';
import { blindResult, unaskedResult } from '../results/result.ts';
import { viewOf } from '../view/view.ts';
import { describeFailure } from './failure.ts';

/** Everything a check says of an estate, never nothing; one that throws says one undecided thing. */
export function runCheck(check: Check, context: CheckContext): RawResult[] {
  const results = runSafely(context, () => check.run(context));
  return results.length === 0 ? [nothingJudged(context)] : results;
}

/** A check that found nothing to look at has not passed. */
export function nothingJudged(context: CheckContext): RawResult {
  const { contract } = context;
  const undecided = sawServices(context) ? unaskedResult : blindResult;
  const environments = contract.environments.map(({ name }) => name);
  const about = { role: null, environment: environments.at(-1) ?? '', environments, resource: null };
  return undecided(about, {
    message:
      'There was nothing to judge: no service of the contract was found, or the contract declares nothing for this check.',
    settle: 'See service-coverage for services that are missing, or declare what this check is to hold.',
  });
}

/** With nothing at all to look at, a list that is not whole is as likely as a contract that asks nothing. */
function sawServices(context: CheckContext): boolean {
  const view = viewOf(context);
  return context.contract.roles.some((role) =>
    view.role(role).places.some(({ settled }) => settled.length > 0),
  );
}

/** What a part of a check says; one that throws says one undecided thing. */
export function runSafely(context: CheckContext, run: () => RawResult[]): RawResult[] {
  try {
    return run();
  } catch (error) {
    return [describeFailure(error, context.contract, null)];
  }
}
