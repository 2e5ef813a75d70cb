import { formatLocation } from '../contract-error.ts';
import type { Declared, Location, RoleIntent } from '../model.ts';

/** A contradiction inside one intent, at a place of the contract. */
export interface IntentContradiction {
  location: Location;
  path: string;
  message: string;
}

/** What the contract says of one role in one environment that cannot hold together. */
export function intentContradictions(intent: RoleIntent): IntentContradiction[] {
  if (intent.service === null) return [];
  return RULES.flatMap((rule) => rule(intent) ?? []).map(({ first, path, says, second, but }) => ({
    location: first.location,
    path: `services.${intent.role}.${path}`,
    message: `${says} in ${intent.environment}, but ${but} (${formatLocation(second.location)})`,
  }));
}

interface Clash {
  first: Declared<unknown>;
  path: string;
  says: string;
  second: Declared<unknown>;
  but: string;
}

type Rule = (intent: RoleIntent) => Clash | null;

const RULES: Rule[] = [
  publicBehindProxy,
  publicToNobody,
  publicWithNames,
  urlDisabledAndWanted,
  moreAtLeastThanAtMost,
  twoWaysIn,
];

function publicBehindProxy({ invoker, iap }: RoleIntent): Clash | null {
  if (invoker?.value !== 'public' || iap?.value !== true) return null;
  return { first: invoker, path: 'invoker', says: 'invoker is public', second: iap, but: 'iap is true' };
}

function publicToNobody({ invoker, ingress }: RoleIntent): Clash | null {
  if (invoker?.value !== 'public' || ingress?.value !== 'none') return null;
  const but = 'ingress is none, so that nobody reaches it';
  return { first: invoker, path: 'invoker', says: 'invoker is public', second: ingress, but };
}

function publicWithNames({ invoker, invokers }: RoleIntent): Clash | null {
  if (invoker?.value !== 'public' || invokers === null || invokers.value.length === 0) return null;
  const said = { says: 'invokers are named', but: 'invoker is public' };
  return { first: invokers, path: 'invokers', second: invoker, ...said };
}

function urlDisabledAndWanted({ defaultUrl, domain }: RoleIntent): Clash | null {
  if (defaultUrl?.value !== 'disabled' || domain?.value !== 'run.app') return null;
  const said = { says: 'the default URL is disabled', but: 'domain is run.app' };
  return { first: defaultUrl, path: 'defaultUrl', second: domain, ...said };
}

function moreAtLeastThanAtMost({ resources: { minInstances, maxInstances } }: RoleIntent): Clash | null {
  if (minInstances === undefined || maxInstances === undefined) return null;
  if (Number(minInstances.value) <= Number(maxInstances.value)) return null;
  return {
    first: minInstances,
    path: 'resources.minInstances',
    says: `minInstances is ${minInstances.value}`,
    second: maxInstances,
    but: `maxInstances is ${maxInstances.value}`,
  };
}

function twoWaysIn({ network: { vpcConnector, directVpc } }: RoleIntent): Clash | null {
  if (!isWanted(vpcConnector) || !isWanted(directVpc)) return null;
  return {
    first: directVpc,
    path: 'network.directVpc',
    says: 'direct VPC is wanted',
    second: vpcConnector,
    but: 'so is a VPC connector, and a service has one of them at most',
  };
}

function isWanted(setting: Declared<string> | undefined): setting is Declared<string> {
  return setting !== undefined && setting.value !== 'absent';
}
