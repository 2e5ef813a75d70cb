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
  return RULES.flatMap((rule) => rule(intent)).map(({ first, path, says, second, but }) => ({
    location: first.location,
    path: `services.${intent.role}.${path}`,
    message: `${says} in ${intent.environment}, but ${but} (line ${second.location.line}, column ${second.location.column})`,
  }));
}

interface Clash {
  first: Declared<unknown>;
  path: string;
  says: string;
  second: Declared<unknown>;
  but: string;
}

type Rule = (intent: RoleIntent) => Clash[];

const RULES: Rule[] = [
  ({ invoker, iap }) =>
    invoker?.value === 'public' && iap?.value === true
      ? [{ first: invoker, path: 'invoker', says: 'invoker is public', second: iap, but: 'iap is true' }]
      : [],
  ({ invoker, invokers }) =>
    invoker?.value === 'public' && invokers !== null && invokers.value.length > 0
      ? [
          {
            first: invokers,
            path: 'invokers',
            says: 'invokers are named',
            second: invoker,
            but: 'invoker is public',
          },
        ]
      : [],
  ({ defaultUrl, domain }) =>
    defaultUrl?.value === 'disabled' && domain?.value === 'run.app'
      ? [
          {
            first: defaultUrl,
            path: 'defaultUrl',
            says: 'the default URL is disabled',
            second: domain,
            but: 'domain is run.app',
          },
        ]
      : [],
  ({ resources: { minInstances: least, maxInstances: most } }) =>
    least !== undefined && most !== undefined && Number(least.value) > Number(most.value)
      ? [
          {
            first: least,
            path: 'resources.minInstances',
            says: `minInstances is ${least.value}`,
            second: most,
            but: `maxInstances is ${most.value}`,
          },
        ]
      : [],
  ({ network: { vpcConnector, directVpc } }) =>
    isWanted(vpcConnector) && isWanted(directVpc)
      ? [
          {
            first: directVpc,
            path: 'network.directVpc',
            says: 'direct VPC is wanted',
            second: vpcConnector,
            but: 'so is a VPC connector, and a service has one of them at most',
          },
        ]
      : [],
];

function isWanted(setting: Declared<string> | undefined): setting is Declared<string> {
  return setting !== undefined && setting.value !== 'absent';
}
