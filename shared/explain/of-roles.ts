import { pinWords } from '../checks/deploy-workflow/pins.ts';
import { listed } from '../checks/results/result.ts';
import { words } from '../checks/results/wording.ts';
import type { Contract, Declared, EnvIntent, RoleIntent } from '../contract/model.ts';
import type { Json } from '../snapshot/json.ts';
import { isObject } from '../snapshot/json.ts';
import { valueAt } from './document.ts';
import type { Expectation } from './model.ts';

/** A declared setting in words: `memory 512Mi`. */
export function setting(name: string, declared: Declared<Json> | null | undefined): Expectation[] {
  if (declared === null || declared === undefined) return [];
  return [{ words: `${name} ${words(declared.value)}`, source: declared.location }];
}

/** Every setting of a group that is declared. */
export function settings(group: Record<string, Declared<Json> | undefined>): Expectation[] {
  return Object.entries(group).flatMap(([name, declared]) => setting(name, declared));
}

/** The service, in each region of its environment. */
export function service({ service: named, regions }: RoleIntent): Expectation[] {
  if (named === null) return [];
  return [{ words: `service ${named.value} in ${listed(regions)}`, source: named.location }];
}

/** The name that is this role's alone. */
export function name({ service: named, role }: RoleIntent): Expectation[] {
  return named === null ? [] : [{ words: `${named.value} is ${role}`, source: named.location }];
}

/** Which keys are wanted, which may be absent, which must be. */
export function keys({ env, envPolicy, location }: RoleIntent): Expectation[] {
  const said = Object.values(env).map(({ key, expected, optional, location: source }) => {
    const verb = expected ? (optional ? 'may have' : 'has') : 'does not have';
    return { words: `${verb} ${key}`, source };
  });
  return envPolicy === 'closed' ? [...said, { words: 'has no other key', source: location }] : said;
}

/** How each key is delivered. That there is a declared value is told, the value is not. */
export function deliveries({ env }: RoleIntent): Expectation[] {
  return Object.values(env).flatMap((intent) => {
    const how = delivery(intent);
    return intent.expected && how !== '' ? [{ words: `${intent.key} ${how}`, source: intent.location }] : [];
  });
}

function delivery({ delivery: kind, version, value }: EnvIntent): string {
  const stated = value === null ? '' : 'with the declared value';
  const bound = version === 'any' ? '' : `bound to ${version === 'pinned' ? 'a pinned version' : 'latest'}`;
  return [kind === null ? '' : `as ${kind}`, bound, stated].filter((part) => part !== '').join(', ');
}

/** The keys that come from Secret Manager. */
export function secretKeys({ env }: RoleIntent): Expectation[] {
  return Object.values(env).flatMap(({ key, delivery: kind, expected, location }) =>
    expected && kind === 'secret' ? [{ words: `the secret of ${key} can be read`, source: location }] : [],
  );
}

/** The keys whose values no two environments may share. */
export function differing({ env }: RoleIntent): Expectation[] {
  return Object.values(env).flatMap(({ key, mustDiffer, location }) =>
    mustDiffer ? [{ words: `${key} differs from every other environment`, source: location }] : [],
  );
}

/** What a running service must answer here. */
export function smoke({ role, environment }: RoleIntent, contract: Contract): Expectation[] {
  const requests = valueAt(contract.document, ['services', role, 'smoke']);
  if (!Array.isArray(requests)) return [];
  return requests.flatMap((request, index) => {
    if (!isObject(request) || (Array.isArray(request.in) && !request.in.includes(environment))) return [];
    const source = contract.locate(['services', role, 'smoke', index]);
    return [{ words: `GET ${words(request.path ?? '')} answers ${words(request.status ?? 200)}`, source }];
  });
}

/** What the workflow of an environment that has one pins of the role, and whether it may declare variables. */
export function deployment(intent: RoleIntent, contract: Contract): Expectation[] {
  if (contract.workflows?.files.has(intent.environment) !== true) return [];
  return [...pinWords(intent), ...noVariables(intent, contract)];
}

/** The role's deploy step, where one must declare no variables. */
function noVariables({ role }: RoleIntent, contract: Contract): Expectation[] {
  const roles = valueAt(contract.document, ['workflows', 'noEnvVarsFor']);
  const index = Array.isArray(roles) ? roles.indexOf(role) : -1;
  if (index === -1) return [];
  const source = contract.locate(['workflows', 'noEnvVarsFor', index]);
  return [{ words: 'its deploy step declares no env_vars', source }];
}
