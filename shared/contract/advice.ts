import { formatPath } from '../snapshot/path.ts';
import { formatLocation } from './contract-error.ts';
import type { Contract, ContractIssue, Location, Matter } from './model.ts';
import { NETWORK_SETTINGS, RESOURCE_SETTINGS } from './model.ts';
import { suggest } from './suggest.ts';

/**
 * What is valid and most likely not meant, in the order of the file: waivers that are over, repeat each
 * other or name a path that is none, environments and roles that are compared with nothing, keys for
 * environments without the role. What only an estate can show (that a waiver matches nothing) is told by `check`.
 */
export function adviceOn(contract: Contract, now: Date): ContractIssue[] {
  const issues = [
    ...matters(contract, now),
    ...environmentsAlone(contract),
    ...rolesAlone(contract),
    ...keysOfAbsentRoles(contract),
  ];
  return issues.sort((a, b) => a.line - b.line || a.column - b.column);
}

function issue(location: Location, path: (string | number)[], message: string): ContractIssue {
  return { ...location, path: formatPath(path.map(String)), message };
}

function matters(contract: Contract, now: Date): ContractIssue[] {
  const lists: [string, Matter[]][] = [
    ['waivers', contract.waivers],
    ['undecided', contract.undecided],
  ];
  return lists.flatMap(([section, list]) =>
    list.flatMap((matter, index) => {
      const earlier = list.slice(0, index).find((other) => reachOf(other) === reachOf(matter));
      const say = (message: string) => issue(matter.location, [section, index], message);
      return [
        ...(now.getTime() < Date.parse(matter.expires) ? [] : [say(`is over since ${matter.expires}`)]),
        ...(earlier === undefined ? [] : [say(`repeats ${formatLocation(earlier.location)}`)]),
        ...mistypedPath(matter).map(say),
      ];
    }),
  );
}

function reachOf({ check, roles, environments, path }: Matter): string {
  return JSON.stringify([check, roles?.toSorted(), environments?.toSorted(), path]);
}

/** The words a path of a check may be; any other may still be a canonical path, unless one of these is near. */
const PATHS: Partial<Record<string, readonly string[]>> = {
  resources: RESOURCE_SETTINGS,
  network: NETWORK_SETTINGS,
  access: ['invoker', 'invokers', 'iap'],
  domains: ['domain', 'defaultUrl'],
};

function mistypedPath({ check, path }: Matter): string[] {
  const known = PATHS[check];
  if (known === undefined || path === null || known.includes(path) || /[.[]/.test(path)) return [];
  const near = suggest(path, known);
  return near === null ? [] : [`has a path "${path}" that ${check} does not know; did you mean "${near}"?`];
}

/** An environment that no pair names is judged by its own intent alone. */
function environmentsAlone({ environments, compare }: Contract): ContractIssue[] {
  if (environments.length < 2) return [];
  return environments
    .filter(({ name }) => !compare.some((pair) => pair.includes(name)))
    .map(({ name, location }) => issue(location, ['environments', name], 'is compared with nothing'));
}

/** A role whose environments never stand in one pair. */
function rolesAlone(contract: Contract): ContractIssue[] {
  if (contract.compare.length === 0) return [];
  return contract.roles
    .filter((role) => !isMeantForSome(contract, role))
    .flatMap((role) => {
      const named = contract.environments
        .map(({ name }) => name)
        .filter((name) => isNamed(contract, role, name));
      if (contract.compare.some((pair) => pair.every((name) => named.includes(name)))) return [];
      const message = `is compared with nothing: it has a service in ${named.join(' and ')} only`;
      return [issue(contract.locate(['services', role]), ['services', role], message)];
    });
}

/** Where a waiver accepts that it is missing somewhere, nobody need be told. */
function isMeantForSome({ waivers }: Contract, role: string): boolean {
  return waivers.some(({ check, roles }) => check === 'service-coverage' && (roles?.includes(role) ?? true));
}

function isNamed(contract: Contract, role: string, environment: string): boolean {
  return contract.intent(role, environment).service !== null;
}

/** `in` that names only environments where the role has no service: the key is wanted nowhere. */
function keysOfAbsentRoles(contract: Contract): ContractIssue[] {
  return contract.roles.flatMap((role) => {
    const names = contract.environments.map(({ name }) => name);
    const here = names.filter((name) => isNamed(contract, role, name));
    const [first] = here;
    if (first === undefined) return [];
    return Object.keys(contract.intent(role, first).env).flatMap((key) => {
      if (here.some((name) => contract.intent(role, name).env[key]?.expected === true)) return [];
      const path = ['services', role, 'env', key];
      return [issue(contract.locate(path), path, `is wanted only where ${role} has no service`)];
    });
  });
}
