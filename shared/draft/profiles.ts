import { words } from '../checks/results/wording.ts';
import type { Json } from '../snapshot/json.ts';
import { same, shownIn } from './factor.ts';
import type { SeenRole } from './observe.ts';

/** What most services of an environment have in common, said once. */
export interface Profiles {
  /** Settings by environment, in the order of the contract. */
  byEnvironment: Map<string, Map<string, Json>>;
  /** The settings that some profile states. */
  settings: Set<string>;
  /** What the profile of an environment says; undefined where it says nothing. */
  usual(environment: string, setting: string): Json | undefined;
  reviews: string[];
}

/** Settings that decide together who can reach a service: a profile states a combination that exists. */
const TOGETHER = ['ingress', 'invoker', 'iap', 'domain', 'defaultUrl'];

/** Settings that are lifted one by one, and only where every environment has a usual value. */
const ALONE = [
  'resources.cpu',
  'resources.memory',
  'resources.concurrency',
  'resources.timeout',
  'resources.minInstances',
  'resources.maxInstances',
  'resources.executionEnvironment',
  'resources.cpuAllocation',
];

/**
 * Lifts what more than half of an environment's services have. A profile speaks for every service of its
 * environment, so nothing is lifted where one of them was not seen, or shows no value of the setting.
 */
export function liftProfiles(roles: readonly SeenRole[], environments: readonly string[]): Profiles {
  const byEnvironment = new Map<string, Map<string, Json>>(
    environments.map((name) => [name, new Map(combination(rolesIn(roles, name), name))]),
  );
  for (const setting of ALONE) {
    const most = environments
      .filter((name) => rolesIn(roles, name).length > 0)
      .map((name) => ({ name, value: majority(rolesIn(roles, name), name, setting) }));
    if (most.some(({ value }) => value === undefined) || isUnset(roles, setting)) continue;
    for (const { name, value } of most) byEnvironment.get(name)?.set(setting, value ?? null);
  }
  const usual = (name: string, setting: string) => byEnvironment.get(name)?.get(setting);
  const settings = new Set([...byEnvironment.values()].flatMap((profile) => [...profile.keys()]));
  return { byEnvironment, settings, usual, reviews: differences(byEnvironment, settings) };
}

function rolesIn(roles: readonly SeenRole[], environment: string): SeenRole[] {
  return roles.filter(({ places }) => places.has(environment));
}

/** Whether nobody set it anywhere: what Cloud Run does by itself need not be said. */
function isUnset(roles: readonly SeenRole[], setting: string): boolean {
  return roles.every(({ places }) =>
    [...places.values()].every((place) => {
      const shown = place.status === 'seen' ? place.settings.get(setting) : undefined;
      return shown === undefined || ('usual' in shown && shown.usual === true);
    }),
  );
}

function combination(roles: readonly SeenRole[], environment: string): [string, Json][] {
  const stated = TOGETHER.filter((setting) => valuesIn(roles, environment, setting) !== null);
  const tuples = roles.map((role) =>
    JSON.stringify(stated.map((setting) => shownValue(role, environment, setting))),
  );
  const most = mostCommon(tuples);
  if (most === undefined) return [];
  const values = JSON.parse(most) as Json[];
  return stated
    .map((setting, index): [string, Json] => [setting, values[index] ?? null])
    .filter(([, value]) => !Array.isArray(value));
}

function majority(roles: readonly SeenRole[], environment: string, setting: string): Json | undefined {
  const values = valuesIn(roles, environment, setting);
  const most = mostCommon(values?.map((value) => JSON.stringify(value)) ?? []);
  return most === undefined ? undefined : (JSON.parse(most) as Json);
}

/** Of several, what more than half are. */
function mostCommon(texts: readonly string[]): string | undefined {
  if (texts.length < 2) return undefined;
  const counts = Map.groupBy(texts, (text) => text);
  return [...counts].find(([, uses]) => uses.length * 2 > texts.length)?.[0];
}

function valuesIn(roles: readonly SeenRole[], environment: string, setting: string): Json[] | null {
  const values = roles.map((role) => shownValue(role, environment, setting));
  return values.every((value) => value !== undefined) ? values : null;
}

function shownValue(role: SeenRole, environment: string, setting: string): Json | undefined {
  const shown = shownIn(role, environment, setting);
  return shown !== null && 'value' in shown ? shown.value : undefined;
}

function differences(profiles: Map<string, Map<string, Json>>, settings: Set<string>): string[] {
  return [...settings].flatMap((setting) => {
    const stated = [...profiles].flatMap(([name, profile]): [string, Json][] => {
      const value = profile.get(setting);
      return value === undefined ? [] : [[name, value]];
    });
    if (stated.every(([, value]) => same(value, stated[0]?.[1]))) return [];
    const all = stated.map(([name, value]) => `${name} ${words(value)}`).join(', ');
    return [`${setting.split('.').at(-1)} differs: ${all}`];
  });
}
