import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { serving } from '../../shared/checks/serving.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { brief, contextOf, runCheck } from '../fakes/check-tester.ts';
import type { ServiceDraft } from '../fakes/snapshot-builder.ts';

const ALONE = {
  services: { app: {} },
  environments: { prod: { protected: true } },
  compare: [] as [string, string][],
};
const LATEST = 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST';
const REVISION = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';

const service = (traffic?: JsonObject, evidence: JsonObject = {}): ServiceDraft => ({
  fields: traffic === undefined ? {} : { traffic },
  evidence: {
    latestCreatedRevision: 'app-2',
    latestReadyRevision: 'app-2',
    serving: { 'app-2': 100 },
    ...evidence,
  },
});
const scaled = (scaling: JsonObject): ServiceDraft => ({ ...service(), fields: { scaling } });
const estate = (draft: ServiceDraft) => ({ prod: { services: { app: draft } } });
const run = (draft: ServiceDraft) => runCheck(serving, { contract: ALONE, estate: estate(draft) });

describe('what takes traffic', () => {
  test.each<[string, ServiceDraft, string[]]>([
    ['is the newest revision', service(), ['PASS prod app']],
    [
      'is the newest, and a tag without traffic stands beside it',
      service({
        latest: { type: LATEST, percent: 100 },
        canary: { type: REVISION, revision: 'app-1', tag: 'canary' },
      }),
      ['PASS prod app'],
    ],
    [
      'is the newest, by a tag of the latest',
      service({ live: { type: LATEST, percent: 100, tag: 'live' } }),
      ['PASS prod app'],
    ],
    [
      'is pinned to an older revision',
      service(
        { 'pinned-1': { type: REVISION, revision: 'app-1', percent: 100 } },
        { serving: { 'app-1': 100 } },
      ),
      ['FAIL prod app traffic.pinned-1'],
    ],
    [
      'is pinned to the newest: the next deployment would not take it',
      service({ 'pinned-1': { type: REVISION, revision: 'app-2', percent: 100 } }),
      ['FAIL prod app traffic.pinned-1'],
    ],
    [
      'is split',
      service({
        latest: { type: LATEST, percent: 90 },
        'pinned-1': { type: REVISION, revision: 'app-1', percent: 10 },
      }),
      ['FAIL prod app traffic.pinned-1'],
    ],
    [
      'is nobody, since the service is switched off',
      scaled({ scalingMode: 'MANUAL', manualInstanceCount: 0 }),
      ['FAIL prod app scaling.manualInstanceCount'],
    ],
    [
      'is the newest revision, scaled by hand',
      scaled({ scalingMode: 'MANUAL', manualInstanceCount: 1 }),
      ['PASS prod app'],
    ],
    [
      'is the newest revision, scaled to zero by itself',
      scaled({ manualInstanceCount: 0, minInstanceCount: 0 }),
      ['PASS prod app'],
    ],
    [
      'is pinned by a tag',
      service({ live: { type: REVISION, revision: 'app-1', percent: 100, tag: 'live' } }),
      ['FAIL prod app traffic.live'],
    ],
    [
      'is an older revision, since the newest did not become ready',
      service(undefined, { ready: 'False', latestReadyRevision: 'app-1', serving: { 'app-1': 100 } }),
      ['FAIL prod app'],
    ],
    [
      'is nothing: no revision ever became ready',
      service(undefined, { ready: 'False', latestReadyRevision: null, serving: {} }),
      ['FAIL prod app'],
    ],
    [
      'is the newest, and something else is not ready',
      service(undefined, { ready: 'False' }),
      ['FAIL prod app'],
    ],
    [
      'is an older revision, nobody knows why',
      service(undefined, { serving: { 'app-1': 100 } }),
      ['FAIL prod app traffic'],
    ],
    ['is not said', service(undefined, { latestCreatedRevision: null }), ['BLIND prod app']],
    ['is not said to be ready', service(undefined, { ready: 'Unknown' }), ['BLIND prod app']],
    ['is not said to be served', service(undefined, { serving: {} }), ['BLIND prod app']],
    [
      'is being changed: judged when settled',
      service(undefined, { reconciling: true, latestReadyRevision: 'app-1' }),
      ['BLIND prod app'],
    ],
  ])('%s', (_, draft, gives) => {
    expect(brief(run(draft))).toEqual(gives);
  });

  test('split says how, and the command that puts it back', () => {
    const [failure] = run(
      service({
        latest: { type: LATEST, percent: 90 },
        'pinned-1': { type: REVISION, revision: 'app-1', percent: 10 },
      }),
    );
    expect(failure).toMatchObject({ observed: { latest: 90, 'app-1': 10 }, severity: 'medium' });
    expect(failure?.message).toContain('splits its traffic (90 % to latest and 10 % to app-1)');
    expect(failure?.settle).toContain(
      'gcloud run services update-traffic app --project=acme-prod --region=us-central1 --to-latest',
    );
  });

  test('not ready says what serves in its place', () => {
    const [failure] = run(
      service(undefined, { ready: 'False', latestReadyRevision: 'app-1', serving: { 'app-1': 100 } }),
    );
    expect(failure?.message).toBe(
      'prod app is not ready: its newest revision app-2 did not become so; app-1 serves in its place.',
    );
    expect(failure?.severity).toBe('high');
  });

  test('pinned on purpose is waived: an intentional difference', () => {
    const contract = { ...ALONE, waivers: [{ check: 'serving', path: 'traffic' }] };
    const pinned = service({ 'pinned-1': { type: REVISION, revision: 'app-1', percent: 100 } });
    const context = contextOf({ contract, estate: estate(pinned) });
    expect(evaluateContract(context, { checks: [serving] }).checks[0]?.status).toBe('INTENTIONAL_DIFF');
  });

  test('not captured is undecided', () => {
    expect(brief(runCheck(serving, { contract: ALONE, estate: { prod: { regions: [] } } }))).toEqual([
      'BLIND prod app',
    ]);
  });
});
