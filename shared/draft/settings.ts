import { mappedHosts } from '../checks/domains/mapped-hosts.ts';
import { networkValues } from '../checks/network/values.ts';
import { resourceValues } from '../checks/resources/values.ts';
import { listed } from '../checks/results/result.ts';
import { part } from '../checks/view/containers.ts';
import { observedIngress } from '../checks/view/ingress-words.ts';
import { isIapAgent } from '../checks/view/invocation.ts';
import type { ObservedService } from '../checks/view/lookup.ts';
import { isOpen, type Reach, reachOf } from '../checks/view/reach.ts';
import type { EstateView } from '../checks/view/view.ts';
import { accountHost } from '../contract/account-host.ts';
import { isObject, type Json } from '../snapshot/json.ts';
import { compareText } from '../snapshot/model.ts';

/**
 * What one service shows of one setting: a value in the contract's words (`usual` where nothing was set
 * and it is Cloud Run's own), or why there is none to declare.
 */
export type Shown = { value: Json; usual?: boolean } | { why: string };

/** Settings by name (`resources.memory`); what is not there has nothing to show. */
export type Settings = Map<string, Shown>;

/** Reads everything of a service that a contract can declare, the way the checks read it. */
export function settingsOf(service: ObservedService, view: EstateView): Settings {
  const reach = reachOf(service, view);
  return new Map([
    ...account(service, view),
    ...access(service, reach),
    ...urls(service, view),
    ...resources(service),
    ...network(service),
  ]);
}

type Entry = [string, Shown];

/** What fails whatever is declared (the default account, one of another project) is not declared. */
function account(service: ObservedService, view: EstateView): Entry[] {
  const email = part(service.fields.template).serviceAccount;
  const host = `@${service.project.split(':').reverse().join('.')}.iam.gserviceaccount.com`;
  if (typeof email !== 'string' || !email.endsWith(host)) {
    const whom = typeof email === 'string' && email !== '' ? email : 'the default compute account';
    return [['serviceAccount', { why: `runs as ${whom}` }]];
  }
  return [['serviceAccount', { value: email.slice(0, -host.length) }], ...rolesOf(service, email, view)];
}

/** The roles of the account on its project. A contract has no words for a conditional one, or for none. */
function rolesOf(service: ObservedService, email: string, view: EstateView): Entry[] {
  const policy = view.projectPolicy(service.environment, service.project);
  if (policy.status === 'unread') return [['roles', { why: 'the policy of the project was not read' }]];
  const held = Object.entries(policy.bindings)
    .map(([role, members]) => ({ role, conditions: part(members)[`serviceAccount:${email}`] }))
    .filter(({ conditions }) => conditions !== undefined);
  const conditional = held.filter(({ conditions }) => !isUnconditional(conditions));
  if (conditional.length > 0) {
    const names = listed(conditional.map(({ role }) => role).sort(compareText));
    return [['roles', { why: `${email} holds ${names} under a condition` }]];
  }
  return held.length === 0 ? [] : [['roles', { value: held.map(({ role }) => role).sort(compareText) }]];
}

function isUnconditional(conditions: Json | undefined): boolean {
  return (
    Array.isArray(conditions) && conditions.every((one) => isObject(one) && Object.keys(one).length === 0)
  );
}

function access(service: ObservedService, reach: Reach): Entry[] {
  return [
    ['ingress', { value: observedIngress(service) }],
    ...invoker(service, reach),
    ['iap', { value: reach.iap }],
  ];
}

/** Not declared where it takes two words that contradict each other, or a policy that was not read. */
function invoker(service: ObservedService, reach: Reach): Entry[] {
  const say = (why: string): Entry[] => [['invoker', { why }]];
  if (isOpen(reach)) {
    if (reach.iap) return say('passes everybody, behind Identity-Aware Proxy');
    if (observedIngress(service) === 'none') return say('passes everybody, and nothing comes in');
    return [['invoker', { value: 'public' }]];
  }
  const everybody = reach.grants.find((grant) => grant.everybody);
  if (everybody !== undefined) return say(`may be invoked by ${everybody.member} (${everybody.role})`);
  if (reach.unread.length > 0) return say(`has invokers that are not known (${reach.unread.join('; ')})`);
  const members = [...new Set(reach.grants.map(({ member }) => member))]
    .filter((member) => !(reach.iap && isIapAgent(member)))
    .map((member) => shortMember(member, service.project))
    .sort(compareText);
  return [
    ['invoker', { value: 'authenticated' }],
    ...(members.length === 0 ? [] : ([['invokers', { value: members }]] as Entry[])),
  ];
}

/** An account of the same project by its id, so that environments are alike where they are meant to be. */
function shortMember(member: string, project: string): string {
  const host = `@${accountHost(project)}`;
  const own = member.startsWith('serviceAccount:') && member.endsWith(host);
  return own ? member.slice(0, -host.length) : member;
}

/** Domains are those whose mapping was seen; behind a load balancer nobody sees them. */
function urls(service: ObservedService, view: EstateView): Entry[] {
  const mapped = mappedHosts(service, view).filter((one) => one.service === service.name);
  const hosts = mapped.map(({ host }) => host);
  const disabled = service.fields.defaultUriDisabled === true;
  if (hosts.length > 0) return [['domain', { value: hosts }], ...(disabled ? [DISABLED] : [])];
  if (disabled) return [DISABLED];
  if (observedIngress(service) === 'all') return [['domain', { value: 'run.app' }]];
  return [
    [
      'domain',
      {
        why: 'is reached from inside or through a load balancer, whose domains are not read (custom, or its hosts)',
      },
    ],
  ];
}

const DISABLED: Entry = ['defaultUrl', { value: 'disabled' }];

/** A contract cannot say that at least more instances run than at most do. */
function resources(service: ObservedService): Entry[] {
  const entries = sizes(service);
  const numberOf = (setting: string) => {
    const shown = entries.find(([name]) => name === setting)?.[1];
    return shown !== undefined && 'value' in shown ? Number(shown.value) : null;
  };
  const least = numberOf('resources.minInstances') ?? 0;
  const most = numberOf('resources.maxInstances') ?? least;
  if (least <= most) return entries;
  const why = `has minInstances ${least} beside maxInstances ${most}`;
  return entries.map((entry): Entry => (entry[0] === 'resources.minInstances' ? [entry[0], { why }] : entry));
}

/** Where a limit of the service and one of its revision disagree, one word cannot declare both. */
function sizes(service: ObservedService): Entry[] {
  const values = Map.groupBy(resourceValues(service), ({ setting }) => setting);
  return [...values].flatMap(([setting, seen]): Entry[] => {
    const name = `resources.${setting}`;
    const distinct = new Set(seen.map(({ value }) => value));
    if (distinct.size > 1) {
      const words = seen.map((one) => `${one.name} ${one.value}`).join(', ');
      return [[name, { why: `has ${words}` }]];
    }
    return [[name, { value: [...distinct][0] ?? null, usual: !seen.some(({ stated }) => stated) }]];
  });
}

/** Names of what is bound differ by environment; that there is something is the pattern. */
function network(service: ObservedService): Entry[] {
  const values = networkValues(service);
  const isBound = (setting: string) =>
    values.some((value) => value.setting === setting && value.pattern === 'present');
  return values.flatMap((value): Entry[] => {
    const name = `network.${value.setting}`;
    if (value.setting === 'egress') return value.compared ? [[name, { value: value.pattern }]] : [];
    if (value.setting === 'directVpc' && isBound('directVpc') && isBound('vpcConnector')) {
      return [[name, { why: 'has a network beside a VPC connector' }]];
    }
    const bound = value.pattern === 'present';
    return [[name, { value: bound ? 'required' : 'absent', usual: !bound }]];
  });
}
