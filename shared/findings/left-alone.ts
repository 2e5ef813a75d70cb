import { ignorer } from '../checks/naming-map/ignored-services.ts';
import { nameMap } from '../checks/naming-map/name-map.ts';
import type { Contract } from '../contract/model.ts';
import type { Change, ResourceDocument, Snapshot } from '../snapshot/model.ts';
import { documentAt } from './value-lookup.ts';

/** A resource of an environment; `document`: what it is, or was, where a change tells. */
export interface LeftPlace {
  environment: string;
  id: string;
  document?: ResourceDocument;
}

/**
 * Whether a resource is a service that the contract ignores (`ignoreServices`): of no role, and ignored by
 * its name, or by a label that was read. Such services come, change and go without anybody's asking.
 */
export function leftAlone(contract: Contract, snapshot: Snapshot): (place: LeftPlace) => boolean {
  if (contract.ignoreServices.length === 0) return () => false;
  const ignored = ignorer(contract.ignoreServices);
  const roles = new Map(contract.environments.map(({ name }) => [name, nameMap(contract, name)]));
  return ({ environment, id, document }) => {
    const [family, region, name] = id.split('/');
    if (family !== 'run.services' || region === undefined || name === undefined) return false;
    if (roles.get(environment)?.has(name) === true) return false;
    const found = document ?? documentAt(snapshot, environment, id);
    return ignored({ id, name, region, document: found, gap: null }) === 'yes';
  };
}

/** The changes with those marked that happened to a service the contract leaves alone. */
export function markLeftAlone(changes: Change[], isLeftAlone: (place: LeftPlace) => boolean): Change[] {
  return changes.map((change) => (isLeftAlone(change) ? { ...change, leftAlone: true } : change));
}
