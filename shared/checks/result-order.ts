import type { Contract } from '../contract/model.ts';
import { compareText } from '../snapshot/model.ts';
import { CHECK_STATUSES, type CheckStatus, type RawResult } from './model.ts';

/** Orders results by role and environment as the contract lists them, then by resource and path; what is of no role comes last. */
export function resultOrder(contract: Contract): (a: RawResult, b: RawResult) => number {
  const roles = positions(contract.roles);
  const environments = positions(contract.environments.map(({ name }) => name));
  const role = ({ role: name }: RawResult) => (name === null ? roles.size : (roles.get(name) ?? roles.size));
  const at = (name: string | undefined) =>
    name === undefined ? -1 : (environments.get(name) ?? environments.size);
  return (a, b) =>
    role(a) - role(b) ||
    at(a.environment) - at(b.environment) ||
    compareText(a.resource ?? '', b.resource ?? '') ||
    compareText(a.path ?? '', b.path ?? '') ||
    at(a.environments[0]) - at(b.environments[0]) ||
    at(a.environments[1]) - at(b.environments[1]) ||
    compareText(a.message, b.message);
}

/** The worst of some statuses; PASS of none. */
export function worstStatus(statuses: Iterable<CheckStatus>): CheckStatus {
  let worst = CHECK_STATUSES.length - 1;
  for (const status of statuses) worst = Math.min(worst, CHECK_STATUSES.indexOf(status));
  return CHECK_STATUSES[worst] ?? 'PASS';
}

function positions(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}
