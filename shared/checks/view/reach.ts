import type { JsonObject } from '../../snapshot/json.ts';
import { counted } from '../results/result.ts';
import { observedIngress } from './ingress-words.ts';
import { type Grant, invocationGrants } from './invocation.ts';
import { gapWords, type ObservedService, type PolicyLookup } from './lookup.ts';
import type { EstateView } from './view.ts';

/** Everything that decides who can invoke one service, taken together. */
export interface Reach {
  invokerCheckDisabled: boolean;
  iap: boolean;
  ingress: string;
  grants: readonly Grant[];
  /** Policies that could not be read, in words. */
  unread: readonly string[];
}

/** Reads the paths to a service: the invoker check, its own policy, its project's, IAP, ingress. */
export function reachOf(service: ObservedService, view: EstateView): Reach {
  const own = view.servicePolicy(service);
  const inherited = view.projectPolicy(service.environment, service.project);
  return {
    invokerCheckDisabled: service.fields.invokerIamDisabled === true,
    iap: service.fields.iapEnabled === true,
    ingress: observedIngress(service),
    grants: joined(grantsIn(own, false), grantsIn(inherited, true)),
    unread: joined(gap('its own policy', own), gap("the project's policy", inherited)),
  };
}

/** Whether everyone passes the invoker check, without any identity. */
export function isOpen(reach: Reach): boolean {
  return (
    reach.invokerCheckDisabled || reach.grants.some(({ member, unsure }) => member === 'allUsers' && !unsure)
  );
}

/** The paths in one sentence's part: `open to everyone (invoker check off), IAP off, ingress all`. */
export function reachWords(reach: Reach): string {
  const iap = reach.iap ? 'IAP on' : 'IAP off';
  return `${invokerWords(reach)}, ${iap}, ingress ${reach.ingress}`;
}

function invokerWords(reach: Reach): string {
  if (reach.invokerCheckDisabled) return 'open to everyone (invoker check off)';
  const everybody = reach.grants.find((grant) => grant.everybody && !grant.unsure);
  if (everybody !== undefined) return `open to ${everybody.member}`;
  const names = new Set(reach.grants.map(({ member }) => member));
  return `asks for an identity (${counted(names.size, 'named invoker')})`;
}

/** Both lists; one of them as it is where the other is empty. */
function joined<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return b.length === 0 ? a : [...a, ...b];
}

const INHERITED = new WeakMap<JsonObject, Grant[]>();

/** What the bindings of one policy grant; a project's, which all its services inherit, is looked through once. */
function grantsIn(policy: PolicyLookup, inherited: boolean): Grant[] {
  if (policy.status === 'unread') return [];
  const { bindings, id: resource } = policy;
  const known = inherited ? INHERITED.get(bindings) : undefined;
  if (known !== undefined) return known;
  const found = invocationGrants(bindings, { resource, inherited });
  if (inherited) INHERITED.set(bindings, found);
  return found;
}

function gap(what: string, policy: PolicyLookup): string[] {
  return policy.status === 'unread' ? [`${what}: ${gapWords(policy.gap)}`] : [];
}
