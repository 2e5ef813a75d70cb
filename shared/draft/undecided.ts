import { evaluateContract } from '../checks/evaluation/evaluate.ts';
import type { CheckContext, CheckResult } from '../checks/model.ts';
import type { DraftUndecided } from './model.ts';

/** How long people have before what is undecided fails. */
const DAYS = 30;

/** What fails under a draft, as its contract can call it undecided: one entry for each check, environment and path. */
export function undecidedOf(context: CheckContext): DraftUndecided[] {
  const expires = expiryOf(context.now);
  const failing = evaluateContract(context).checks.flatMap(({ id, results }) =>
    results.filter(({ status }) => status === 'FAIL').map((result) => ({ check: id, result })),
  );
  const alike = Map.groupBy(failing, ({ check, result }) =>
    JSON.stringify([check, result.environment, result.path, result.role === null]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { environment, path } = first.result;
    const roles = [...new Set(group.flatMap(({ result }) => result.role ?? []))];
    const reviews = group.map(({ result }) => evidence(result, context.contract.file));
    return [{ check: first.check, roles, environment, path, expires, reviews: [...new Set(reviews)] }];
  });
}

/** Lines of a draft that is still being written say nothing. */
function evidence({ message }: CheckResult, file: string): string {
  return message.replaceAll(new RegExp(` \\(${file}:\\d+\\)`, 'g'), '');
}

function expiryOf(now: Date): string {
  return new Date(now.getTime() + DAYS * 86_400_000).toISOString().slice(0, 10);
}
