import type { Declared } from '../../contract/model.ts';
import type { Check, RawResult } from '../model.ts';
import { eachService, subjectOf } from '../results/each-role.ts';
import { blindResult, citing, listed, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { settleService } from '../results/wording.ts';
import { NOT_OBSERVED, observedIngress } from '../view/ingress-words.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { servedHosts, strayHosts } from './hosts.ts';

const PATH = 'defaultUriDisabled';

/** Check 9: services are reached by the generated URL or by custom domains, as intended. */
export const domains: Check = {
  id: 'domains',
  number: 9,
  title: 'Domain strategy',
  explanation:
    'Where the generated run.app URL is the domain, it must answer, and no other host may be mapped to the service; where custom domains are, they must be mapped to it and no others, or the generated URL must not be how the public reaches it. Load balancers are not read, and domain mappings only where the reader may list them: where neither shows what serves a custom domain, and the generated URL is open to everybody, it is not decided. Ingress itself is judged by its own check.',
  run: eachService(judge),
};

function judge(service: ObservedService, at: RolePlace, view: EstateView): RawResult[] {
  const { domain, defaultUrl } = at.intent;
  const generated = domain?.value === 'run.app';
  const wanted =
    defaultUrl ?? (generated && domain !== null ? { ...domain, value: 'enabled' as const } : null);
  const enabled = service.fields.defaultUriDisabled !== true;
  if (wanted !== null && (wanted.value === 'enabled') !== enabled)
    return [wrongUrl(service, at, { view, wanted: wanted.value, source: wanted.location })];
  const url = wanted === null ? [] : [rightUrl(service, at, wanted)];
  const strays = strayHosts(service, at, view);
  const all = [...url, ...strays];
  return domain === null || generated || strays.length > 0 ? all : [...all, custom(service, at, view)];
}

function rightUrl(service: ObservedService, at: RolePlace, wanted: Declared<string>): RawResult {
  const answers =
    wanted.value === 'enabled' ? `answers at its generated URL ${urlOf(service)}` : 'has no generated URL';
  return result('PASS', subjectOf(at, service.id), {
    message: () => `${service.label} ${answers}, as declared${citing(wanted.location)}.`,
    path: PATH,
    expected: wanted.value,
    observed: wanted.value,
    source: wanted.location,
  });
}

function wrongUrl(
  service: ObservedService,
  at: RolePlace,
  {
    view,
    wanted,
    source,
  }: { view: EstateView; wanted: 'enabled' | 'disabled'; source: Parameters<typeof citing>[0] },
): RawResult {
  const observed = wanted === 'enabled' ? 'disabled' : 'enabled';
  return result('FAIL', subjectOf(at, service.id), {
    message: `${service.label} has its generated URL ${observed}; the contract wants it ${wanted}${citing(source)}.`,
    path: PATH,
    expected: wanted,
    observed,
    severity: weigh(view, service.environment, {
      fieldClass: 'posture',
      widening: observed === 'enabled',
      reach: observedIngress(service) === 'all',
    }),
    settle: settleService(service, wanted === 'enabled' ? '--default-url' : '--no-default-url', source),
    source,
  });
}

/** The generated URL is out of the public's reach where it is disabled or requests must come through a load balancer. */
function custom(service: ObservedService, at: RolePlace, view: EstateView): RawResult {
  const served = servedHosts(service, at, view);
  if (served !== null) return pass(service, at, `${listed(served)} is mapped to it, as declared`);
  const hosts = Array.isArray(at.intent.domain?.value) ? listed(at.intent.domain.value) : 'custom domains';
  const ingress = observedIngress(service);
  if (service.fields.defaultUriDisabled === true)
    return pass(service, at, `${hosts} are declared and its generated URL is disabled`);
  if (ingress !== 'all' && ingress !== NOT_OBSERVED)
    return pass(
      service,
      at,
      `${hosts} are declared and its generated URL is not open to the public (ingress ${ingress})`,
    );
  return blindResult(subjectOf(at, service.id), {
    message: `${service.label}: ${hosts} are declared${citing(at.intent.domain?.location ?? null)}, and its generated URL may be open too (ingress ${ingress}); no domain mapping to it was seen and load balancers are not read, so whether a custom domain serves it is not visible.`,
    expected: at.intent.domain?.value ?? null,
    settle:
      'Look at the domain mappings or the load balancer; declare defaultUrl: disabled where the generated URL must not answer.',
    source: at.intent.domain?.location ?? null,
  });
}

function pass(service: ObservedService, at: RolePlace, words: string): RawResult {
  const { domain } = at.intent;
  return result('PASS', subjectOf(at, service.id), {
    message: () => `${service.label}: ${words}${citing(domain?.location ?? null)}.`,
    expected: domain?.value ?? null,
    observed: { defaultUrl: service.fields.defaultUriDisabled === true ? 'disabled' : 'enabled' },
    source: domain?.location ?? null,
  });
}

function urlOf(service: ObservedService): string {
  const { uri } = service.evidence;
  return typeof uri === 'string' ? uri : 'under run.app';
}
