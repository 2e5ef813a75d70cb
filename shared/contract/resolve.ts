import type { ContractDocument, ProfileDocument, ServiceDocument } from './language/contract.ts';
import { type Varying, valueFor } from './language/per-environment.ts';
import {
  type Declared,
  type Environment,
  NETWORK_SETTINGS,
  RESOURCE_SETTINGS,
  type RoleIntent,
} from './model.ts';
import { resolveEnv } from './resolve-env.ts';
import { resolveSmoke } from './resolve-smoke.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** One role in one environment, and the document that speaks of both. */
export interface Place {
  document: ContractDocument;
  source: YamlSource;
  role: string;
  environment: Environment;
}

/** What the contract says of a role in an environment: the service's word before the profile's. */
export function resolveIntent(place: Place): RoleIntent {
  const { role, environment, source } = place;
  const settings = settingsOf(place);
  const service = settings.service;
  return {
    role,
    environment: environment.name,
    project: environment.project,
    regions: environment.regions,
    location: source.locate(['services', role]),
    service: service === undefined ? null : settings.own(service.names, ['names']),
    serviceAccount: mapped(settings.say('serviceAccount'), (id) => fullAccount(id, environment.project)),
    roles: settings.say('roles'),
    ingress: settings.say('ingress'),
    invoker: settings.say('invoker'),
    invokers: mapped(settings.say('invokers'), (members) =>
      members.map((member) => fullMember(member, environment.project)),
    ),
    iap: settings.say('iap'),
    domain: settings.say('domain'),
    defaultUrl: settings.say('defaultUrl'),
    resources: settings.group('resources', RESOURCE_SETTINGS),
    network: settings.group('network', NETWORK_SETTINGS),
    env: resolveEnv(place, service?.env ?? {}),
    envPolicy: settings.say('envPolicy')?.value ?? 'open',
    smoke: resolveSmoke(place, service?.smoke ?? []),
  };
}

type Posture = ProfileDocument;
type Inner<V> = NonNullable<V> extends Varying<infer T> ? T : never;

interface Settings {
  service: ServiceDocument | undefined;
  own<T>(varying: Varying<T> | undefined, path: Path): Declared<T> | null;
  say<K extends keyof Posture>(key: K): Declared<Inner<Posture[K]>> | null;
  group<S extends string, T>(
    key: 'resources' | 'network',
    names: readonly S[],
  ): Partial<Record<S, Declared<T>>>;
}

function settingsOf({ document, source, role, environment }: Place): Settings {
  const env = environment.name;
  const service = own(document.services, role);
  const profile = own(document.profiles, env);
  const declare = <T>(varying: Varying<T> | undefined, at: Path, profiled: boolean): Declared<T> | null => {
    const value = valueFor(varying, env);
    if (varying === undefined || value === undefined) return null;
    const path = varying.everywhere ? at : [...at, env];
    return { value, location: source.locate(path), perEnvironment: profiled || !varying.everywhere };
  };
  const either = <T>(mine: Varying<T> | undefined, profiled: Varying<T> | undefined, path: Path) =>
    declare(mine, ['services', role, ...path], false) ?? declare(profiled, ['profiles', env, ...path], true);
  return {
    service,
    own: (varying, path) => declare(varying, ['services', role, ...path], false),
    say: (key) => either(service?.[key] as never, profile?.[key] as never, [key]),
    group: <S extends string, T>(key: 'resources' | 'network', names: readonly S[]) => {
      const mine = (service?.[key] ?? {}) as Partial<Record<S, Varying<T>>>;
      const profiled = (profile?.[key] ?? {}) as Partial<Record<S, Varying<T>>>;
      const declared = names.map((name) => [name, either(mine[name], profiled[name], [key, name])] as const);
      return Object.fromEntries(declared.filter(([, value]) => value !== null)) as Partial<
        Record<S, Declared<T>>
      >;
    },
  };
}

/** An entry of a map by a name that people chose: `constructor` is no entry unless they wrote it. */
function own<T>(map: Record<string, T> | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

function mapped<T>(declared: Declared<T> | null, change: (value: T) => T): Declared<T> | null {
  return declared === null ? null : { ...declared, value: change(declared.value) };
}

/** `cr-backend` → `cr-backend@<project>.iam.gserviceaccount.com`; a domain-scoped project turns its parts about. */
function fullAccount(account: string, project: string): string {
  if (account.includes('@')) return account;
  const [scope, id] = project.split(':');
  const host = id === undefined ? project : `${id}.${scope}`;
  return `${account}@${host}.iam.gserviceaccount.com`;
}

/** A member as IAM names it: an account given by its id alone is one of the project. */
export function fullMember(member: string, project: string): string {
  const [kind, ...rest] = member.split(':');
  return kind === 'serviceAccount' ? `${kind}:${fullAccount(rest.join(':'), project)}` : member;
}
