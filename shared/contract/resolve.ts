import { accountHost } from './account-host.ts';
import type { ContractDocument, ProfileDocument, ServiceDocument } from './language/contract.ts';
import { type Varying, valueFor } from './language/per-environment.ts';
import {
  type Declared,
  type Environment,
  NETWORK_SETTINGS,
  RESOURCE_SETTINGS,
  type RoleIntent,
} from './model.ts';
import type { Places } from './places.ts';
import { resolveEnv } from './resolve-env.ts';
import { resolveSmoke } from './resolve-smoke.ts';
import type { Path } from './yaml-source.ts';

/** One role in one environment, and the document that speaks of both. */
export interface Place {
  document: ContractDocument;
  places: Places;
  role: string;
  environment: Environment;
  /** What does not vary is declared once: by the role for all environments, by a profile for all roles. */
  shared: { role: Shared; profiles: Shared };
}

/** Settings that say the same everywhere, by how the document holds them. */
export type Shared = Map<object, Declared<unknown>>;

/** What the contract says of a role in an environment: the service's word before the profile's. */
export function resolveIntent(place: Place): RoleIntent {
  const { role, environment, places } = place;
  const settings = settingsOf(place);
  const service = settings.service;
  return {
    role,
    environment: environment.name,
    project: environment.project,
    regions: environment.regions,
    location: places.locate(['services', role]),
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

function settingsOf({ document, places, role, environment, shared }: Place): Settings {
  const env = environment.name;
  const service = own(document.services, role);
  const profile = own(document.profiles, env);
  const atRole = declarer(places, env, { known: shared.role, profiled: false });
  const atProfile = declarer(places, env, { known: shared.profiles, profiled: true });
  const either = <T>(mine: Varying<T> | undefined, profiled: Varying<T> | undefined, path: Path) =>
    atRole(mine, ['services', role], path) ?? atProfile(profiled, ['profiles', env], path);
  return {
    service,
    own: (varying, path) => atRole(varying, ['services', role], path),
    say: (key) => either(service?.[key] as never, profile?.[key] as never, [key]),
    group: <S extends string, T>(key: 'resources' | 'network', names: readonly S[]) => {
      const mine = service?.[key] as Partial<Record<S, Varying<T>>> | undefined;
      const profiled = profile?.[key] as Partial<Record<S, Varying<T>>> | undefined;
      const declared: Partial<Record<S, Declared<T>>> = {};
      if (mine === undefined && profiled === undefined) return declared;
      for (const name of names) {
        const value = either(mine?.[name], profiled?.[name], [key, name]);
        if (value !== null) declared[name] = value;
      }
      return declared;
    },
  };
}

type Declare = <T>(varying: Varying<T> | undefined, base: Path, path: Path) => Declared<T> | null;

/** Declares the settings of one part of the document for an environment; what says the same everywhere once. */
function declarer(
  places: Places,
  env: string,
  { known, profiled }: { known: Shared; profiled: boolean },
): Declare {
  return <T>(varying: Varying<T> | undefined, base: Path, path: Path) => {
    if (varying === undefined) return null;
    const before = known.get(varying) as Declared<T> | undefined;
    if (before !== undefined) return before;
    const value = valueFor(varying, env);
    if (value === undefined) return null;
    const { everywhere } = varying;
    const at = [...base, ...path, ...(everywhere ? [] : [env])];
    const declared = { value, location: places.locate(at), perEnvironment: profiled || !everywhere };
    if (everywhere) known.set(varying, declared);
    return declared;
  };
}

/** An entry of a map by a name that people chose: `constructor` is no entry unless they wrote it. */
function own<T>(map: Record<string, T> | undefined, name: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

function mapped<T>(declared: Declared<T> | null, change: (value: T) => T): Declared<T> | null {
  return declared === null ? null : { ...declared, value: change(declared.value) };
}

/** `cr-backend` → `cr-backend@<project>.iam.gserviceaccount.com`. */
function fullAccount(account: string, project: string): string {
  return account.includes('@') ? account : `${account}@${accountHost(project)}`;
}

/** A member as IAM names it: an account given by its id alone is one of the project. */
export function fullMember(member: string, project: string): string {
  const [kind, ...rest] = member.split(':');
  return kind === 'serviceAccount' ? `${kind}:${fullAccount(rest.join(':'), project)}` : member;
}
