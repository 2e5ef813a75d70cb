import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { observeFindings } from '../../shared/findings/observe.ts';
import { decideTransitions } from '../../shared/findings/transitions.ts';
import type { Change, CoverageStatus } from '../../shared/snapshot/model.ts';
import {
  BACKEND,
  change,
  contract,
  coverage,
  evaluation,
  fingerprintOf,
  passInput,
  result,
  type Seen,
} from './fixtures.ts';

function observe(seen: Seen) {
  return passInput(seen).observation;
}

describe('observeFindings', () => {
  test('a violation says what is expected, where, and how to settle it', () => {
    expect(observe({ results: [result()] }).findings).toEqual([
      expect.objectContaining({
        kind: 'violation',
        severity: 'high',
        environment: 'prod',
        role: 'backend',
        resource: BACKEND,
        path: 'ingress',
        rule: 'ingress',
        after: 'all',
        expected: 'internal',
        source: 'contracts/shop.yaml:31',
        settle: 'Set --ingress=internal.',
      }),
    ]);
  });

  test('only a FAIL is a violation', () => {
    const results = (['PASS', 'INTENTIONAL_DIFF', 'REVIEW_REQUIRED'] as const).map((status) =>
      result({ status }),
    );
    expect(observe({ results }).findings).toEqual([]);
  });

  test('a drift says before and after, and whose service it is', () => {
    const { findings } = observe({ changes: [change()] });
    expect(findings).toEqual([
      expect.objectContaining({
        kind: 'drift',
        severity: 'critical',
        role: 'backend',
        rule: null,
        before: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        after: 'INGRESS_TRAFFIC_ALL',
        message: `${BACKEND}: ingress opened: internal → all.`,
      }),
    ]);
  });

  test('drift and violation at one place are one finding with both sides', () => {
    const { findings, drifted } = observe({ results: [result()], changes: [change()] });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      kind: 'violation',
      severity: 'critical',
      before: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      expected: 'internal',
    });
    expect(drifted).toEqual(new Set([findings[0]?.fingerprint]));
  });

  test.each<[string, Partial<Change>]>([
    ['another path', { path: 'iapEnabled', before: true, after: null }],
    ['another resource', { id: 'run.services/us-central1/frontend' }],
    ['another environment', { environment: 'dev' }],
    ['a part of a whole root', { path: 'ingress.settings' }],
  ])('a drift at %s is a finding of its own', (_name, overrides) => {
    expect(observe({ results: [result()], changes: [change(overrides)] }).findings).toHaveLength(2);
  });

  test('a check that names a setting by the end of its path takes in one drift, never two', () => {
    const memory = (container: string) =>
      change({
        path: `template.containers.${container}.resources.limits.memory`,
        class: 'config',
        before: '1Gi',
        after: '2Gi',
      });
    const { findings } = observe({
      results: [result({ path: 'memory' })],
      changes: [memory('main'), memory('proxy')],
    });
    expect(findings.map(({ kind }) => kind).toSorted()).toEqual(['drift', 'violation']);
  });

  test.each<[string, Partial<Change>, string[], boolean]>([
    ['a declared value', {}, [], true],
    [
      'a whole object of which a check states one side',
      { path: 'template.containers.main.env.KEY', after: { kind: 'secret', secret: 'B', version: '1' } },
      ['template.containers.main.env.KEY'],
      false,
    ],
  ])('conforming or not: %s', (_name, overrides, paths, conforms) => {
    const path = paths[0] ?? 'ingress';
    const { findings, notes } = observe({
      results: [result({ status: 'PASS', path, expected: 'as declared' })],
      changes: [change(overrides)],
    });
    expect(findings.length === 0).toBe(conforms);
    expect(notes.map(({ kind }) => kind)).toEqual(conforms ? ['conformed'] : []);
  });

  test('a part of what a check judges is one finding with it', () => {
    const path = 'template.containers.main.env.KEY';
    const pinned = change({ path: `${path}.version`, before: '3', after: 'latest' });
    const { findings } = observe({ results: [result({ path })], changes: [pinned] });
    expect(findings).toEqual([
      expect.objectContaining({ kind: 'violation', path, before: '3', after: 'latest' }),
    ]);
  });

  test('an unconditional grant the contract states is conforming, a conditional one is not', () => {
    const path = 'iamPolicy.bindings["roles/run.invoker"].allUsers';
    const results = [result({ status: 'PASS', path, expected: 'public' })];
    const grant = (after: Change['after']) =>
      change({ resource: 'run.services.iamPolicy', path, before: null, after });
    expect(observe({ results, changes: [grant([{}])] }).findings).toEqual([]);
    expect(observe({ results, changes: [grant([{ title: 't', expression: 'x' }])] }).findings).toHaveLength(
      1,
    );
  });

  test('a waiver states nothing: the change under it is drift', () => {
    const waived = result({ status: 'INTENTIONAL_DIFF', waiver: { check: 'ingress' } as never });
    expect(observe({ results: [waived], changes: [change()] }).findings).toHaveLength(1);
  });

  test('what the contract ignores is dropped, its neighbour is not', () => {
    const changes = [
      change({ path: 'labels.release-id', class: 'config' }),
      change({ path: 'labels.owner', class: 'config' }),
    ];
    const { findings } = observe({
      changes,
      contract: { drift: { ignore: ['labels.release-id'], release: [] } },
    });
    expect(findings.map(({ path }) => path)).toEqual(['labels.owner']);
  });

  test('what the contract calls a release is one note a resource', () => {
    const changes = [
      change({ path: 'labels.commit-sha', class: 'config' }),
      change({ path: 'template.containers.main.image', class: 'release' }),
    ];
    const { findings, notes } = observe({
      changes,
      contract: { drift: { ignore: [], release: ['labels.commit-sha'] } },
    });
    expect(findings).toEqual([]);
    expect(notes).toEqual([
      expect.objectContaining({
        kind: 'released',
        subject: `${BACKEND} labels.commit-sha, template.containers.main.image`,
      }),
    ]);
  });

  test.each<[CoverageStatus, number]>([
    ['OK', 0],
    ['NOT_CAPTURED', 0],
    ['DENIED', 1],
    ['API_DISABLED', 1],
    ['THROTTLED', 1],
    ['UNREACHABLE', 1],
    ['ERROR', 1],
  ])('coverage %s gives %i read gaps', (status, expected) => {
    const { findings } = observe({ coverage: [coverage({ status, detail: 'why' })] });
    expect(findings).toHaveLength(expected);
    for (const finding of findings)
      expect(finding.message).toMatch(/could not be read \(.*: why\)\. Unseen meanwhile: /);
  });

  test.each<[CoverageStatus, string | null, string]>([
    [
      'DENIED',
      'x.list is missing',
      'Give the viewer the missing permission; plumbline doctor prints the command.',
    ],
    [
      'API_DISABLED',
      'services in other regions cannot be seen: run.googleapis.com is not enabled: gcloud services enable run.googleapis.com --project shop-prod',
      'gcloud services enable run.googleapis.com --project shop-prod',
    ],
    ['API_DISABLED', null, 'Enable the API; plumbline doctor prints the command.'],
    ['THROTTLED', null, 'Nothing to do if the next pass reads it; otherwise run plumbline doctor.'],
  ])('a gap is settled by what mends it: %s, %s', (status, detail, settle) => {
    expect(observe({ coverage: [coverage({ status, detail })] }).findings[0]?.settle).toBe(settle);
  });

  test('results with one identity are one finding, whatever their order', () => {
    const results = [
      result({ environments: ['dev', 'prod'], observed: 'a' }),
      result({ environments: ['stage', 'prod'], observed: 'b' }),
    ];
    const [one, other] = [results, results.toReversed()].map((given) => observe({ results: given }).findings);
    expect(one).toHaveLength(1);
    expect(one).toEqual(other);
  });

  test('roles that are missing are told apart', () => {
    const results = ['a', 'b'].map((role) => result({ role, resource: null, path: null }));
    expect(new Set(observe({ results }).findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  test('the order of changes, results and coverage makes no difference', () => {
    const changes = ['a', 'b', 'c', 'd'].map((name) => change({ id: `run.services/us-central1/${name}` }));
    const input = {
      contract: contract(),
      evaluation: evaluation([]),
      coverage: [],
      known: [],
      fingerprintOf,
    };
    const sorted = observeFindings({ ...input, changes });
    fc.assert(
      fc.property(fc.shuffledSubarray(changes, { minLength: 4 }), (shuffled) => {
        expect(observeFindings({ ...input, changes: shuffled })).toEqual(sorted);
      }),
    );
  });

  test('nothing changed and nothing wrong is nothing to say', () => {
    const { tell, transitions } = decideTransitions(passInput({ results: [result({ status: 'PASS' })] }));
    expect([tell, transitions]).toEqual([[], []]);
  });
});
