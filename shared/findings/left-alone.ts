import { ignorer } from '../checks/naming-map/ignored-services.ts';
import { nameMap } from '../checks/naming-map/name-map.ts';
import type { Contract } from '../contract/model.ts';
import type { Change, LeftAlone, ResourceDocument, Snapshot } from '../snapshot/model.ts';
import { documentAt } from './value-lookup.ts';

/** A resource of an environment; `document`: what it is, or was, where a change tells. */
export interface LeftPlace {
  environment: string;
  id: string;
  document?: ResourceDocument;
}

/** Why an environment hears nothing of a service; null where it does. */
export type WhyLeft = (place: LeftPlace) => LeftAlone | null;

/**
 * What a contract leaves alone: `of-another` is a role of an environment that shares the project, which is told.
 * `ignored` (`ignoreServices`) is a service of no role that is ignored by its name, or by a label that was
 * read: such services come, change and go without anybody's asking.
 */
export function leftAlone(contract: Contract, snapshot: Snapshot): WhyLeft {
  const ignored = ignorer(contract.ignoreServices);
  const maps = new Map(contract.environments.map(({ name }) => [name, nameMap(contract, name)]));
  return ({ environment, id, document }) => {
    const [family, region, name] = id.split('/');
    if (family !== 'run.services' || region === undefined || name === undefined) return null;
    const roles = maps.get(environment)?.get(name);
    if (roles !== undefined)
      return roles.some((role) => role.environment === environment) ? null : 'of-another';
    if (contract.ignoreServices.length === 0) return null;
    const found = document ?? documentAt(snapshot, environment, id);
    return ignored({ id, name, region, document: found, gap: null }) === 'yes' ? 'ignored' : null;
  };
}

/** The changes with those marked of which their environment hears nothing. */
export function markLeftAlone(changes: Change[], whyLeft: WhyLeft): Change[] {
  return changes.map((change) => {
    const left = whyLeft(change);
    return left === null ? change : { ...change, leftAlone: left };
  });
}
