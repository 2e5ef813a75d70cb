import type { Change } from '../snapshot/model.ts';
import { isReplacedVersion } from './replaced-version.ts';

const MEANT = 'accept it if it is meant';

/** How to settle a change that no check judges: only what a role's service is can be stated in the contract. */
export function driftSettle({ path, before, after, resource }: Change, role: string | null): string {
  if (path === null) return before === null ? `Delete it, or ${MEANT}.` : `Bring it back, or ${MEANT}.`;
  if (resource === 'secretmanager.versions' && before === null)
    return 'Accept it if it is meant; otherwise destroy that version, which cannot be undone.';
  if (isReplacedVersion({ path, before, after }))
    return 'Accept it if it is meant; what stood behind that number is gone.';
  if (role === null) return `Put it back, or ${MEANT}.`;
  return 'Put it back, or state the new value in the contract; accept it where the contract has no words for it.';
}
