import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createExportsSource } from '../../shared/adapters/exports/source.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { draftContract } from '../../shared/draft/draft.ts';
import { captureEstate } from '../../shared/estate/capture.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { NOW } from '../fakes/check-tester.ts';
import { type EnvironmentDraft, fingerprintOf, snapshotOf } from '../fakes/snapshot-builder.ts';

const CORPUS = join(import.meta.dirname, '../corpus/jualuma-2026-02-22/exports');
const KEY = new Uint8Array(32).fill(7);
const REGIONS = ['us-central1'];

function draft(estate: Record<string, EnvironmentDraft>, regions = REGIONS): string {
  const targets = Object.keys(estate).map((name) => ({ name, project: `acme-${name}` }));
  return draftContract({ snapshot: snapshotOf(estate), targets, regions, now: NOW, fingerprintOf });
}

/** The draft without its comments, indentation kept. */
function bare(text: string): string {
  const lines = text.split('\n').filter((line) => !line.trim().startsWith('#') && line.trim() !== '');
  return lines.map((line) => `${line}\n`).join('');
}

function reviews(text: string): string[] {
  return text.split('\n').flatMap((line) => line.trim().match(/^# REVIEW_REQUIRED: (.*)$/)?.[1] ?? []);
}

describe('the estate of jualuma on 2026-02-22', () => {
  test('is drafted as people read it, and nothing of it fails', async () => {
    const environments = ['dev', 'prod'];
    const fingerprint = createFingerprint(KEY);
    const snapshot = await captureEstate({
      estate: 'draft',
      targets: environments.map((name) => ({
        environment: name,
        project: `jualuma-${name}`,
        regions: REGIONS,
      })),
      source: createExportsSource(CORPUS),
      reduce: createValueReducer({ key: KEY, environments: [] }),
      now: NOW,
      signal: AbortSignal.timeout(20_000),
    });
    const targets = environments.map((name) => ({ name, project: `jualuma-${name}` }));
    const request = { snapshot, targets, regions: REGIONS, now: NOW, fingerprintOf: fingerprint };
    const text = draftContract(request);
    const golden = join(import.meta.dirname, 'jualuma-2026-02-22.golden.yaml');
    if (process.env.UPDATE_GOLDENS !== undefined) writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
    const context = {
      contract: loadContract(text, 'd.yaml'),
      snapshot,
      now: NOW,
      fingerprintOf: fingerprint,
    };
    expect(evaluateContract(context).checks.filter(({ status }) => status === 'FAIL')).toEqual([]);
  });
});

const web = (environment: string, rest: object = {}) => ({
  template: { serviceAccount: `cr-web@acme-${environment}.iam.gserviceaccount.com` },
  ...rest,
});

describe('what is declared', () => {
  test('what every environment has is said once; what differs by environment, with its evidence', () => {
    const text = draft({
      dev: { services: { web: web('dev', { resources: { limits: { memory: '2Gi', cpu: '1' } } }) } },
      prod: { services: { web: web('prod', { resources: { limits: { memory: '512Mi', cpu: '1' } } }) } },
    });
    expect(bare(text)).toContain('    serviceAccount: cr-web\n');
    expect(bare(text)).toContain('      cpu: "1"\n      memory: { dev: 2Gi, prod: 512Mi }\n');
    expect(reviews(text)).toContain('differs: dev 2Gi, prod 512Mi');
  });

  test('what most services of an environment have is lifted into its profile', () => {
    const services = (environment: string) => ({
      web: web(environment),
      app: web(environment),
      api: web(environment, { fields: { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' } }),
    });
    const text = bare(draft({ dev: { services: services('dev') }, prod: { services: services('prod') } }));
    expect(text).toContain(
      'profiles:\n  dev:\n    ingress: all\n    invoker: authenticated\n    iap: false\n',
    );
    expect(text).toContain(
      '  api:\n    names: { dev: api, prod: api }\n    serviceAccount: cr-web\n    ingress: internal\n',
    );
  });

  test('nothing is lifted over a service that was not seen', () => {
    const gap = { status: 'DENIED', detail: 'no' } as const;
    const dev = { services: { web: web('dev'), app: web('dev') }, unreadServices: { hidden: gap } };
    const text = draft({ dev });
    expect(bare(text)).not.toContain('profiles:');
    expect(bare(text)).toContain('  hidden:\n    names: { dev: hidden }');
    expect(text).toContain('# Not read: dev run.services in us-central1: DENIED');
  });

  test('what is not known in one environment is not said of it', () => {
    const text = draft({
      dev: { services: { web: web('dev') } },
      prod: { services: { web: web('prod', { policy: null }) } },
    });
    expect(bare(text)).toContain('    invoker: { dev: authenticated }\n');
    expect(reviews(text).join('\n')).toMatch(/^prod web has invokers that are not known/m);
  });

  test('keys: how each is delivered and where, never a value', () => {
    const literal = { kind: 'literal', fingerprint: 'fp', mentions: [] };
    const secret = (version: string) => ({ kind: 'secret', secret: 'S', version });
    const text = draft({
      dev: {
        services: { web: web('dev', { env: { A: literal, B: literal, C: secret('latest'), D: literal } }) },
      },
      prod: { services: { web: web('prod', { env: { A: literal, B: secret('1'), C: secret('3') } }) } },
    });
    expect(bare(text)).toContain(`    env:
      A: literal
      B: { delivery: { dev: literal, prod: secret } }
      C: { delivery: secret, version: { dev: latest, prod: pinned } }
      D: { delivery: literal, in: [ dev ] }
`);
    expect(reviews(text)).toEqual(
      expect.arrayContaining([
        'delivered differently: dev literal, prod secret',
        'bound differently: dev latest, prod pinned',
        'in dev and not in prod',
      ]),
    );
  });

  test('a key that another environment may have, where that was not seen', () => {
    const key = { kind: 'literal', fingerprint: 'fp', mentions: [] };
    const gap = { status: 'DENIED', detail: 'no' } as const;
    const text = draft({
      dev: { services: { web: web('dev', { env: { A: key } }) } },
      stage: { services: { web: web('stage') } },
      prod: { services: {}, unreadServices: { web: gap } },
    });
    expect(bare(text)).toContain('      A: { delivery: { dev: literal }, optional: true }\n');
  });

  test('people who hold a role, and the number of a project where its own account tells it', () => {
    const text = draft({
      prod: { services: { web: web('prod') }, policy: { 'roles/viewer': ['user:ops@acme.com'] } },
    });
    expect(bare(text)).toContain('iam:\n  humans: { prod: [ user:ops@acme.com ] }');
    expect(bare(text)).toContain(
      '  prod: { project: acme-prod, regions: [ us-central1 ], protected: true }\n',
    );
  });
});

describe('what is left to people', () => {
  test('what fails whatever is declared is undecided for thirty days, with no owner made up', () => {
    const text = draft({
      dev: { services: { web: web('dev'), app: {} } },
      prod: { services: { web: web('prod') } },
    });
    expect(bare(text)).toContain(
      'undecided:\n  - { check: service-coverage, roles: [ app ], environments: [ prod ], expires: 2026-03-29 }',
    );
    expect(text).not.toMatch(/\b(owner|waivers):/);
    expect(reviews(text)).toContain('app has no service in prod; it is named for dev (app).');
  });

  test('functions of the second generation are ignored by their label and listed', () => {
    const made = { evidence: { managedBy: 'cloudfunctions' } };
    const text = draft({ dev: { services: { web: web('dev'), 'fn-a': made, 'fn-b': made } } });
    expect(bare(text)).toContain('ignoreServices:\n  - goog-managed-by:cloudfunctions');
    expect(text).toContain('# Ignored in dev: 2 functions of the second generation (fn-a, fn-b)');
    expect(bare(text)).not.toContain('fn-a');
  });

  test('a service outside the regions is ignored by name, and told', () => {
    const text = draft({
      dev: { services: { web: web('dev'), 'old@europe-west1': { region: 'europe-west1' } } },
    });
    expect(bare(text)).toContain('ignoreServices:\n  - old');
    expect(reviews(text)).toContain('runs outside the regions of its environment: dev europe-west1');
  });

  test('regions: those asked for that hold services; else where there are some', () => {
    const text = draft(
      {
        dev: { services: { web: web('dev'), 'web@europe-west1': { ...web('dev'), region: 'europe-west1' } } },
        prod: { services: { 'web@us-east1': { ...web('prod'), region: 'us-east1' } } },
      },
      ['us-central1', 'europe-west1'],
    );
    expect(bare(text)).toContain('  dev: { project: acme-dev, regions: [ us-central1, europe-west1 ] }\n');
    expect(bare(text)).toContain('  prod: { project: acme-prod, regions: [ us-east1 ], protected: true }\n');
  });

  test('environments that share a project are told apart by the words of their names', () => {
    const services = { 'web-dev': web('dev'), web: web('dev') };
    const snapshot = snapshotOf({ dev: { services }, prod: { services } });
    for (const reading of snapshot.readings) reading.project = 'acme-dev';
    const targets = ['prod', 'dev'].map((name) => ({ name, project: 'acme-dev' }));
    const text = draftContract({ snapshot, targets, regions: REGIONS, now: NOW, fingerprintOf });
    expect(bare(text)).toContain('    names: { prod: web, dev: web-dev }\n');
  });

  test('a name cannot forge a line of the draft', () => {
    const env = { 'A\n# x: y': { kind: 'literal', fingerprint: 'f', mentions: [] } };
    const text = draft({ dev: { services: { web: web('dev', { env }) } } });
    expect(text).toContain('env A # x: y: a key of that name cannot stand in a contract');
  });

  test('where there is no service there is nothing to draft, and it says what was not read', () => {
    expect(() => draft({ dev: {} })).toThrow('no Cloud Run service was found in acme-dev');
    const denied = [{ resource: 'run.services', region: 'us-central1' } as const];
    expect(() => draft({ dev: { denied } })).toThrow(
      'no Cloud Run service was found in acme-dev; not read: dev us-central1: DENIED, run.services is not permitted',
    );
    // One reason is said once, with every place it holds for.
    expect(() => draft({ dev: { denied }, prod: { denied } })).toThrow(
      'not read: dev us-central1, prod us-central1: DENIED, run.services is not permitted',
    );
  });
});
