import { JudgedCheck } from '../checks/evaluation/judged-check.ts';
import type { CheckReport, CheckResult, Evaluation } from '../checks/model.ts';
import { resourceOf } from './identity.ts';
import type { FindingRecord } from './model.ts';

/** What this pass's checks say of an older violation. `undecided`: nothing that may end it. */
export type Judgement =
  | { verdict: 'fails' }
  | { verdict: 'passes'; waived: boolean; asked: boolean }
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
  const waived = own.some(({ waiver }) => waiver !== null);
  return { verdict: 'passes', waived, asked: !isUnasked(check, record) };
}

function isOwn(result: CheckResult, record: FindingRecord): boolean {
  if (result.fingerprint !== null) return result.fingerprint === record.fingerprint;
  return (
    result.environment === record.environment &&
    resourceOf(result) === record.resource &&
    result.path === record.path
  );
}

/** Whether the check could not see this environment and role, or another one it was held against. */
function isBlind(check: CheckReport, record: FindingRecord): boolean {
  const seen = [record.environment, ...(record.comparedWith ?? [])];
  return seen.some((environment) =>
    around(check, { ...record, environment }).some(({ blind, unasked }) => blind && unasked !== true),
  );
}

/** Whether the contract asks nothing of the kind of this environment and role any more. */
function isUnasked(check: CheckReport, record: FindingRecord): boolean {
  return around(check, record).some(({ unasked }) => unasked === true);
}

function around(check: CheckReport, record: Pick<FindingRecord, 'environment' | 'role'>): CheckResult[] {
  return JudgedCheck.openOf(check).filter(
    ({ environment, environments, role }) =>
      (environment === record.environment || environments.includes(record.environment)) &&
      (role === null || record.role === null || role === record.role),
  );
}
