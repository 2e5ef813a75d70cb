import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { mustDiffer } from '../../shared/checks/must-differ/must-differ.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { brief, type CheckCase, contextOf, runCheck } from '../fakes/check-tester.ts';
import type { SecretDraft } from '../fakes/held-builder.ts';
import { fingerprintOf, lit, sec } from '../fakes/snapshot-builder.ts';

const MARKED = { services: { app: { env: { KEY: { mustDiffer: true } } } } };
const AT = 'template.containers.main.env.KEY';
const HMAC = 'ab'.repeat(32);

const holding = (value: Json | null, secrets: Record<string, SecretDraft> = {}) => ({
  services: { app: { env: value === null ? {} : { KEY: value } } },
  secrets,
});
const noted = (annotation: string, more: SecretDraft = {}): SecretDraft => ({
  ...more,
  fields: { annotations: { 'plumbline-fingerprint': annotation } },
});
/** Both environments take the secret K of their own. */
const secretly = (dev: SecretDraft | null, prod: SecretDraft | null, version = 'latest') => ({
  dev: holding(sec('K', version), dev === null ? {} : { K: dev }),
  prod: holding(sec('K', version), prod === null ? {} : { K: prod }),
});
/** What is said of the key; that no secret is shared is another matter. */
const ofKey = (estate: CheckCase['estate'], contract: CheckCase['contract'] = MARKED) =>
  brief(runCheck(mustDiffer, { contract, estate })).filter((line) => !/^PASS (dev|stage|prod) /.test(line));

test('a value that is to be another one is named in each of its regions, and only where it is the same', () => {
  const regions = ['europe-west1', 'us-central1', 'us-east1'];
  const spread = (...values: string[]) => ({
    services: Object.fromEntries(
      values.map((value, index) => [
        `app@${index}`,
        { region: regions[index] ?? '', env: { KEY: lit(value) } },
      ]),
    ),
  });
  const contract = { ...MARKED, environments: { dev: { regions }, prod: { regions, protected: true } } };
  const estate = { dev: spread('a', 'b', 'a'), prod: spread('a', 'c', 'd') };
  expect(ofKey(estate, contract)).toEqual([
    `FAIL dev/prod run.services/europe-west1/app ${AT}`,
    `FAIL dev/prod run.services/us-east1/app ${AT}`,
  ]);
});

describe('a key that must differ', () => {
  test.each<[string, CheckCase['estate'], string[]]>([
    ['differs', { dev: holding(lit('a')), prod: holding(lit('b')) }, ['PASS dev/prod app']],
    ['is the same literal', { dev: holding(lit('a')), prod: holding(lit('a')) }, [`FAIL dev/prod app ${AT}`]],
    ['is missing on one side: the business of env-keys', { dev: holding(null), prod: holding(lit('a')) }, []],
    [
      'is of secrets whose writer says they differ',
      secretly(noted(`1:${HMAC}`), noted(`1:${'c'.repeat(64)}`)),
      ['PASS dev/prod app'],
    ],
    [
      'is of secrets whose writer says they are one value',
      secretly(noted(`1:${HMAC}`), noted(`1:${HMAC}`)),
      [`FAIL dev/prod app ${AT}`],
    ],
    ['is of secrets nobody annotated', secretly({}, {}), [`REVIEW_REQUIRED dev/prod app ${AT}`]],
    [
      'is of a secret annotated before its newest version',
      secretly(noted(`1:${HMAC}`), noted(`1:${HMAC}`, { versions: { 1: 'ENABLED', 2: 'ENABLED' } })),
      [`REVIEW_REQUIRED dev/prod app ${AT}`],
    ],
    [
      'is of the very version that is annotated',
      secretly(noted(`1:${HMAC}`), noted(`1:${HMAC}`, { versions: { 1: 'ENABLED', 2: 'ENABLED' } }), '1'),
      [`FAIL dev/prod app ${AT}`],
    ],
    [
      'is of a secret that is not there',
      secretly(noted(`1:${HMAC}`), null),
      [`REVIEW_REQUIRED dev/prod app ${AT}`],
    ],
    [
      'is of a secret nobody could read',
      secretly(noted(`1:${HMAC}`), noted(`1:${HMAC}`, { versions: null })),
      [`BLIND dev/prod app ${AT}`],
    ],
    [
      'is a literal here and a secret of another value there',
      { dev: holding(lit('a')), prod: holding(sec('K'), { K: noted(`1:${HMAC}`) }) },
      ['PASS dev/prod app'],
    ],
    [
      'is of a service that was not captured',
      { dev: holding(lit('a')), prod: { regions: [] } },
      ['BLIND prod app'],
    ],
  ])('%s', (_, estate, gives) => {
    expect(ofKey(estate)).toEqual(gives);
  });

  test('is compared in every two environments that have it', () => {
    const contract = { ...MARKED, environments: { dev: {}, stage: {}, prod: { protected: true } } };
    const estate = { dev: holding(lit('a')), stage: holding(lit('a')), prod: holding(lit('a')) };
    expect(ofKey(estate, contract)).toEqual([
      `FAIL dev/stage app ${AT}`,
      `FAIL dev/prod app ${AT}`,
      `FAIL stage/prod app ${AT}`,
    ]);
    const one = { dev: holding(lit('a')), stage: holding(lit('b')), prod: holding(lit('b')) };
    expect(ofKey(one, contract)).toEqual([`FAIL stage/prod app ${AT}`]);
  });

  test('is looked for in sidecars too', () => {
    const estate = {
      dev: { services: { app: { sidecars: { proxy: { image: 'p', env: { KEY: lit('a') } } } } } },
      prod: holding(lit('a')),
    };
    expect(ofKey(estate)).toEqual(['FAIL dev/prod app template.containers.proxy.env.KEY']);
  });

  test('that is not marked may be the same', () => {
    const contract = { services: { app: { env: { KEY: {} } } } };
    expect(ofKey({ dev: holding(lit('a')), prod: holding(lit('a')) }, contract)).toEqual([]);
  });

  test('is a finding of the side that weighs less, and tells no value', () => {
    const estate = { dev: holding(lit('hunter2')), prod: holding(lit('hunter2')) };
    const turned = { ...MARKED, environments: { prod: { protected: true }, dev: {} } };
    for (const contract of [MARKED, turned]) {
      const failure = runCheck(mustDiffer, { contract, estate }).find(({ status }) => status === 'FAIL');
      expect([failure?.environment, failure?.severity]).toEqual(['dev', 'medium']);
      expect(failure?.observed).toEqual({ fingerprint: fingerprintOf('hunter2') });
      expect(JSON.stringify(failure)).not.toContain('hunter2');
      expect(failure?.settle).toBe(
        'gcloud run services update app --project=acme-dev --region=us-central1 --update-env-vars=KEY=VALUE; or change contracts/test.yaml:30 if this is meant',
      );
    }
    const secret = runCheck(mustDiffer, {
      contract: MARKED,
      estate: secretly(noted(`1:${HMAC}`), noted(`1:${HMAC}`)),
    }).find(({ status }) => status === 'FAIL');
    expect(secret?.severity).toBe('high');
  });

  test('can be waived: an intentional difference', () => {
    const contract = { ...MARKED, waivers: [{ check: 'must-differ', path: 'env.KEY' }] };
    const context = contextOf({ contract, estate: { dev: holding(lit('a')), prod: holding(lit('a')) } });
    expect(evaluateContract(context, { checks: [mustDiffer] }).checks[0]?.status).toBe('INTENTIONAL_DIFF');
  });
});

describe('one secret of two environments', () => {
  const PLAIN = { services: { app: {} } };
  const failures = (estate: CheckCase['estate'], contract: CheckCase['contract'] = PLAIN) =>
    brief(runCheck(mustDiffer, { contract, estate }).filter(({ status }) => status === 'FAIL'));
  const own = holding(sec('K'), { K: {} });

  test.each<[string, string, string[]]>([
    ['a secret of its own', 'K', []],
    ['the own one, named in full', 'projects/acme-dev/secrets/K', []],
    ['the other’s, by project id', 'projects/acme-prod/secrets/K', [`FAIL dev/prod app ${AT}`]],
    ['the other’s, by project number', 'projects/678067977394/secrets/K', [`FAIL dev/prod app ${AT}`]],
    [
      'one of the other’s that it does not take itself',
      'projects/acme-prod/secrets/L',
      [`FAIL dev/prod app ${AT}`],
    ],
    ['one of a project that is not of the contract', 'projects/ops-shared/secrets/K', []],
  ])('%s', (_, secret, gives) => {
    const contract = {
      ...PLAIN,
      environments: { dev: {}, prod: { protected: true, projectNumber: '678067977394' } },
    };
    expect(failures({ dev: holding(sec(secret), { K: {} }), prod: own }, contract)).toEqual(gives);
  });

  test('of a project of neither is the later one’s to give up', () => {
    const shared = holding(sec('projects/ops-shared/secrets/K'));
    expect(failures({ dev: shared, prod: shared })).toEqual([`FAIL prod/dev app ${AT}`]);
  });

  test('where two environments have one project', () => {
    const contract = { ...PLAIN, environments: { dev: { project: 'acme' }, prod: { project: 'acme' } } };
    expect(failures({ dev: own, prod: own }, contract)).toEqual([`FAIL prod/dev app ${AT}`]);
    const apart = { dev: own, prod: holding(sec('L'), { L: {} }) };
    expect(failures(apart, contract)).toEqual([]);
  });

  test('in a mounted file, a sidecar, a job', () => {
    const borrowed = 'projects/acme-prod/secrets/K';
    const dev = {
      services: {
        app: {
          sidecars: { proxy: { image: 'p', env: { T: sec(borrowed) } } },
          template: { volumes: { keys: { secret: { secret: borrowed } } } },
        },
      },
      others: {
        'run.jobs@us-central1': {
          nightly: { template: { template: { containers: { main: { env: { T: sec(borrowed) } } } } } },
        },
      },
    };
    expect(failures({ dev, prod: own })).toEqual([
      'FAIL dev/prod app template.containers.proxy.env.T',
      'FAIL dev/prod app template.volumes.keys.secret',
      'FAIL dev/prod run.jobs/us-central1/nightly template.template.containers.main.env.T',
    ]);
  });
});
