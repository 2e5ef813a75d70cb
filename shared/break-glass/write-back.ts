import { meansPath } from '../checks/evaluation/setting-paths.ts';
import type { CheckResult } from '../checks/model.ts';
import type { ContractEdit } from '../contract/edit.ts';
import { type Contract, NETWORK_SETTINGS, RESOURCE_SETTINGS, type RoleIntent } from '../contract/model.ts';
import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';
import { parsePath } from '../snapshot/path.ts';
import { forEnvironment, writtenAt } from './for-environment.ts';
import { grantEdits } from './grant-edits.ts';

/** A key of a role in the contract, and what it would have to say in one environment. */
interface Intended {
  key: string[];
  value: Json;
}

const EVERYBODY = new Set(['allUsers', 'allAuthenticatedUsers']);

/**
 * The edits that together make the contract say what a failing result found: for the environment it was
 * found in, and no other. None where the contract has no words for it (an image, split traffic, a secret
 * that is missing) or must not have them (a credential in the clear, a key of an account).
 */
export function writeBack(contract: Contract, check: string, result: CheckResult): ContractEdit[] {
  if (check === 'iam-roles') return grantEdits(contract, result);
  const { role, environment } = result;
  if (role === null || !contract.roles.includes(role)) return [];
  const intent = contract.intent(role, environment);
  const edit = BY_CHECK[check]?.(result, intent, contract) ?? null;
  if (edit === null) return [];
  const path = ['services', role, ...edit.key];
  if (edit.key[0] === 'env') return [{ path, value: edit.value }];
  return [forEnvironment(contract, { path, value: edit.value, environment })];
}

type Reading = (result: CheckResult, intent: RoleIntent, contract: Contract) => Intended | null;

const BY_CHECK: Record<string, Reading> = {
  ingress: ({ observed }) => said(['ingress'], observed),
  'service-account': ({ observed }, { project }) =>
    typeof observed === 'string' ? said(['serviceAccount'], shortAccount(observed, project)) : null,
  resources: ({ path, observed }) => setting('resources', RESOURCE_SETTINGS, { path, value: observed }),
  network: ({ path, observed }) =>
    setting('network', NETWORK_SETTINGS, { path, value: observed === 'present' ? 'required' : observed }),
  domains: ({ path, observed }) => (path === 'defaultUriDisabled' ? said(['defaultUrl'], observed) : null),
  access: accessIntent,
  'env-keys': keyIntent,
  'secret-delivery': deliveryIntent,
};

function said(key: string[], value: Json): Intended | null {
  return value === null ? null : { key, value };
}

function shortAccount(email: string, project: string): string {
  const own = `@${project}.iam.gserviceaccount.com`;
  return email.endsWith(own) ? email.slice(0, -own.length) : email;
}

function setting(
  group: string,
  names: readonly string[],
  { path, value }: { path: string | null; value: Json },
): Intended | null {
  const name = path === null ? undefined : names.find((candidate) => meansPath(candidate, path));
  return name === undefined ? null : said([group, name], value);
}

/** Who can invoke: the proxy, the invoker check, everybody, or one more named member. */
function accessIntent({ path, observed, expected }: CheckResult, intent: RoleIntent): Intended | null {
  if (path === 'iapEnabled') return said(['iap'], observed);
  if (path === 'invokerIamDisabled') return said(['invoker'], observed);
  if (typeof observed === 'string' && EVERYBODY.has(observed)) return said(['invoker'], 'public');
  const listed = intent.invokers?.value ?? null;
  if (listed === null) return null;
  if (typeof observed === 'string') return said(['invokers'], [...listed, observed].sort());
  return typeof expected === 'string'
    ? said(
        ['invokers'],
        listed.filter((member) => member !== expected),
      )
    : null;
}

/** A key that is there and not wanted belongs here too; one that is wanted and gone may be absent. */
function keyIntent(
  { path, expected, observed, environments }: CheckResult,
  intent: RoleIntent,
  contract: Contract,
): Intended | null {
  const key = envKey(path);
  if (key === null) return null;
  const declared = rawKey(contract, intent.role, key);
  if (observed !== null) {
    const there = Array.isArray(declared.in) ? declared.in : [];
    return {
      key: ['env', key],
      value: { ...declared, ...kindOf(observed, declared), in: [...there, intent.environment] },
    };
  }
  if (Array.isArray(declared.in) && environments.length === 1)
    return {
      key: ['env', key],
      value: { ...declared, in: declared.in.filter((name) => name !== intent.environment) },
    };
  const having = environments.filter((name) => name !== intent.environment);
  return having.length === 0
    ? { key: ['env', key], value: { ...declared, optional: true } }
    : { key: ['env', key], value: { ...declared, ...kindOf(expected, declared), in: having } };
}

function deliveryIntent(
  { path, observed }: CheckResult,
  intent: RoleIntent,
  contract: Contract,
): Intended | null {
  const key = envKey(path);
  if (key === null || !isObject(observed) || !Object.hasOwn(intent.env, key)) return null;
  const declared = rawKey(contract, intent.role, key);
  if (observed.kind !== 'secret' || intent.env[key]?.delivery !== 'secret') return null;
  const version = observed.version === 'latest' ? 'latest' : 'pinned';
  const each = contract.environments.map(({ name }) => {
    const others = contract.intent(intent.role, name).env[key]?.version ?? 'any';
    return [name, name === intent.environment ? version : others] as const;
  });
  return { key: ['env', key], value: { ...declared, version: Object.fromEntries(each) } };
}

function envKey(path: string | null): string | null {
  const segments = path === null ? [] : parsePath(path);
  const at = segments.indexOf('env');
  return at === -1 ? null : (segments[at + 1] ?? null);
}

function kindOf(observed: Json, declared: JsonObject): JsonObject {
  if (declared.delivery !== undefined) return {};
  const kind = isObject(observed) ? observed.kind : observed;
  return kind === 'literal' || kind === 'secret' ? { delivery: kind } : {};
}

/** What the contract says of a key, as a map; one word is short for its delivery. */
function rawKey(contract: Contract, role: string, key: string): JsonObject {
  const written = writtenAt(contract.document, ['services', role, 'env', key]);
  if (typeof written === 'string') return { delivery: written };
  return isObject(written) ? written : {};
}
