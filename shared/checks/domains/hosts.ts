import type { RawResult } from '../model.ts';
import { subjectOf } from '../results/each-role.ts';
import { citing, result } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { orDeclare } from '../results/wording.ts';
import { observedIngress } from '../view/ingress-words.ts';
import type { ObservedService, RolePlace } from '../view/lookup.ts';
import type { EstateView } from '../view/view.ts';
import { type MappedHost, mappedHosts } from './mapped-hosts.ts';

/**
 * Custom domains that lead elsewhere than declared: to another service, or to this one undeclared. Each is
 * a result about the mapping, so that one that can no longer be read resolves nothing.
 */
export function strayHosts(service: ObservedService, at: RolePlace, view: EstateView): RawResult[] {
  const wanted = at.intent.domain?.value;
  if (wanted === undefined || wanted === 'custom') return [];
  const declared = Array.isArray(wanted) ? wanted : [];
  return mappedHosts(service, view).flatMap((mapped) => {
    const isOwn = mapped.service === service.name;
    return declared.includes(mapped.host) === isOwn ? [] : [stray(service, at, { mapped, isOwn, view })];
  });
}

/** The declared custom domains that are mapped to the service, all of them; null where one is not. */
export function servedHosts(service: ObservedService, at: RolePlace, view: EstateView): string[] | null {
  const wanted = at.intent.domain?.value;
  const own = mappedHosts(service, view).flatMap((one) => (one.service === service.name ? [one.host] : []));
  if (wanted === 'custom') return own.length === 0 ? null : own;
  return Array.isArray(wanted) && wanted.every((host) => own.includes(host)) ? wanted : null;
}

function stray(
  service: ObservedService,
  at: RolePlace,
  { mapped, isOwn, view }: { mapped: MappedHost; isOwn: boolean; view: EstateView },
): RawResult {
  const { host } = mapped;
  const source = at.intent.domain?.location ?? null;
  const { project, region } = service;
  const flags = `--domain=${host} --project=${project} --region=${region}`;
  const meant = `; the contract wants ${[at.intent.domain?.value ?? []].flat().join(', ')}${citing(source)}`;
  return result('FAIL', subjectOf(at, mapped.id), {
    message: isOwn
      ? `${service.label} is reached at ${host}${meant}.`
      : `${service.label} is not reached at ${host}, which is mapped to ${mapped.service}${meant}.`,
    path: 'routeName',
    expected: isOwn ? null : service.name,
    observed: mapped.service,
    severity: weigh(view, service.environment, {
      fieldClass: 'posture',
      widening: isOwn,
      reach: isOwn && observedIngress(service) === 'all',
    }),
    settle: `gcloud beta run domain-mappings ${isOwn ? 'delete' : `create --service=${service.name} --force-override`} ${flags}${orDeclare(source)}`,
    source,
  });
}
