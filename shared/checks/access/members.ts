import { formatPath } from '../../snapshot/path.ts';
import type { RawResult } from '../model.ts';
import { subjectOf } from '../results/each-role.ts';
import { citing, place, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { type Grant, grantPath, isIapAgent } from '../view/invocation.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import type { Reach } from '../view/reach.ts';
import type { EstateView } from '../view/view.ts';

/** Holds the named invokers of a service against the contract's list; nothing where it states none. */
export function eachMemberProblem(
  service: ObservedService,
  at: RolePlace,
  { reach, view }: { reach: Reach; view: EstateView },
): RawResult[] {
  const { invokers } = at.intent;
  if (invokers === null) return [];
  const members = reach.grants.filter(({ everybody }) => !everybody);
  const extra = members.filter(
    ({ member }) => !invokers.value.includes(member) && !(reach.iap && isIapAgent(member)),
  );
  const held = new Set(members.map(({ member }) => member));
  const lacking = reach.unread.length > 0 ? [] : invokers.value.filter((member) => !held.has(member));
  return [
    ...extra.map((grant) => additional(service, at, { grant, view })),
    ...lacking.map((member) => missing(service, at, { member, view })),
  ];
}

function additional(
  service: ObservedService,
  at: RolePlace,
  { grant, view }: { grant: Grant; view: EstateView },
): RawResult {
  const source = at.intent.invokers?.location ?? null;
  const where = grant.inherited ? `the policy of project ${service.project}` : 'its policy';
  return result('FAIL', subjectOf(at, grant.resource), {
    message: `${service.label} may be invoked by ${grant.member} (${grant.role} in ${where}); the contract does not list it${citing(source)}.`,
    path: grantPath(grant),
    expected: null,
    observed: grant.member,
    severity: weigh(view, service.environment, { fieldClass: 'posture', widening: true, reach: true }),
    settle: `Remove the binding, or list ${grant.member} under invokers${source === null ? '' : ` at ${place(source)}`}.`,
    source,
  });
}

function missing(
  service: ObservedService,
  at: RolePlace,
  { member, view }: { member: string; view: EstateView },
): RawResult {
  const source = at.intent.invokers?.location ?? null;
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} cannot be invoked by ${member}, which the contract lists${citing(source)}.`,
    path: formatPath(['iamPolicy', 'bindings', 'roles/run.invoker', member]),
    expected: member,
    observed: null,
    severity: weigh(view, service.environment, { fieldClass: 'posture' }),
    settle: `Grant ${member} roles/run.invoker on ${service.name}, or take it off the list of invokers.`,
    source,
  });
}
