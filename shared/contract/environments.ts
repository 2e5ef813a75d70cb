import { PlumblineError } from '../errors.ts';
import { isObject } from '../snapshot/json.ts';
import type { Contract } from './model.ts';

/** The contract for some of its environments: pairs with another one are not compared. Throws USAGE for a name it does not have. */
export function onlyEnvironments(contract: Contract, names: string[]): Contract {
  const known = contract.environments.map((environment) => environment.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new PlumblineError(
      'USAGE',
      `${contract.file} has no environment ${unknown.join(', ')}; it has ${known.join(', ')}`,
    );
  return {
    ...contract,
    environments: contract.environments.filter((environment) => names.includes(environment.name)),
    compare: contract.compare.filter((pair) => pair.every((name) => names.includes(name))),
    intent: (role, environment) => contract.intent(role, environment),
    iam: (environment) => contract.iam(environment),
    apiKeys: (environment) => contract.apiKeys(environment),
    locate: (path) => contract.locate(path),
  };
}

/** Whether a contract that may be for some of its environments still has all of these; all there are where null. */
export function holdsAll({ environments, document }: Contract, names: readonly string[] | null): boolean {
  const written = isObject(document) && isObject(document.environments) ? document.environments : {};
  const held = new Set(environments.map(({ name }) => name));
  return (names ?? Object.keys(written)).every((name) => held.has(name));
}
