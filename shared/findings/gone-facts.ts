import type { Change } from '../snapshot/model.ts';
import type { ValueAt } from './decision.ts';

/**
 * The changes without those that a resource took with it: that it went is told with its name, and its
 * policy, versions or keys could not have stayed. Where nobody knows whether it is there, they are told.
 */
export function withoutFactsOfGone(changes: Change[], valueAt: ValueAt | undefined): Change[] {
  if (valueAt === undefined) return changes;
  return changes.filter(({ environment, id, path }) => {
    const owner = path === null ? null : valueAt(environment, id, null);
    return owner === null || !owner.read || owner.value !== null;
  });
}
