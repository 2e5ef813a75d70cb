import { JudgedCheck } from '../checks/judged-check.ts';
import type { CheckReport, CheckResult, Evaluation } from '../checks/model.ts';
import { resourceOf } from './identity.ts';
import type { FindingRecord } from './model.ts';

/** What this pass's checks say of an older violation. `undecided`: nothing that may end it. */
export type Judgement =
  | { verdict: 'fails' }
  | { verdict: 'passes'; waived: boolean }
  | { verdict: 'unreadable' }
  | { verdict: 'undecided' };

/** Judges an older violation by its own check: only a result that was read and did not fail lets it pass. */
export function judgementOf(record: FindingRecord, evaluation: Evaluation): Judgement {
  const check = evaluation.checks.find(({ id }) => id === record.rule);
  if (check === undefined) return { verdict: 'undecided' };
  // What passes says nothing that could end it, or keep it from ending.
  const own = JudgedCheck.openOf(check).filter((result) => isOwn(result, record));
  if (own.some(({ status }) => status === 'FAIL')) return { verdict: 'fails' };
  if (own.some(({ blind }) => blind) || isBlind(check, record)) return { verdict: 'unreadable' };
  if (own.some(({ status }) => status === 'REVIEW_REQUIRED')) return { verdict: 'undecided' };
  return { verdict: 'passes', waived: own.some(({ waiver }) => waiver !== null) };
}

function isOwn(result: CheckResult, record: FindingRecord): boolean {
  if (result.fingerprint !== null) return result.fingerprint === record.fingerprint;
  return (
    result.environment === record.environment &&
    resourceOf(result) === record.resource &&
    result.path === record.path
  );
}

/** Whether the check could not see this environment and role. */
function isBlind(check: CheckReport, record: FindingRecord): boolean {
  return JudgedCheck.openOf(check).some(
    (result) =>
      result.blind &&
      (result.environment === record.environment || result.environments.includes(record.environment)) &&
      (result.role === null || record.role === null || result.role === record.role),
  );
}
