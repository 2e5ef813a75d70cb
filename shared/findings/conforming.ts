import { JudgedCheck } from '../checks/evaluation/judged-check.ts';
import type { CheckResult, Evaluation } from '../checks/model.ts';
import type { Json } from '../snapshot/json.ts';
import { sameValue } from './describe-change.ts';
import { type Judgement, judgementOf } from './judgement.ts';
import type { FindingRecord } from './model.ts';
import { covers, speaksOf } from './same-path.ts';

/** One place in an environment. */
export interface Place {
  environment: string;
  resource: string;
  path: string | null;
  role: string | null;
  /** What stands there now. */
  value: Json;
}

/**
 * Whether the contract itself states what now stands at a place: some check found it there as declared.
 * A waiver excuses a difference, it does not state it; and a check that judges one side of a compound
 * value (that a key is a secret, not which) states no more than that side.
 */
export function isStated(evaluation: Evaluation, place: Place): boolean {
  return evaluation.checks.some((check) =>
    JudgedCheck.about(check, place).some(
      (result) => isAsDeclared(result) && isAbout(result, place) && statesAll(result.expected, place.value),
    ),
  );
}

/** The open violation of that very place which no longer fails: the change is what mended it. */
export function mendedBy(
  known: FindingRecord[],
  evaluation: Evaluation,
  place: Place,
): FindingRecord | undefined {
  return known.find(
    (record) =>
      record.kind === 'violation' &&
      record.environment === place.environment &&
      record.resource === place.resource &&
      covers(record.path, place.path) &&
      isMended(judgementOf(record, evaluation)),
  );
}

function isAsDeclared(result: CheckResult): boolean {
  const settled = result.status === 'PASS' || result.status === 'INTENTIONAL_DIFF';
  return settled && result.waiver === null && result.expected !== null;
}

function isMended(judgement: Judgement): boolean {
  return judgement.verdict === 'passes' && judgement.asked && !judgement.waived;
}

function statesAll(expected: Json, value: Json): boolean {
  return value === null || typeof value !== 'object' || isPlainGrant(value) || sameValue(expected, value);
}

/** A binding without conditions is there or not there: it has no other side. */
function isPlainGrant(value: Json): boolean {
  return sameValue(value, [{}]);
}

function isAbout(result: CheckResult, place: Place): boolean {
  const here = result.environment === place.environment || result.environments.includes(place.environment);
  if (!here || result.path === null || place.path === null) return false;
  const same =
    result.resource === null
      ? result.role !== null && result.role === place.role
      : result.resource === place.resource;
  return same && speaksOf(result.path, place.path);
}
