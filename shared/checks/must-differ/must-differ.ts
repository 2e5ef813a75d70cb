import type { Check, RawResult } from '../model.ts';
import { eachRoleAndEstate, type Judging, judgePlaces } from '../results/each-role.ts';
import { declaredKey } from '../view/declared-key.ts';
import type { RoleView } from '../view/lookup.ts';
import { otherWorkloads, workloadOf } from '../view/workload.ts';
import { differResults } from './pairs.ts';
import { sharedSecrets } from './shared-secrets.ts';

/** Check 18: what must differ between environments does, and none shares a secret with another. */
export const mustDiffer: Check = {
  id: 'must-differ',
  number: 18,
  title: 'Values that must differ',
  explanation:
    'A key marked mustDiffer has another value in every environment: literals are compared by their keyed fingerprints, secrets by the fingerprints their writers annotate; a secret without one is not decided. And no two environments take one and the same secret, whatever the contract marks: rotating it for one would change the other.',
  run: eachRoleAndEstate(
    (role, judging) => [
      ...judgePlaces(role, judging.view, (service) =>
        sharedSecrets(workloadOf(service), role.role, judging.view),
      ),
      ...markedKeys(role).flatMap((key) => differResults(role, key, judging.view)),
    ],
    (judging) => [...sharedByOthers(judging)],
  ),
};

/** The keys that some environment's intent marks, in the order of the contract. */
function markedKeys({ places }: RoleView): string[] {
  const keys = places.flatMap(({ intent }) => Object.keys(intent.env));
  if (keys.length === 0) return keys;
  return [...new Set(keys)].filter((key) =>
    places.some(({ intent }) => declaredKey(intent, key)?.mustDiffer === true),
  );
}

function sharedByOthers({ view }: Judging): RawResult[] {
  return view.contract.environments.flatMap(({ name }) =>
    otherWorkloads(view, name).flatMap((workload) => sharedSecrets(workload, null, view)),
  );
}
