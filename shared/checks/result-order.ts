import type { Contract } from '../contract/model.ts';
import { compareText } from '../snapshot/model.ts';
import { CHECK_STATUSES, type CheckResult, type CheckStatus } from './model.ts';

/**
 * Answers a function that puts results in order: by role and environment as the contract lists them,
 * then by resource and path; what is of no role comes last.
 */
export function resultOrder(contract: Contract): (results: CheckResult[]) => CheckResult[] {
  const roles = positions(contract.roles);
  const environments = positions(contract.environments.map(({ name }) => name));
  const role = (name: string | null) => (name === null ? roles.size : (roles.get(name) ?? roles.size));
  const at = (name: string | undefined) =>
    name === undefined ? -1 : (environments.get(name) ?? environments.size);
  const compare = (a: CheckResult, b: CheckResult) =>
    compareText(a.resource ?? '', b.resource ?? '') ||
    compareText(a.path ?? '', b.path ?? '') ||
    at(a.environments[0]) - at(b.environments[0]) ||
    at(a.environments[1]) - at(b.environments[1]) ||
    compareText(a.message, b.message);
  // Most results are told apart by role and environment: only the few that are not are compared in full.
  const cell = (result: CheckResult) => role(result.role) * (environments.size + 1) + at(result.environment);
  return (results) =>
    [...Map.groupBy(results, cell)]
      .sort(([a], [b]) => a - b)
      .flatMap(([, together]) => (together.length === 1 ? together : together.sort(compare)));
}

/** The worse of two statuses. */
export function worse(a: CheckStatus, b: CheckStatus): CheckStatus {
  return CHECK_STATUSES.indexOf(a) <= CHECK_STATUSES.indexOf(b) ? a : b;
}

/** The worst status of some results; PASS of none. */
export function worstStatus(results: readonly Pick<CheckResult, 'status'>[]): CheckStatus {
  return results.reduce((worst: CheckStatus, { status }) => worse(worst, status), 'PASS');
}

function positions(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}
