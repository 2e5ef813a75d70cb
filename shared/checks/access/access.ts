import type { Check, RawResult } from '../model.ts';
import { eachService, subjectOf } from '../results/each-role.ts';
import { blindResult, citing, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { settleService } from '../results/wording.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import { isOpen, type Reach, reachOf, reachWords } from '../view/reach.ts';
import type { EstateView } from '../view/view.ts';
import { heldAccess } from './held.ts';
import { invokerProblems } from './invoker.ts';

/** Check 11: who can invoke each service, over all the paths there are, is what is meant. */
export const access: Check = {
  id: 'access',
  number: 11,
  title: 'Who can invoke',
  explanation:
    'Everything that decides who can call a service is taken together: the invoker check, allUsers and allAuthenticatedUsers and named invokers in its own policy and in the project policy it inherits, Identity-Aware Proxy, ingress. Each field that contradicts the intent is one result at its own path; ingress is judged by its own check.',
  run: eachService(judge, mergeInherited),
};

function judge(service: ObservedService, at: RolePlace, view: EstateView): RawResult[] {
  const reach = reachOf(service, view);
  const proxy = judgeIap(service, at, { reach, view });
  const openings = invokerProblems(service, at, { reach, view });
  if (openings.length > 0) return [...proxy, ...openings];
  const undecided = blindness(reach, at);
  if (undecided === null) return [...proxy, ...heldAccess(service, at, reach)];
  const message = () => `${service.label}: who can invoke it is not known; could not read ${undecided}.`;
  const source = at.intent.invoker?.location ?? null;
  const settle = 'Mend the coverage gap named in the message and run again.';
  return [...proxy, blindResult(subjectOf(at, service.id), { message, source, settle })];
}

/** A service that is meant to be public and is open by what was read needs no more reading. */
function blindness(reach: Reach, at: RolePlace): string | null {
  if (reach.unread.length === 0) return null;
  if (at.intent.invoker?.value === 'public' && isOpen(reach)) return null;
  return reach.unread.join('; ');
}

/** A service meant for everybody is not, behind a proxy that asks who they are. */
function judgeIap(
  service: ObservedService,
  at: RolePlace,
  { reach, view }: { reach: Reach; view: EstateView },
): RawResult[] {
  const { invoker } = at.intent;
  const publicly = invoker?.value === 'public' && reach.iap ? { ...invoker, value: false } : null;
  const wanted = at.intent.iap ?? publicly;
  if (wanted === null) return [];
  const holds = wanted.value === reach.iap;
  const is = `${service.label} has Identity-Aware Proxy ${onOff(reach.iap)}`;
  const as = holds
    ? `, as declared${citing(wanted.location)}`
    : `; the contract wants it ${onOff(wanted.value)}${citing(wanted.location)} (${reachWords(reach)})`;
  return [
    result(holds ? 'PASS' : 'FAIL', subjectOf(at, service.id), {
      message: `${is}${as}.`,
      path: 'iapEnabled',
      expected: wanted.value,
      observed: reach.iap,
      severity: holds
        ? 'low'
        : weigh(view, service.environment, { fieldClass: 'posture', widening: wanted.value, reach: true }),
      settle: settleService(service, wanted.value ? '--iap' : '--no-iap', wanted.location),
      source: wanted.location,
    }),
  ];
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}

/** What the project's policy does to many services is one finding: results that name one place become one. */
function mergeInherited(results: RawResult[]): RawResult[] {
  const kept: RawResult[] = [];
  const byPlace = new Map<string, RawResult>();
  for (const each of results) {
    const key = each.resource?.startsWith('resourcemanager.projects/')
      ? [each.environment, each.resource, each.path].join('|')
      : null;
    const first = key === null ? undefined : byPlace.get(key);
    if (first !== undefined) {
      first.role = null;
      continue;
    }
    if (key !== null) byPlace.set(key, each);
    kept.push(each);
  }
  return kept;
}
