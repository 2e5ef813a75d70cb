import type { Contract } from '../../contract/model.ts';
import { compareText } from '../../snapshot/model.ts';
import { CHECK_STATUSES, type CheckResult, type CheckStatus } from '../model.ts';
import { inOrder } from '../results/in-order.ts';

/** Puts results in order, in place. */
export type ResultOrder = (results: CheckResult[]) => CheckResult[];

/**
 * Answers a function that puts results in order: by role and environment as the contract lists them,
 * then by resource and path; what is of no role comes last.
 */
export function resultOrder(contract: Contract): ResultOrder {
  const compare = comparison(contract);
  return (results) => inOrder(results, compare);
}

type Comparison = (a: CheckResult, b: CheckResult) => number;

function comparison(contract: Contract): Comparison {
  const roles = new Map(contract.roles.map((name, index) => [name, index]));
  const environments = contract.environments.map(({ name }) => name);
  const role = (name: string | null) => (name === null ? roles.size : (roles.get(name) ?? roles.size));
  const at = (name: string | undefined) => {
    if (name === undefined) return -1;
    const index = environments.indexOf(name);
    return index < 0 ? environments.length : index;
  };
  return (a, b) =>
    (a.role === b.role ? 0 : role(a.role) - role(b.role)) ||
    at(a.environment) - at(b.environment) ||
    compareText(a.resource ?? '', b.resource ?? '') ||
    compareText(a.path ?? '', b.path ?? '') ||
    at(a.environments[0]) - at(b.environments[0]) ||
    at(a.environments[1]) - at(b.environments[1]) ||
    compareText(a.message, b.message);
}

/** The worse of two statuses. */
export function worse(a: CheckStatus, b: CheckStatus): CheckStatus {
  if (a === b) return a;
  return CHECK_STATUSES.indexOf(a) < CHECK_STATUSES.indexOf(b) ? a : b;
}

/** The worst status of some results; PASS of none. */
export function worstStatus(results: readonly Pick<CheckResult, 'status'>[]): CheckStatus {
  return results.reduce((worst: CheckStatus, { status }) => worse(worst, status), 'PASS');
}
