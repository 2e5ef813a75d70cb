import type { Declared } from '../../contract/model.ts';
import type { RawResult } from '../model.ts';
import { subjectOf } from '../results/each-role.ts';
import { citing, result } from '../results/result.ts';
import { grantPath } from '../view/invocation.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import { isOpen, type Reach, reachWords } from '../view/reach.ts';

/** What holds of a service's access: who passes the invoker check, and each invoker that the contract lists. */
export function heldAccess(service: ObservedService, at: RolePlace, reach: Reach): RawResult[] {
  const { invoker, invokers } = at.intent;
  const source = invoker?.location ?? null;
  const whole = result('PASS', subjectOf(at, service.id), {
    message: () =>
      `${service.label}: ${reachWords(reach)}; ${source === null ? 'the contract declares no invoker' : `as declared${citing(source)}`}.`,
    path: pathOf(reach),
    expected: invoker?.value ?? null,
    observed: isOpen(reach) ? 'public' : 'authenticated',
    source,
  });
  return [whole, ...(invokers === null ? [] : listedMembers(service, at, { reach, invokers }))];
}

/** The field that makes it so: the binding of allUsers where that is what opens it, else the invoker check. */
function pathOf(reach: Reach): string {
  const everybody = reach.grants.find(({ member, inherited }) => member === 'allUsers' && !inherited);
  return reach.invokerCheckDisabled || everybody === undefined ? 'invokerIamDisabled' : grantPath(everybody);
}

function listedMembers(
  service: ObservedService,
  at: RolePlace,
  { reach, invokers }: { reach: Reach; invokers: Declared<string[]> },
): RawResult[] {
  return reach.grants
    .filter(({ member, inherited }) => !inherited && invokers.value.includes(member))
    .map((grant) =>
      result('PASS', subjectOf(at, service.id), {
        message: () =>
          `${service.label} may be invoked by ${grant.member}, as declared${citing(invokers.location)}.`,
        path: grantPath(grant),
        expected: grant.member,
        observed: grant.member,
        source: invokers.location,
      }),
    );
}
