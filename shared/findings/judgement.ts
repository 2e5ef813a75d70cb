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

/**
 * Whether a violation's check sees its place, and not another environment it was held against, or not all it
 * needs to know of the resource: what it says now is half of it.
 */
export function isHalfSeen(record: FindingRecord, evaluation: Evaluation): boolean {
  const check = evaluation.checks.find(({ id }) => id === record.rule);
  if (check === undefined) return false;
  return othersOf(record).some((other) => isBlindAbout(check, other)) || isBlindBeside(check, record);
}

function isBlindBeside(check: CheckReport, { environment, resource }: FindingRecord): boolean {
  return JudgedCheck.blindOf(check).some(
    (result) => result.environment === environment && resourceOf(result) === resource,
  );
}

/** Whether the check could not see this environment and role, or another one it was held against. */
function isBlind(check: CheckReport, record: FindingRecord): boolean {
  return [record, ...othersOf(record)].some((place) => isBlindAbout(check, place));
}

type Place = Pick<FindingRecord, 'environment' | 'role'>;

function othersOf({ comparedWith = [], role }: FindingRecord): Place[] {
  return comparedWith.map((environment) => ({ environment, role }));
}

function isBlindAbout(check: CheckReport, place: Place): boolean {
  return JudgedCheck.blindOf(check).some((result) => isAround(result, place));
}

/** Whether the contract asks nothing of the kind of this environment and role any more. */
function isUnasked(check: CheckReport, record: FindingRecord): boolean {
  return JudgedCheck.openOf(check).some((result) => result.unasked === true && isAround(result, record));
}

function isAround({ environment, environments, role }: CheckResult, place: Place): boolean {
  const isHere = environment === place.environment || environments.includes(place.environment);
  return isHere && (role === null || place.role === null || role === place.role);
}
