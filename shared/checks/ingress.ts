import type { Ingress } from '../contract/model.ts';
import { observedIngress } from './ingress-words.ts';
import type { ObservedService, RolePlace } from './lookup.ts';
import type { Check } from './model.ts';
import { judgeSettings, type Setting } from './settings.ts';
import type { EstateView } from './view.ts';
import { weigh } from './weigh.ts';

/** How many can reach a service, from nobody to everybody. */
const OPENNESS: Record<Ingress, number> = {
  none: 0,
  internal: 1,
  'internal-and-cloud-load-balancing': 2,
  all: 3,
};

/** Check 3: from where requests may come is each environment's intent. */
export const ingress: Check = {
  id: 'ingress',
  number: 3,
  title: 'Ingress policy',
  explanation:
    'The observed ingress is what the environment is meant to have. Environments may differ where the contract says so; wider ingress than declared lets people past the load balancer and what stands in it.',
  run: (context) => judgeSettings(context, (service, at, view) => [ingressSetting(service, at, view)]),
};

function ingressSetting(service: ObservedService, at: RolePlace, view: EstateView): Setting {
  const observed = observedIngress(service);
  const declared = at.intent.ingress;
  const wider = declared !== null && openness(observed) > OPENNESS[declared.value];
  return {
    name: 'ingress',
    path: 'ingress',
    declared,
    observed,
    holds: declared === null || declared.value === observed,
    states: true,
    severity: weigh(view, service.environment, { fieldClass: 'posture', widening: wider, reach: true }),
    flags: `--ingress=${declared?.value ?? 'all'}`,
    compared: true,
  };
}

/** An ingress this version does not know may be wider than any it knows. */
function openness(observed: string): number {
  return OPENNESS[observed as Ingress] ?? OPENNESS.all + 1;
}
