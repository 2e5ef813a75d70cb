import { describe, expect, test } from '@jest/globals';
import { apiKeys } from '../../shared/checks/api-keys/api-keys.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { RawResult } from '../../shared/checks/model.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { contextOf, runCheck } from '../fakes/check-tester.ts';
import type { ApiKeyDraft, ContractDraft } from '../fakes/contract-builder.ts';
import type { ScopeDraft } from '../fakes/snapshot-builder.ts';

const IDENTITY = 'identitytoolkit.googleapis.com';
const TOKEN = 'securetoken.googleapis.com';
const SITE = 'https://*.acme.com/*';
const APP = 'https://app-x1-uc.a.run.app/*';
const OLD = 'https://app-12345.us-central1.run.app/*';

const ENTRY: ApiKeyDraft = {
  name: '^Browser key {env}\\b',
  targets: [IDENTITY, TOKEN],
  required: [SITE],
  allowed: ['^https://app-[a-z0-9-]+\\.a\\.run\\.app/\\*$'],
  deprecated: ['^https://.*-[0-9]+\\.us-central1\\.run\\.app/\\*$'],
};

interface KeyDraft {
  name?: string;
  created?: string | null;
  targets?: (string | JsonObject)[] | null;
  referrers?: string[] | null;
  restrictions?: JsonObject;
  fields?: JsonObject;
}

function contract(...keys: ApiKeyDraft[]): ContractDraft {
  return { environments: { prod: { protected: true } }, compare: [], services: { app: {} }, apiKeys: keys };
}

function scope(keys: Record<string, KeyDraft>, unread: ScopeDraft['unread'] = {}): ScopeDraft {
  const documents = Object.fromEntries(Object.entries(keys).map(([uid, draft]) => [uid, documentOf(draft)]));
  return { resource: 'apikeys.keys', region: null, documents, unread };
}

function documentOf(draft: KeyDraft) {
  const { name = 'Browser key prod (auth)', created = '2025-12-02T17:41:55.120934Z' } = draft;
  const { targets = [IDENTITY, TOKEN], referrers = [SITE] } = draft;
  const restrictions: JsonObject = {
    ...(targets === null
      ? {}
      : { apiTargets: targets.map((one) => (typeof one === 'string' ? { service: one } : one)) }),
    ...(referrers === null ? {} : { browserKeyRestrictions: { allowedReferrers: referrers } }),
    ...draft.restrictions,
  };
  return {
    fields: {
      displayName: name,
      ...(Object.keys(restrictions).length === 0 ? {} : { restrictions }),
      ...draft.fields,
    },
    evidence: created === null ? {} : { createTime: created },
  };
}

const at = {
  all: 'restrictions',
  targets: 'restrictions.apiTargets',
  referrers: 'restrictions.browserKeyRestrictions.allowedReferrers',
};

function said(results: readonly RawResult[]): string[] {
  return results.map(({ status, blind, severity, resource, path }) =>
    [
      blind ? 'BLIND' : status,
      ...(status === 'FAIL' ? [severity] : []),
      resource?.replace('apikeys.keys/', '') ?? 'all',
      ...(path === null ? [] : [path]),
    ].join(' '),
  );
}

interface Case {
  entry?: ApiKeyDraft;
  keys: Record<string, KeyDraft>;
  strict?: true;
  gives: string[];
  says?: string;
}

const CASES: Record<string, Case> = {
  'as declared': {
    keys: { k: {} },
    gives: [`PASS k ${at.targets}`, `PASS k ${at.referrers}`],
    says: `prod: API key "Browser key prod (auth)" (k) opens ${IDENTITY} and ${TOKEN} and nothing else, as declared (contracts/test.yaml:86).`,
  },
  'no key of that name': {
    keys: { k: { name: 'Server key' } },
    gives: ['FAIL high all apiKeys["^Browser key prod\\\\b"]'],
    says: 'prod has no API key whose display name matches ^Browser key prod\\b',
  },
  'no key at all': { keys: {}, gives: ['FAIL high all apiKeys["^Browser key prod\\\\b"]'] },
  'a key of another environment': {
    keys: { k: { name: 'Browser key production' } },
    gives: ['FAIL high all apiKeys["^Browser key prod\\\\b"]'],
  },
  'the name in another letter case': {
    keys: { k: { name: 'browser KEY prod' } },
    gives: [`PASS k ${at.targets}`, `PASS k ${at.referrers}`],
  },
  'an API that is missing': {
    keys: { k: { targets: [IDENTITY] } },
    gives: [`FAIL medium k ${at.targets}`, `PASS k ${at.referrers}`],
    says: `does not open ${TOKEN}, which the contract wants`,
  },
  'an API too many': {
    keys: { k: { targets: [IDENTITY, TOKEN, 'maps.googleapis.com'] } },
    gives: [`FAIL high k ${at.targets}`, `PASS k ${at.referrers}`],
    says: 'opens maps.googleapis.com, which the contract does not declare',
  },
  'one missing and one too many': {
    keys: { k: { targets: [IDENTITY, 'maps.googleapis.com'] } },
    gives: [`FAIL high k ${at.targets}`, `PASS k ${at.referrers}`],
    says: `does not open ${TOKEN}, which the contract wants, and opens maps.googleapis.com`,
  },
  'an API of which it opens single methods': {
    keys: { k: { targets: [IDENTITY, { service: TOKEN, methods: ['Exchange'] }] } },
    gives: [`REVIEW_REQUIRED k ${at.targets}`, `PASS k ${at.referrers}`],
  },
  'restricted to no API': {
    keys: { k: { targets: null } },
    gives: [`FAIL high k ${at.targets}`, `PASS k ${at.referrers}`],
    says: 'opens all that the project has',
  },
  'a referrer that is missing': {
    keys: { k: { referrers: [APP] } },
    gives: [`PASS k ${at.targets}`, `FAIL medium k ${at.referrers}`],
    says: `lacks ${SITE}, which the contract requires (contracts/test.yaml:88)`,
  },
  'a referrer too many': {
    keys: { k: { referrers: [SITE, 'https://evil.example/*'] } },
    gives: [`PASS k ${at.targets}`, `FAIL high k ${at.referrers}`],
    says: 'may be used from https://evil.example/*, which the contract does not allow',
  },
  'a referrer that only contains an allowed one': {
    keys: { k: { referrers: [SITE, `${APP}?x`] } },
    gives: [`PASS k ${at.targets}`, `FAIL high k ${at.referrers}`],
  },
  'an allowed referrer': {
    keys: { k: { referrers: [SITE, APP] } },
    gives: [`PASS k ${at.targets}`, `PASS k ${at.referrers}`],
  },
  'a deprecated referrer is named': {
    keys: { k: { referrers: [SITE, OLD] } },
    gives: [`PASS k ${at.targets}`, `PASS k ${at.referrers}`, `INTENTIONAL_DIFF k ${at.referrers}`],
    says: `may still be used from ${OLD}, which the contract calls deprecated (contracts/test.yaml:90)`,
  },
  'a deprecated referrer fails where that is asked for': {
    keys: { k: { referrers: [SITE, OLD] } },
    strict: true,
    gives: [`PASS k ${at.targets}`, `PASS k ${at.referrers}`, `FAIL medium k ${at.referrers}`],
  },
  'nothing deprecated, and it is asked for': {
    keys: { k: {} },
    strict: true,
    gives: [`PASS k ${at.targets}`, `PASS k ${at.referrers}`],
  },
  'a required referrer is never deprecated': {
    entry: { ...ENTRY, required: [SITE, OLD] },
    keys: { k: { referrers: [SITE, OLD] } },
    strict: true,
    gives: [`PASS k ${at.targets}`, `PASS k ${at.referrers}`],
  },
  'not restricted to browsers': {
    keys: { k: { referrers: null } },
    gives: [`PASS k ${at.targets}`, `FAIL high k ${at.referrers}`],
    says: 'is not restricted to referrers: any site may use it',
  },
  'restricted to servers instead': {
    keys: { k: { referrers: null, restrictions: { serverKeyRestrictions: { allowedIps: ['192.0.2.1'] } } } },
    gives: [`PASS k ${at.targets}`, `FAIL high k ${at.referrers}`],
    says: '(it has serverKeyRestrictions)',
  },
  'without any restriction': {
    keys: { k: { targets: null, referrers: null } },
    gives: [`FAIL critical k ${at.all}`],
    says: 'has no restriction at all',
  },
  'the newest of several is judged; an older one opens no more': {
    keys: {
      old: { name: 'Browser key prod 1', created: '2024-12-02T00:00:00Z' },
      new: { created: '2025-12-02T00:00:00Z', targets: [IDENTITY] },
    },
    gives: [`FAIL medium new ${at.targets}`, `PASS new ${at.referrers}`, `PASS old ${at.all}`],
    says: 'API key "Browser key prod 1" (old) is older than API key "Browser key prod (auth)" (new), still works, and opens no more',
  },
  'an older one that opens more still works': {
    keys: { old: { created: '2024-12-02T00:00:00Z', targets: null, referrers: null }, new: {} },
    gives: [`PASS new ${at.targets}`, `PASS new ${at.referrers}`, `REVIEW_REQUIRED old ${at.all}`],
  },
  'an older one with a referrer too many': {
    keys: { old: { created: '2024-12-02T00:00:00Z', referrers: ['https://evil.example/*'] }, new: {} },
    gives: [`PASS new ${at.targets}`, `PASS new ${at.referrers}`, `REVIEW_REQUIRED old ${at.all}`],
  },
  'the newest by the instant, not by the text of it': {
    keys: { a: { created: '2025-12-02T00:00:00.5Z' }, b: { created: '2025-12-02T00:00:00Z', targets: null } },
    gives: [`PASS a ${at.targets}`, `PASS a ${at.referrers}`, `REVIEW_REQUIRED b ${at.all}`],
  },
  'two of one instant are both the newest': {
    keys: {
      a: { targets: null, referrers: null },
      b: {},
      old: { created: '2024-12-02T00:00:00Z' },
    },
    gives: [
      `PASS b ${at.targets}`,
      `PASS b ${at.referrers}`,
      `FAIL critical a ${at.all}`,
      `PASS old ${at.all}`,
    ],
  },
  'which is the newest is not known': {
    keys: { a: { created: null }, b: {} },
    gives: ['BLIND all'],
    says: 'no time of creation was read',
  },
  'one alone needs no time of creation': {
    keys: { a: { created: null } },
    gives: [`PASS a ${at.targets}`, `PASS a ${at.referrers}`],
  },
  'a key that acts as an account': {
    keys: { k: { fields: { serviceAccountEmail: 'robot@acme-prod.iam.gserviceaccount.com' } } },
    gives: ['REVIEW_REQUIRED k serviceAccountEmail', `PASS k ${at.targets}`, `PASS k ${at.referrers}`],
  },
  'only the name is declared': {
    entry: { name: ENTRY.name },
    keys: { k: { targets: ['maps.googleapis.com'] } },
    gives: [`PASS k ${at.all}`],
  },
  'only the name is declared, and nothing restricts the key': {
    entry: { name: ENTRY.name },
    keys: { k: { targets: null, referrers: null } },
    gives: [`FAIL critical k ${at.all}`],
  },
  'no referrers are declared': {
    entry: { name: ENTRY.name, targets: [IDENTITY, TOKEN] },
    keys: { k: { referrers: null } },
    gives: [`PASS k ${at.targets}`],
  },
  'targets of another environment alone': {
    entry: { ...ENTRY, targets: { by: { dev: [IDENTITY] } } },
    keys: { k: { targets: ['maps.googleapis.com'] } },
    gives: [`PASS k ${at.referrers}`],
  },
};

function results({ entry = ENTRY, keys, strict }: Pick<Case, 'entry' | 'keys' | 'strict'>): RawResult[] {
  const context = contextOf({ contract: contract(entry), estate: { prod: { more: [scope(keys)] } } });
  return apiKeys.run({ ...context, ...(strict ? { failOnDeprecated: true } : {}) });
}

describe('api-keys', () => {
  test.each(Object.entries(CASES))('%s', (_, given) => {
    const found = results(given);
    expect(said(found)).toEqual(given.gives);
    if (given.says !== undefined)
      expect(found.map(({ message }) => message).join('\n')).toContain(given.says);
  });

  test('nothing is asserted where no key is declared', () => {
    expect(
      runCheck(apiKeys, { contract: contract(), estate: { prod: { more: [scope({ k: {} })] } } }),
    ).toEqual([]);
  });

  test.each([
    ['not captured', {}, 'could not read apikeys.keys (NOT_CAPTURED)'],
    [
      'denied',
      { denied: [{ resource: 'apikeys.keys', region: null } as const] },
      'DENIED, apikeys.keys is not permitted',
    ],
  ])('keys that were %s are unknown, and not missing', (_, prod, words) => {
    const found = runCheck(apiKeys, { contract: contract(ENTRY), estate: { prod } });
    expect(said(found)).toEqual(['BLIND all']);
    expect(found[0]?.message).toContain(words);
  });

  test('a key that could not be read may be the one that is missing', () => {
    const more = [scope({ other: { name: 'Server key' } }, { k: { status: 'ERROR', detail: 'cut short' } })];
    expect(said(runCheck(apiKeys, { contract: contract(ENTRY), estate: { prod: { more } } }))).toEqual([
      'BLIND all',
    ]);
  });

  test('two entries that miss their keys are two results', () => {
    const more = [scope({})];
    const missing = runCheck(apiKeys, {
      contract: contract(ENTRY, { name: 'Maps' }),
      estate: { prod: { more } },
    });
    expect(new Set(missing.map(({ path }) => path)).size).toBe(2);
  });

  test('names the command that makes a missing key', () => {
    expect(results({ keys: {} })[0]?.settle).toBe(
      `gcloud services api-keys create --project=acme-prod --display-name='Browser key prod' --api-target=service=${IDENTITY} --api-target=service=${TOKEN} --allowed-referrers='${SITE}'; or change contracts/test.yaml:85 if this is meant`,
    );
  });

  test.each([
    [
      'targets',
      { targets: [IDENTITY] },
      `gcloud services api-keys update k --project=acme-prod --api-target=service=${IDENTITY} --api-target=service=${TOKEN}; or change contracts/test.yaml:86 if this is meant`,
    ],
    [
      'referrers, the allowed and the deprecated ones kept',
      { referrers: [APP, OLD, 'https://evil.example/*'] },
      `gcloud services api-keys update k --project=acme-prod --allowed-referrers='${SITE},${OLD},${APP}'; or change contracts/test.yaml:88 if this is meant`,
    ],
  ])('names the command that mends %s', (_, draft, settle) => {
    expect(results({ keys: { k: draft } }).find(({ status }) => status === 'FAIL')?.settle).toBe(settle);
  });

  test('without restriction it is high elsewhere too', () => {
    const draft = { ...contract(ENTRY), environments: { prod: {} } };
    const more = [scope({ k: { targets: null, referrers: null } })];
    expect(runCheck(apiKeys, { contract: draft, estate: { prod: { more } } })[0]?.severity).toBe('high');
  });

  test('a waiver makes it intentional', () => {
    const waivers = [{ check: 'api-keys', environments: ['prod'], path: 'apiTargets' }];
    const given = {
      contract: { ...contract(ENTRY), waivers },
      estate: { prod: { more: [scope({ k: { targets: null } })] } },
    };
    expect(evaluateContract(contextOf(given), { checks: [apiKeys] }).checks[0]?.status).toBe(
      'INTENTIONAL_DIFF',
    );
  });
});
