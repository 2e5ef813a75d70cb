import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { smoke } from '../../shared/checks/smoke.ts';
import { viewOf } from '../../shared/checks/view/view.ts';
import { askSmoke } from '../../shared/smoke/ask.ts';
import type { SmokeAnswer } from '../../shared/smoke/model.ts';
import { declaresSmoke, smokeTargets } from '../../shared/smoke/targets.ts';
import { brief, type CheckCase, contextOf } from '../fakes/check-tester.ts';
import { contractOf, type RoleDraft } from '../fakes/contract-builder.ts';
import type { ServiceDraft } from '../fakes/snapshot-builder.ts';

const SIGNAL = new AbortController().signal;
const GENERATED = 'https://app-x-uc.a.run.app';

const one = (draft: RoleDraft) => ({
  environments: { prod: { protected: true } },
  compare: [] as [string, string][],
  services: { app: draft },
});
const app = (draft: ServiceDraft = {}) => ({ services: { app: draft } });
const HEALTH: RoleDraft = { smoke: [{ path: '/healthz' }] };
const answered = (
  status: number,
  redirect: 'sign-in' | 'same-host' | 'elsewhere' | null = null,
): SmokeAnswer => ({
  kind: 'answered',
  status,
  redirect,
});

interface Case extends CheckCase {
  /** What each URL answers; others must not be asked. */
  answers?: Record<string, SmokeAnswer>;
  gives: string[];
  says?: RegExp;
  severity?: string;
}

const SUCCEEDS = { [`${GENERATED}/healthz`]: answered(200) };
const PATH = 'app smoke["/healthz"]';

const CASES: Record<string, Case> = {
  'the generated URL answers as declared': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: SUCCEEDS,
    gives: [`PASS prod ${PATH}`],
    says: /prod app answers GET \/healthz with 200, as declared/,
  },
  'it answers something else': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: { [`${GENERATED}/healthz`]: answered(503) },
    gives: [`FAIL prod ${PATH}`],
    says: /prod app answers 503 for GET \/healthz; the contract wants 200/,
    severity: 'high',
  },
  'it asks for an identity': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: { [`${GENERATED}/healthz`]: answered(403) },
    gives: [`FAIL prod ${PATH}`],
    says: /asks for an identity \(403\)/,
  },
  'it sends to a page where people sign in': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: { [`${GENERATED}/healthz`]: answered(302, 'sign-in') },
    gives: [`FAIL prod ${PATH}`],
    says: /sends to a page where people sign in \(302\)/,
    severity: 'high',
  },
  'a redirect that is declared passes, wherever it leads': {
    contract: one({ smoke: [{ path: '/healthz', status: 302 }] }),
    estate: { prod: app() },
    answers: { [`${GENERATED}/healthz`]: answered(302, 'sign-in') },
    gives: [`PASS prod ${PATH}`],
  },
  'another redirect is not followed': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: { [`${GENERATED}/healthz`]: answered(301, 'elsewhere') },
    gives: [`FAIL prod ${PATH}`],
    says: /redirects \(301\), which is not followed/,
  },
  'its certificate does not hold': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: { [`${GENERATED}/healthz`]: { kind: 'untrusted', reason: 'its certificate does not hold (X)' } },
    gives: [`FAIL prod ${PATH}`],
    says: /cannot be trusted/,
  },
  'it cannot be reached': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: { [`${GENERATED}/healthz`]: { kind: 'unreachable', reason: 'ECONNREFUSED' } },
    gives: [`BLIND prod ${PATH}`],
    says: /cannot be seen from here: ECONNREFUSED/,
  },
  'it leads out of the public internet': {
    contract: one(HEALTH),
    estate: { prod: app() },
    answers: {
      [`${GENERATED}/healthz`]: { kind: 'refused', reason: 'it leads to an address that is not public' },
    },
    gives: [`BLIND prod ${PATH}`],
  },
  'the public may not come in by the generated URL: nobody asks': {
    contract: one(HEALTH),
    estate: { prod: app({ fields: { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' } }) },
    gives: [`BLIND prod ${PATH}`],
    says: /its ingress is internal-and-cloud-load-balancing/,
  },
  'the generated URL is disabled: nobody asks': {
    contract: one(HEALTH),
    estate: { prod: app({ fields: { defaultUriDisabled: true } }) },
    gives: [`BLIND prod ${PATH}`],
  },
  'custom domains are asked, every one of them, whatever the ingress': {
    contract: one({ ...HEALTH, domain: ['a.acme.com', 'b.acme.com'] }),
    estate: { prod: app({ fields: { ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' } }) },
    answers: { 'https://a.acme.com/healthz': answered(200), 'https://b.acme.com/healthz': answered(404) },
    gives: ['PASS prod smoke["a.acme.com"]["/healthz"]', 'FAIL prod smoke["b.acme.com"]["/healthz"]'],
  },
  'a custom domain is asked also where the service was not read': {
    contract: one({ ...HEALTH, domain: ['a.acme.com'] }),
    estate: { prod: { regions: [] } },
    answers: { 'https://a.acme.com/healthz': answered(200) },
    gives: ['PASS prod smoke["a.acme.com"]["/healthz"]'],
  },
  'not captured': { contract: one(HEALTH), estate: { prod: { regions: [] } }, gives: ['BLIND prod app'] },
  'a role that declares nothing is not asked': { contract: one({}), estate: { prod: app() }, gives: [] },
};

async function run({ answers = {}, ...given }: Case) {
  const context = contextOf(given);
  const probe = {
    get: async (url: string) => answers[url] ?? Promise.reject(new Error(`must not be asked: ${url}`)),
  };
  const seen = await askSmoke(probe, smokeTargets(viewOf(context)), SIGNAL);
  return { ...context, smoke: seen };
}

describe('smoke', () => {
  test.each(Object.entries(CASES))('%s', async (_, given) => {
    const results = smoke.run(await run(given));
    expect(brief(results)).toEqual(given.gives);
    if (given.says !== undefined) expect(results[0]?.message).toMatch(given.says);
    if (given.severity !== undefined) expect(results[0]?.severity).toBe(given.severity);
    for (const { status, settle } of results) expect(settle !== null).toBe(status !== 'PASS');
  });

  test('a waiver makes a failure intentional', async () => {
    const given = CASES['it answers something else'] as Case;
    const contract = { ...given.contract, waivers: [{ check: 'smoke', roles: ['app'] }] };
    const [check] = evaluateContract(await run({ ...given, contract }), { only: [21] }).checks;
    expect(check?.status).toBe('INTENTIONAL_DIFF');
  });

  test('is not part of an evaluation that did not ask, and its waivers are not stale', () => {
    const contract = { ...one(HEALTH), waivers: [{ check: 'smoke' }] };
    const evaluation = evaluateContract(contextOf({ contract, estate: { prod: app() } }));
    expect(evaluation.checks.map(({ id }) => id)).not.toContain('smoke');
    expect(evaluation.staleWaivers).toEqual([]);
  });

  test('a URL that two roles declare is asked once', async () => {
    const asked: string[] = [];
    const contract = {
      environments: { prod: {} },
      compare: [] as [string, string][],
      services: { a: { ...HEALTH, domain: ['x.acme.com'] }, b: { ...HEALTH, domain: ['x.acme.com'] } },
    };
    const targets = smokeTargets(viewOf(contextOf({ contract, estate: { prod: {} } })));
    await askSmoke(
      { get: async (url) => (asked.push(url) > 0 ? answered(200) : answered(500)) },
      targets,
      SIGNAL,
    );
    expect(asked).toEqual(['https://x.acme.com/healthz']);
  });

  test('a contract says whether anything is declared', () => {
    expect([one(HEALTH), one({})].map((draft) => declaresSmoke(contractOf(draft)))).toEqual([true, false]);
  });
});
