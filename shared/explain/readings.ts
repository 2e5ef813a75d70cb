import { words } from '../checks/results/wording.ts';
import type { CheckId } from '../contract/check-ids.ts';
import type { Json } from '../snapshot/json.ts';
import { isObject } from '../snapshot/json.ts';
import type { Reading } from './model.ts';
import {
  all,
  apiKeys,
  compared,
  fingerprints,
  ignored,
  others,
  workflow,
  written,
} from './of-environments.ts';
import {
  deliveries,
  deployment,
  differing,
  keys,
  name,
  secretKeys,
  service,
  setting,
  settings,
  smoke,
} from './of-roles.ts';

const COMPARED = 'what is not declared is compared between the environments of each pair';

/** What every check reads of the contract: the compiler asks for an entry where a check is added. */
export const READINGS: Record<CheckId, Reading> = {
  'service-coverage': {
    ofRole: service,
    otherwise: 'a role without a name in an environment is missing there',
  },
  'naming-map': {
    ofRole: name,
    ofEnvironment: ignored,
    otherwise: 'every service that is found must be one role, or ignored',
  },
  ingress: { ofRole: ({ ingress }) => setting('ingress', ingress), otherwise: COMPARED },
  'service-account': {
    ofRole: ({ serviceAccount }) => setting('runs as', serviceAccount),
    otherwise: 'any account of the same project but the default compute account',
  },
  resources: { ofRole: ({ resources }) => settings(resources), otherwise: COMPARED },
  'env-keys': { ofRole: keys, otherwise: 'the same keys in both environments of each compared pair' },
  'secret-delivery': {
    ofRole: deliveries,
    otherwise: 'delivered alike in both environments of each pair, and no credential as a literal',
  },
  network: { ofRole: ({ network }) => settings(network), otherwise: COMPARED },
  domains: {
    ofRole: ({ domain, defaultUrl }) => [...setting('domain', domain), ...setting('default URL', defaultUrl)],
    otherwise: 'nothing is wanted of domains that are not declared',
  },
  'deploy-workflow': {
    ofRole: deployment,
    ofEnvironment: workflow,
    otherwise: 'workflows that are not named are not read',
  },
  access: {
    ofRole: ({ invoker, invokers, iap }) => [
      ...setting('invoker', invoker),
      ...setting('invokers', invokers),
      ...setting('iap', iap),
    ],
    otherwise: 'a service that anybody may invoke needs a word in the contract',
  },
  'iam-roles': {
    ofRole: ({ roles }) => setting('its account holds exactly', roles),
    ofEnvironment: all(
      written(['iam', 'humans'], (value) => `people with a role: ${words(value)}`),
      written(['iam', 'forbiddenRoles'], (value) => `no service account holds ${words(value)}`),
    ),
    otherwise: 'roles and people that are not declared are not held against anything',
  },
  'service-account-keys': {
    ofEnvironment: written(['iam', 'serviceAccountKeys'], keyRule),
    otherwise: 'whether accounts may have keys of their own is not declared',
  },
  'api-keys': { ofEnvironment: apiKeys, otherwise: 'API keys that are not declared are not judged' },
  secrets: {
    ofRole: secretKeys,
    ofEnvironment: all(
      written(
        ['secrets', 'maxAgeDays'],
        (value) => `the newest version of a secret is at most ${words(value)} days old`,
      ),
      fingerprints,
    ),
    otherwise: 'every secret that is referred to exists and has an enabled version',
  },
  deployable: {
    ofRole: (intent) => [...setting('started as', intent.serviceAccount), ...secretKeys(intent)],
    otherwise: 'every secret reference resolves, and the runtime account may read it',
  },
  isolation: { ofEnvironment: others, otherwise: 'nothing refers to another environment' },
  'must-differ': { ofRole: differing, otherwise: 'two environments never share one secret' },
  image: {
    ofEnvironment: compared,
    otherwise: 'an environment that is compared with none runs what it runs',
  },
  serving: { otherwise: 'the newest revision is ready and takes all traffic' },
  smoke: { ofRole: smoke, otherwise: 'nothing is asked of a service that declares no request' },
};

function keyRule(value: Json): string {
  if (isObject(value))
    return `keys of service accounts are at most ${words(value.maxAgeDays ?? null)} days old`;
  return 'no service account has a user-managed key';
}
