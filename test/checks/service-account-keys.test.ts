import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { RawResult } from '../../shared/checks/model.ts';
import { serviceAccountKeys } from '../../shared/checks/service-account-keys/service-account-keys.ts';
import type { AccountKeyPolicy } from '../../shared/contract/sections/iam.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { contextOf, NOW, runCheck } from '../fakes/check-tester.ts';
import type { ContractDraft, Given, RoleDraft } from '../fakes/contract-builder.ts';
import { accountKeys, accounts, COMPUTE } from '../fakes/iam-scopes.ts';
import type { ScopeDraft } from '../fakes/snapshot-builder.ts';

const APP = 'cr-app@acme-prod.iam.gserviceaccount.com';
const KEY = '4e3a475ea4badecad3ae6b9458a87486ad73d305';
const DAY_MS = 86_400_000;
const daysAgo = (days: number, ms = 0) => new Date(NOW.getTime() - days * DAY_MS - ms).toISOString();
const key = (fields: JsonObject = {}): JsonObject => ({
  keyOrigin: 'GOOGLE_PROVIDED',
  validAfterTime: daysAgo(30),
  ...fields,
});

function contract(
  rule?: Given<AccountKeyPolicy>,
  services: Record<string, RoleDraft> = { app: { serviceAccount: APP } },
): ContractDraft {
  const iam = rule === undefined ? {} : { serviceAccountKeys: rule };
  return { environments: { prod: { protected: true } }, compare: [], services, iam };
}

/** cr-app with these keys, and the default compute account without any. */
function estate(keys: Record<string, JsonObject>, more: ScopeDraft[] = []) {
  return { prod: { more: [accounts({ [APP]: {} }), accountKeys({ [COMPUTE]: {}, [APP]: keys }), ...more] } };
}

function said(results: readonly RawResult[]): string[] {
  return results.map(({ status, blind, severity, role, resource, path }) =>
    [
      blind ? 'BLIND' : status,
      ...(status === 'FAIL' ? [severity] : []),
      role ?? '-',
      resource === null ? 'all' : 'cr-app',
      ...(path === null ? [] : [path.replace(KEY, 'KEY')]),
    ].join(' '),
  );
}

interface Case {
  rule?: Given<AccountKeyPolicy>;
  keys: Record<string, JsonObject>;
  more?: ScopeDraft[];
  gives: string[];
  says?: string;
}

const CASES: Record<string, Case> = {
  'no key, as it must be': {
    rule: 'forbidden',
    keys: {},
    gives: ['PASS - all'],
    says: 'prod: no user-managed key of 2 accounts; the contract forbids keys (contracts/test.yaml:82).',
  },
  'a key though they are forbidden': {
    rule: 'forbidden',
    keys: { [KEY]: key() },
    gives: ['FAIL critical app cr-app keys.KEY'],
    says: `prod: ${APP} has a user-managed key 4e3a475ea4ba, valid since 2026-01-28; the contract forbids keys`,
  },
  'a disabled key is a key still, and weighs less': {
    rule: 'forbidden',
    keys: { [KEY]: key({ disabled: true, disableReason: 'USER_INITIATED' }) },
    gives: ['FAIL medium app cr-app keys.KEY'],
    says: 'and disabled;',
  },
  'so is one that has expired': {
    rule: 'forbidden',
    keys: { [KEY]: key({ validBeforeTime: daysAgo(1) }) },
    gives: ['FAIL medium app cr-app keys.KEY'],
    says: 'and expired;',
  },
  'one that ends tomorrow has not': {
    rule: 'forbidden',
    keys: { [KEY]: key({ validBeforeTime: daysAgo(-1) }) },
    gives: ['FAIL critical app cr-app keys.KEY'],
  },
  'a young key where keys are allowed for a time': {
    rule: { maxAgeDays: 90 },
    keys: { [KEY]: key() },
    gives: ['PASS app cr-app keys.KEY', 'PASS - all'],
    says: '1 of 2 accounts with user-managed keys, none of them known to have leaked; the contract allows keys for 90 days',
  },
  'a key on its last day': {
    rule: { maxAgeDays: 30 },
    keys: { [KEY]: key({ validAfterTime: daysAgo(30) }) },
    gives: ['PASS app cr-app keys.KEY', 'PASS - all'],
  },
  'a key a moment after it': {
    rule: { maxAgeDays: 30 },
    keys: { [KEY]: key({ validAfterTime: daysAgo(30, 1) }) },
    gives: ['FAIL high app cr-app keys.KEY'],
    says: 'the contract allows keys for 30 days',
  },
  'a disabled key grows old too': {
    rule: { maxAgeDays: 10 },
    keys: { [KEY]: key({ disabled: true }) },
    gives: ['FAIL medium app cr-app keys.KEY'],
  },
  'a key that does not say since when': {
    rule: { maxAgeDays: 90 },
    keys: { [KEY]: { keyOrigin: 'USER_PROVIDED' } },
    gives: ['REVIEW_REQUIRED app cr-app keys.KEY'],
    says: 'of unknown age',
  },
  'a key that Google found exposed, whatever is allowed': {
    rule: { maxAgeDays: 90 },
    keys: { [KEY]: key({ disabled: true, disableReason: 'EXPOSED' }) },
    gives: ['FAIL critical app cr-app keys.KEY'],
    says: 'which Google found exposed to the public',
  },
  'a key that was compromised and enabled again': {
    rule: { maxAgeDays: 90 },
    keys: { [KEY]: key({ extendedStatus: ['COMPROMISE_DETECTED'] }) },
    gives: ['FAIL critical app cr-app keys.KEY'],
    says: 'in the hands of an attacker',
  },
  'an exposed key where the contract says nothing of keys': {
    keys: { [KEY]: key({ disableReason: 'EXPOSED' }) },
    gives: ['FAIL critical app cr-app keys.KEY'],
  },
  'any other key where the contract says nothing of keys': {
    keys: { [KEY]: key() },
    gives: ['PASS - all'],
    says: '1 of 2 accounts with user-managed keys, none of them known to have leaked; the contract sets no rule for keys.',
  },
  'forbidden in this environment': {
    rule: { by: { prod: 'forbidden', dev: { maxAgeDays: 90 } } },
    keys: { [KEY]: key() },
    gives: ['FAIL critical app cr-app keys.KEY'],
  },
  'forbidden in another environment alone': {
    rule: { by: { dev: 'forbidden' } },
    keys: { [KEY]: key() },
    gives: ['PASS - all'],
  },
  'the keys of one account were not read': {
    rule: 'forbidden',
    keys: {},
    more: [
      accountKeys(
        { [COMPUTE]: {} },
        { [APP]: { status: 'DENIED', detail: 'iam.serviceAccountKeys.list is missing' } },
      ),
    ],
    gives: ['PASS - all', 'BLIND app all'],
    says: `could not read those of ${APP} (DENIED, iam.serviceAccountKeys.list is missing)`,
  },
  'an account whose keys nobody mentions': {
    rule: 'forbidden',
    keys: {},
    more: [accountKeys({ [COMPUTE]: {} })],
    gives: ['PASS - all', 'BLIND app all'],
    says: 'NOT_CAPTURED',
  },
  'an account of which no more than the name was understood': {
    rule: 'forbidden',
    keys: {},
    more: [
      { ...accounts(), unread: { [APP]: { status: 'ERROR', detail: 'it could not be understood' } } },
      accountKeys({ [COMPUTE]: {} }),
    ],
    gives: ['PASS - all', 'BLIND app all'],
  },
  'a key is told though other accounts were not read': {
    rule: 'forbidden',
    keys: {},
    more: [accountKeys({ [APP]: { [KEY]: key() } })],
    gives: ['FAIL critical app cr-app keys.KEY', 'BLIND - all'],
  },
  'the accounts were not read, and so nobody knows whether these are all': {
    rule: 'forbidden',
    keys: {},
    more: [
      {
        resource: 'iam.serviceAccounts',
        region: null,
        documents: {},
        unread: { '*': { status: 'ERROR', detail: 'cut short' } },
      },
    ],
    gives: ['PASS - all', 'BLIND - all'],
    says: 'could not read iam.serviceAccounts (ERROR, cut short)',
  },
};

describe('service-account-keys', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    const results = runCheck(serviceAccountKeys, {
      contract: contract(given.rule),
      estate: estate(given.keys, given.more),
    });
    expect(said(results)).toEqual(given.gives);
    if (given.says !== undefined)
      expect(results.map(({ message }) => message).join('\n')).toContain(given.says);
  });

  test('a project without accounts has no key', () => {
    const more = [accountKeys({}), { ...accounts(), documents: {} }];
    const results = runCheck(serviceAccountKeys, {
      contract: contract('forbidden'),
      estate: { prod: { more } },
    });
    expect(said(results)).toEqual(['PASS - all']);
  });

  test('nothing was captured', () => {
    const results = runCheck(serviceAccountKeys, { contract: contract('forbidden'), estate: { prod: {} } });
    expect(said(results)).toEqual(['BLIND - all']);
    expect(results[0]?.message).toContain(
      'iam.serviceAccounts (NOT_CAPTURED) and iam.serviceAccountKeys (NOT_CAPTURED)',
    );
  });

  test('the keys were denied as a whole', () => {
    const prod = {
      more: [accounts()],
      denied: [{ resource: 'iam.serviceAccountKeys', region: null } as const],
    };
    const results = runCheck(serviceAccountKeys, { contract: contract('forbidden'), estate: { prod } });
    expect(said(results)).toEqual(['BLIND - all']);
  });

  test('elsewhere than in a protected environment it weighs less, but for a leak', () => {
    const severities = (fields: JsonObject) =>
      runCheck(serviceAccountKeys, {
        contract: { ...contract('forbidden'), environments: { prod: {} } },
        estate: estate({ [KEY]: key(fields) }),
      }).map(({ severity }) => severity);
    expect(severities({})).toEqual(['medium']);
    expect(severities({ disabled: true })).toEqual(['low']);
    expect(severities({ disableReason: 'EXPOSED' })).toEqual(['critical']);
  });

  test('a key of an account that roles share is one result, of no single role', () => {
    const services = { app: { serviceAccount: APP }, web: { serviceAccount: APP } };
    const results = runCheck(serviceAccountKeys, {
      contract: contract('forbidden', services),
      estate: estate({ [KEY]: key() }),
    });
    expect(said(results)).toEqual(['FAIL critical - cr-app keys.KEY']);
  });

  test('names the command that deletes the key', () => {
    const [failure] = runCheck(serviceAccountKeys, {
      contract: contract('forbidden'),
      estate: estate({ [KEY]: key() }),
    });
    expect(failure?.settle).toBe(
      `gcloud iam service-accounts keys delete ${KEY} --iam-account=${APP} --project=acme-prod`,
    );
  });

  test('says the same of a key that nobody touched a month later, and something else once it leaked', () => {
    const observed = (now: Date, fields: JsonObject = {}) => {
      const context = {
        ...contextOf({ contract: contract('forbidden'), estate: estate({ [KEY]: key(fields) }) }),
        now,
      };
      return serviceAccountKeys.run(context).map((result) => [result.observed, result.message]);
    };
    const later = new Date(NOW.getTime() + 30 * DAY_MS);
    expect(observed(later)).toEqual(observed(NOW));
    expect(observed(NOW, { disableReason: 'EXPOSED' })[0]?.[0]).not.toBe(observed(NOW)[0]?.[0]);
  });

  test('a waiver makes it intentional', () => {
    const waivers = [{ check: 'service-account-keys', roles: ['app'], environments: ['prod'] }];
    const context = contextOf({
      contract: { ...contract('forbidden'), waivers },
      estate: estate({ [KEY]: key() }),
    });
    expect(evaluateContract(context, { checks: [serviceAccountKeys] }).checks[0]?.status).toBe(
      'INTENTIONAL_DIFF',
    );
  });
});
