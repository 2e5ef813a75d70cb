import type { Ingress } from '../contract/model.ts';
import type { Check } from './model.ts';
import { type Breach, eachSetting, type Setting } from './results/settings.ts';
import { weigh } from './results/weigh.ts';
import { NOT_OBSERVED, observedIngress } from './view/ingress-words.ts';
import type { ObservedService, RolePlace } from './view/lookup.ts';
import type { EstateView } from './view/view.ts';

/** How many can reach a service, from nobody to everybody. */
const OPENNESS: Record<Ingress, number> = {
  none: 0,
  internal: 1,
  'internal-and-cloud-load-balancing': 2,
  all: 3,
};

const NO_REVISION = 'its ingress is not observed while no revision is active, so it is not judged';

/** Check 3: from where requests may come is each environment's intent. */
export const ingress: Check = {
  id: 'ingress',
  number: 3,
  title: 'Ingress policy',
  explanation:
    'The observed ingress is what the environment is meant to have. Environments may differ where the contract says so; wider ingress than declared lets people past the load balancer and what stands in it.',
  run: eachSetting((service, at, view) => [ingressSetting(service, at, view)]),
};

function ingressSetting(service: ObservedService, at: RolePlace, view: EstateView): Setting {
  const observed = observedIngress(service);
  const declared = at.intent.ingress;
  const unseen = observed === NOT_OBSERVED ? { unseen: NO_REVISION } : {};
  const holds = observed === NOT_OBSERVED || declared === null || declared.value === observed;
  return {
    name: 'ingress',
    path: 'ingress',
    declared,
    observed,
    note: null,
    breach: holds ? null : breachOf(service, declared.value, { observed, view }),
    states: true,
    compared: true,
    ...unseen,
  };
}

function breachOf(
  service: ObservedService,
  declared: Ingress,
  { observed, view }: { observed: string; view: EstateView },
): Breach {
  const widening = openness(observed) > OPENNESS[declared];
  return {
    severity: weigh(view, service.environment, { fieldClass: 'posture', widening, reach: true }),
    flags: `--ingress=${declared}`,
  };
}

/** An ingress this version does not know may be wider than any it knows. */
function openness(observed: string): number {
  return OPENNESS[observed as Ingress] ?? OPENNESS.all + 1;
}
