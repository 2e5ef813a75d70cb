import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { image } from '../../shared/checks/image/image.ts';
import { parseImage } from '../../shared/checks/image/name.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { brief, contextOf, runCheck } from '../fakes/check-tester.ts';
import type { EnvironmentDraft, ServiceDraft } from '../fakes/snapshot-builder.ts';

const CONTRACT = { services: { app: {} } };
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const AT = 'template.containers.main.image';

const of = (name: string, commit?: string): JsonObject => ({
  containers: { main: { image: name, ports: { http1: 8080 } } },
  ...(commit === undefined ? {} : { labels: { 'commit-sha': commit } }),
});
const running = (name: string, commit?: string): EnvironmentDraft => ({
  services: { app: { template: of(name, commit) } },
});
const dev = (rest: string, commit?: string) => running(`us-central1-docker.pkg.dev/acme-dev/${rest}`, commit);
const prod = (rest: string, commit?: string) =>
  running(`us-central1-docker.pkg.dev/acme-prod/${rest}`, commit);
const compare = (a: EnvironmentDraft, b: EnvironmentDraft) =>
  runCheck(image, { contract: CONTRACT, estate: { dev: a, prod: b } });

describe('what two environments run', () => {
  test.each<[string, EnvironmentDraft, EnvironmentDraft, string[]]>([
    [
      'one digest, kept in projects of their own',
      dev(`app/web@${A}`),
      prod(`app/web@${A}`),
      ['PASS dev/prod app'],
    ],
    [
      'one digest, beside different tags',
      dev(`app/web:v1@${A}`),
      prod(`app/web:v2@${A}`),
      ['PASS dev/prod app'],
    ],
    ['one tag', dev('app/web:v1'), prod('app/web:v1'), ['PASS dev/prod app']],
    ['one commit', dev(`app/web@${A}`, 'abc'), prod(`app/web@${A}`, 'abc'), ['PASS dev/prod app']],
    [
      'the same of any registry',
      running('gcr.io/acme-dev/web:1'),
      running('us.gcr.io/example.com/acme-prod/web:1'),
      ['PASS dev/prod app'],
    ],
    ['another repository', dev(`app/web@${A}`), prod(`app/admin@${A}`), [`FAIL dev/prod app ${AT}`]],
    [
      'another repository of a registry without projects',
      running('docker.io/acme/web:1'),
      running('docker.io/other/web:1'),
      [`FAIL dev/prod app ${AT}`],
    ],
    [
      'another build: an environment may be ahead',
      dev(`app/web@${A}`),
      prod(`app/web@${B}`),
      [`REVIEW_REQUIRED dev/prod app ${AT}`],
    ],
    ['another tag', dev('app/web:v1'), prod('app/web:v2'), [`REVIEW_REQUIRED dev/prod app ${AT}`]],
    [
      'a tag against a digest',
      dev('app/web:v1'),
      prod(`app/web@${A}`),
      [`REVIEW_REQUIRED dev/prod app ${AT}`],
    ],
    ['latest on both sides', dev('app/web:latest'), prod('app/web'), [`REVIEW_REQUIRED dev/prod app ${AT}`]],
    [
      'another commit of one image',
      dev(`app/web@${A}`, 'abc'),
      prod(`app/web@${A}`, 'abd'),
      ['REVIEW_REQUIRED dev/prod app labels.commit-sha'],
    ],
    [
      'another build of another commit: told once',
      dev(`app/web@${A}`, 'abc'),
      prod(`app/web@${B}`, 'abd'),
      [`REVIEW_REQUIRED dev/prod app ${AT}`],
    ],
    ['not captured on one side', dev(`app/web@${A}`), { regions: [] }, ['BLIND prod app']],
  ])('%s', (_, a, b, gives) => {
    expect(brief(compare(a, b))).toEqual(gives);
  });

  test('is compared in sidecars too', () => {
    const aside = (proxy: string): EnvironmentDraft => ({
      services: { app: { sidecars: { proxy: { image: proxy } } } },
    });
    expect(brief(compare(aside('p/x:1'), aside('p/x:2')))).toEqual([
      'REVIEW_REQUIRED dev/prod app template.containers.proxy.image',
    ]);
    expect(brief(compare(aside('p/x:1'), { services: { app: {} } }))).toEqual([
      'REVIEW_REQUIRED dev/prod app template.containers.proxy',
    ]);
  });

  test('latest is named', () => {
    const [review] = compare(dev('app/web:latest'), prod('app/web:v2'));
    expect(review?.message).toBe(
      'dev app runs app/web:latest, prod app app/web:v2: latest says nothing of what runs.',
    );
    expect(review).toMatchObject({ expected: 'app/web:v2', observed: 'app/web:latest' });
  });

  test('is waived by a waiver: an intentional difference', () => {
    const contract = { ...CONTRACT, waivers: [{ check: 'image', path: 'image' }] };
    const context = contextOf({ contract, estate: { dev: dev('app/web:v1'), prod: prod('app/web:v2') } });
    expect(evaluateContract(context, { checks: [image] }).checks[0]?.status).toBe('INTENTIONAL_DIFF');
  });
});

describe('what is released', () => {
  const after = (serving: Record<string, number>): ServiceDraft => ({
    template: of('x/web:v2'),
    evidence: { latestCreatedRevision: 'app-2', latestReadyRevision: 'app-2', serving },
  });
  const rolledBack: EnvironmentDraft = { services: { app: after({ 'app-1': 100 }) } };
  const revision = (fields: JsonObject) => ({
    'run.revisions@us-central1': { app: { serving: { 'app-1': fields } } },
  });

  test('is what serves, not what the template would deploy', () => {
    const held = { ...rolledBack, others: revision(of('x/web:v1')) };
    expect(brief(compare(held, running('x/web:v1')))).toEqual(['PASS dev/prod app']);
    expect(brief(compare(held, running('x/web:v2')))).toEqual([`REVIEW_REQUIRED dev/prod app ${AT}`]);
    const newest: EnvironmentDraft = { services: { app: after({ 'app-2': 100 }) } };
    expect(brief(compare(newest, running('x/web:v2')))).toEqual(['PASS dev/prod app']);
  });

  test('is not known where its revision was not captured, or several serve', () => {
    expect(brief(compare(rolledBack, running('x/web:v1')))).toEqual(['BLIND dev/prod app']);
    const split: EnvironmentDraft = { services: { app: after({ 'app-1': 50, 'app-2': 50 }) } };
    expect(brief(compare(split, running('x/web:v1')))).toEqual(['REVIEW_REQUIRED dev/prod app traffic']);
  });

  test('is told by the digest its image resolved to, where that is known', () => {
    const estate = { dev: { ...rolledBack, others: revision(of('x/web:v1')) }, prod: running(`x/web@${A}`) };
    const context = contextOf({ contract: CONTRACT, estate });
    expect(brief(image.run(context))).toEqual([`REVIEW_REQUIRED dev/prod app ${AT}`]);
    const resolved = contextOf({ contract: CONTRACT, estate });
    for (const { resource, documents } of resolved.snapshot.readings)
      if (resource === 'run.revisions')
        for (const document of Object.values(documents))
          document.evidence = { digests: { 'app-1': { main: A } } };
    expect(brief(image.run(resolved))).toEqual(['PASS dev/prod app']);
  });
});

test.each([
  ['us-central1-docker.pkg.dev/p/app/web:v1', { repository: 'app/web', tag: 'v1', digest: null }],
  [`us-central1-docker.pkg.dev/p/app/web:v1@${A}`, { repository: 'app/web', tag: null, digest: A }],
  ['gcr.io/p/web', { repository: 'web', tag: 'latest', digest: null }],
  ['eu.gcr.io/example.com/p/web:1', { repository: 'web', tag: '1', digest: null }],
  ['localhost:5000/web:1', { repository: 'localhost:5000/web', tag: '1', digest: null }],
  ['localhost:5000/web', { repository: 'localhost:5000/web', tag: 'latest', digest: null }],
  ['nginx', { repository: 'nginx', tag: 'latest', digest: null }],
  ['', { repository: '', tag: 'latest', digest: null }],
])('takes %s apart', (name, parts) => {
  expect(parseImage(name)).toEqual(parts);
});
