import { isObject, type Json } from '../../snapshot/json.ts';
import { formatLocation } from '../contract-error.ts';
import type { YamlSource } from '../yaml-source.ts';
import type { Contradiction } from './contradiction.ts';
import { entriesOf, nameIn } from './document.ts';

/** Checks whose results for a role are about services that exist; a waiver of another may mean an absent one. */
const OF_SERVICES = new Set([
  'ingress',
  'service-account',
  'resources',
  'env-keys',
  'secret-delivery',
  'network',
  'domains',
  'access',
]);

/** Waivers, and what is undecided, over roles that have no service where it is said of them. */
export function waiversOfAbsentRoles(source: YamlSource): Contradiction[] {
  return ['waivers', 'undecided'].flatMap((section) => {
    const list = isObject(source.value) ? source.value[section] : undefined;
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry, index) => judge(entry, [section, index], source));
  });
}

function judge(entry: Json, path: (string | number)[], source: YamlSource): Contradiction[] {
  if (!isObject(entry) || !OF_SERVICES.has(String(entry.check))) return [];
  const environments = textsOf(entry, 'environment');
  const services = new Map(entriesOf(source.value, 'services'));
  const known = new Set(entriesOf(source.value, 'environments').map(([name]) => name));
  const roles = textsOf(entry, 'role').filter((role) => services.has(role));
  if (environments.length === 0 || !environments.every((name) => known.has(name))) return [];
  return roles
    .filter((role) => environments.every((name) => nameIn(services.get(role) ?? null, name) === null))
    .map((role) => {
      const other = formatLocation(source.locate(['services', role, 'names']));
      const where = environments.join(' and ');
      return { path, message: `can never match: ${role} has no service in ${where} (${other})` };
    });
}

/** What `role` and `roles` name together. */
function textsOf(entry: Record<string, Json>, key: string): string[] {
  const many = entry[`${key}s`];
  const all = [entry[key], ...(Array.isArray(many) ? many : [])];
  return all.filter((name) => typeof name === 'string');
}
