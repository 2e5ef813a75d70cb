import type { Contract } from '../contract/model.ts';
import { type Change, compareText } from '../snapshot/model.ts';
import { matchesPath } from '../snapshot/path.ts';
import { contractLine } from './contract-line.ts';
import { beforeAfter, changeHeadline } from './describe-change.ts';
import { driftSettle } from './drift-settle.ts';
import { driftSeverity } from './drift-severity.ts';
import { findingFingerprint, valueHash } from './identity.ts';
import type { Finding } from './model.ts';
import type { ObserveInput } from './observe.ts';

/** Changes as the contract sorts them; what it ignores is in neither. */
export interface SortedChanges {
  drifts: Change[];
  releases: Change[];
}

/** Drops what `drift.ignore` names and what happened to services left alone, and moves what `drift.release` names to the releases. */
export function sortChanges(changes: Change[], contract: Contract): SortedChanges {
  const { ignore, release } = contract.drift;
  const kept = changes.filter((change) => !matchesAny(ignore, change.path) && !isLeft(change, contract));
  const isRelease = (change: Change) => change.class === 'release' || matchesAny(release, change.path);
  return { drifts: kept.filter((change) => !isRelease(change)), releases: kept.filter(isRelease) };
}

/** That a protected environment opens is told, whoever ignores the service; a service of another environment is told there. */
function isLeft(change: Change, { environments }: Contract): boolean {
  if (change.leftAlone !== 'ignored') return change.leftAlone !== undefined;
  const known = environments.find(({ name }) => name === change.environment);
  return driftSeverity(change, known?.protected ?? false) !== 'critical';
}

/** Whether any pattern of the contract names this path; a whole resource is named by none. */
export function matchesAny(patterns: readonly string[], path: string | null): boolean {
  return path !== null && patterns.some((pattern) => matchesPath(pattern, path));
}

/** The identity a change has as pure drift. */
export function driftFingerprint(estate: string, change: Change): string {
  const { environment, id, path } = change;
  return findingFingerprint({ estate, environment, resource: id, path, rule: 'drift' });
}

/** A change that no check judges, as a finding. */
export function driftFinding(input: ObserveInput, change: Change): Finding {
  const { environment, id, path, before, after, label } = change;
  const known = input.contract.environments.find(({ name }) => name === environment);
  const role = roleOf(input.contract, environment, id);
  return {
    fingerprint: driftFingerprint(input.contract.estate, change),
    valueHash: valueHash(input.fingerprintOf, after),
    kind: 'drift',
    severity: driftSeverity(change, known?.protected ?? false),
    environment,
    role,
    resource: id,
    ...(label === undefined ? {} : { label }),
    path,
    rule: null,
    message: driftMessage(change),
    before,
    after,
    expected: null,
    actor: null,
    source: contractLine(input.contract, environment, id),
    settle: driftSettle(change, role),
  };
}

/** The role whose service a resource is in an environment; null where it is none. */
export function roleOf(contract: Contract, environment: string, resource: string): string | null {
  const [family, region, name] = resource.split('/');
  if (family !== 'run.services') return null;
  const role = contract.roles.find((candidate) => {
    const intent = contract.intent(candidate, environment);
    return intent.service?.value === name && intent.regions.includes(region ?? '');
  });
  return role ?? null;
}

function driftMessage(change: Change): string {
  const said = changeHeadline(change);
  const unknown = change.class === 'unclassified' ? ' A field Plumbline does not know yet.' : '';
  const name = change.label ?? change.id;
  if (change.path === null) return `${name} ${said}.${unknown}`;
  return `${name}: ${said}: ${beforeAfter(change)}.${unknown}`;
}

/** Orders changes by environment, resource and path. */
export function compareChanges(a: Change, b: Change): number {
  return (
    compareText(a.environment, b.environment) ||
    compareText(a.id, b.id) ||
    compareText(a.path ?? '', b.path ?? '')
  );
}
