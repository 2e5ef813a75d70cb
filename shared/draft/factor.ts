import { words } from '../checks/results/wording.ts';
import type { Json } from '../snapshot/json.ts';
import { isDeclarable } from './allowed.ts';
import type { DraftSetting } from './model.ts';
import type { SeenRole } from './observe.ts';
import type { Profiles } from './profiles.ts';
import type { Shown } from './settings.ts';

/** In the order a contract is written in. */
export const SETTINGS = [
  'serviceAccount',
  'roles',
  'ingress',
  'invoker',
  'invokers',
  'iap',
  'domain',
  'defaultUrl',
  'resources.cpu',
  'resources.memory',
  'resources.concurrency',
  'resources.timeout',
  'resources.minInstances',
  'resources.maxInstances',
  'resources.executionEnvironment',
  'resources.cpuAllocation',
  'network.cloudSql',
  'network.vpcConnector',
  'network.directVpc',
  'network.egress',
] as const;

/** What an environment shows of a setting, with what the language cannot say turned into words. */
export function shownIn(role: SeenRole, environment: string, setting: string): Shown | null {
  const place = role.places.get(environment);
  if (place?.status !== 'seen') return null;
  const shown = place.settings.get(setting) ?? null;
  if (shown === null || 'why' in shown || isDeclarable(setting, shown.value)) return shown;
  return {
    why: `has ${setting.split('.').at(-1)} ${words(shown.value)}`,
    ...(shown.usual ? { usual: true } : {}),
  };
}

/** What a role says of itself beyond its profiles. */
export function settingsOfRole(role: SeenRole, profiles: Profiles): DraftSetting[] {
  return SETTINGS.flatMap((name) => settingOf(role, name, profiles));
}

function settingOf(role: SeenRole, name: string, profiles: Profiles): DraftSetting[] {
  const shown = [...role.places.keys()].map((environment) => ({
    environment,
    seen: shownIn(role, environment, name),
  }));
  const isQuiet = shown.every(({ seen }) => seen === null || ('usual' in seen && seen.usual === true));
  const lifted = profiles.settings.has(name);
  if (isQuiet && !lifted) return [];
  const values = shown.flatMap(({ environment, seen }): [string, Json][] =>
    seen !== null && 'value' in seen ? [[environment, seen.value]] : [],
  );
  const beyond = values.filter(([environment, value]) => !same(profiles.usual(environment, name), value));
  const reviews = [
    ...shown.flatMap(({ environment, seen }) =>
      seen !== null && 'why' in seen
        ? [`${labelIn(role, environment)} ${seen.why}; nothing is declared for it`]
        : [],
    ),
    ...differences(name, values, profiles),
  ];
  const value = onceOr(beyond, role.places.size);
  return value === null && reviews.length === 0 ? [] : [{ name, value, reviews }];
}

function labelIn(role: SeenRole, environment: string): string {
  return `${environment} ${role.places.get(environment)?.service ?? ''}`;
}

/** Once where every environment of the role is alike; else by environment, for those seen. */
function onceOr(values: readonly [string, Json][], environments: number): Json {
  const [first] = values;
  if (first === undefined) return null;
  const alike = values.length === environments && values.every(([, value]) => same(value, first[1]));
  return alike ? first[1] : Object.fromEntries(values);
}

/** A difference the profiles state is told beside them. */
function differences(name: string, values: readonly [string, Json][], profiles: Profiles): string[] {
  const unlike = values.filter(([environment, value]) => {
    const usual = profiles.usual(environment, name);
    return usual !== undefined && !same(usual, value);
  });
  if (unlike.length > 0) {
    const all = unlike.map(([environment, value]) => {
      const usual = words(profiles.usual(environment, name) ?? null);
      return `${words(value)} in ${environment}, where its profile has ${usual}`;
    });
    return [`${all.join('; ')}`];
  }
  const stated = values.filter(([environment]) => profiles.usual(environment, name) === undefined);
  const [first] = stated;
  if (first === undefined || stated.every(([, value]) => same(value, first[1]))) return [];
  return [`differs: ${stated.map(([environment, value]) => `${environment} ${words(value)}`).join(', ')}`];
}

/** Whether two values of a setting are one. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}
