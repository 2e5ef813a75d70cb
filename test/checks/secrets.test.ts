import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { secrets } from '../../shared/checks/secrets/secrets.ts';
import { brief, type CheckCase, contextOf, NOW, runCheck } from '../fakes/check-tester.ts';
import type { SecretDraft } from '../fakes/held-builder.ts';
import { type EnvironmentDraft, sec } from '../fakes/snapshot-builder.ts';

const ONE = { services: { app: {} } };
const ALONE = { ...ONE, environments: { prod: { protected: true } }, compare: [] as [string, string][] };

/** A service that takes DB as DB_URL, and the secret as it is. */
function taking(
  secret: SecretDraft | null,
  version = 'latest',
  more: EnvironmentDraft = {},
): EnvironmentDraft {
  return {
    services: { app: { env: { DB_URL: sec('DB', version) } } },
    secrets: secret === null ? {} : { DB: secret },
    ...more,
  };
}

const prod = (secret: SecretDraft | null, version?: string) => ({ prod: taking(secret, version) });
const days = (count: number) => new Date(NOW.getTime() - count * 86_400_000).toISOString();
const aged = (count: number): SecretDraft => ({
  versions: { 1: { state: 'ENABLED', createTime: days(count) } },
});

const STATES: Record<string, [SecretDraft | null, string, string[]]> = {
  'there and enabled': [{}, 'latest', ['PASS prod app']],
  deleted: [null, 'latest', ['FAIL prod secretmanager.secrets/DB']],
  'without any version': [{ versions: {} }, 'latest', ['FAIL prod secretmanager.secrets/DB versions']],
  'with its only version disabled': [
    { versions: { 1: 'DISABLED' } },
    '1',
    ['FAIL prod secretmanager.secrets/DB versions.1.state'],
  ],
  'with its newest disabled, taken by latest: an older enabled one does not help': [
    { versions: { 1: 'ENABLED', 2: 'DISABLED' } },
    'latest',
    ['FAIL prod secretmanager.secrets/DB versions.2.state'],
  ],
  'with its newest destroyed, taken by latest': [
    { versions: { 9: 'ENABLED', 10: 'DESTROYED' } },
    'latest',
    ['FAIL prod secretmanager.secrets/DB versions.10.state'],
  ],
  'with its newest disabled, taken by number: nobody is hurt': [
    { versions: { 1: 'ENABLED', 2: 'DISABLED' } },
    '1',
    ['PASS prod app'],
  ],
  'with versions nobody could read': [{ versions: null }, 'latest', ['BLIND prod app']],
};

describe('a secret that is taken', () => {
  test.each(Object.entries(STATES))('%s', (_, [secret, version, gives]) => {
    expect(brief(runCheck(secrets, { contract: ALONE, estate: prod(secret, version) }))).toEqual(gives);
  });

  test('is looked for where the reference leads', () => {
    const estate: CheckCase['estate'] = {
      prod: {
        services: {
          app: {
            env: {
              A: sec('projects/acme-prod/locations/us-east1/secrets/R'),
              B: sec('projects/ops/secrets/S'),
            },
          },
        },
        secrets: { 'R@us-east1': {} },
      },
    };
    expect(brief(runCheck(secrets, { contract: ALONE, estate }))).toEqual([
      'REVIEW_REQUIRED prod app template.containers.main.env.B',
    ]);
  });

  test('counts in volumes and sidecars too', () => {
    const estate: CheckCase['estate'] = {
      prod: {
        services: {
          app: {
            sidecars: { proxy: { image: 'p', env: { TOKEN: sec('GONE_TOO') } } },
            template: { volumes: { keys: { secret: { secret: 'GONE' } } } },
          },
        },
        secrets: {},
      },
    };
    expect(brief(runCheck(secrets, { contract: ALONE, estate }))).toEqual([
      'FAIL prod secretmanager.secrets/GONE_TOO',
      'FAIL prod secretmanager.secrets/GONE',
    ]);
  });

  test('by a job and a worker pool is judged once, for no role', () => {
    const task = { template: { containers: { main: { env: { KEY: sec('GONE') } } } } };
    const estate: CheckCase['estate'] = {
      prod: {
        services: { app: {} },
        secrets: {},
        others: {
          'run.jobs@us-central1': { nightly: { template: task } },
          'run.workerPools@us-central1': { queue: task },
        },
      },
    };
    const failures = runCheck(secrets, { contract: ALONE, estate }).filter(({ status }) => status === 'FAIL');
    expect(failures.map(({ role, resource }) => [role, resource])).toEqual([
      [null, 'secretmanager.secrets/GONE'],
    ]);
    expect(failures[0]?.message).toContain('taken by prod job nightly and prod worker pool queue');
  });

  test('where jobs could not be read is said', () => {
    const denied = [{ resource: 'run.jobs', region: 'us-central1' }] as const;
    const estate = { prod: taking({}, 'latest', { denied: [...denied] }) };
    expect(brief(runCheck(secrets, { contract: ALONE, estate }))).toEqual(['PASS prod app', 'BLIND prod']);
  });

  test('not captured at all is undecided', () => {
    const estate = { prod: { services: { app: { env: { DB_URL: sec('DB') } } } } };
    expect(brief(runCheck(secrets, { contract: ALONE, estate }))).toEqual(['BLIND prod app']);
  });

  test('says who takes it, what is expected, and how to settle it', () => {
    const estate = prod({ versions: { 1: 'ENABLED', 2: 'DISABLED' } });
    const [failure] = runCheck(secrets, { contract: ALONE, estate });
    expect(failure).toMatchObject({ severity: 'high', expected: 'ENABLED', observed: 'DISABLED' });
    expect(failure?.message).toBe(
      'prod secret DB has its newest version 2 DISABLED, and that is what latest means, although version 1 is enabled; it is taken by prod app.',
    );
    expect(failure?.settle).toBe('gcloud secrets versions enable 2 --secret=DB --project=acme-prod');
  });

  test('is told alike however many take it, so that one finding stays one', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const contract = { ...ALONE, services: Object.fromEntries(names.map((name) => [name, {}])) };
    const services = Object.fromEntries(names.map((name) => [name, { env: { DB_URL: sec('DB') } }]));
    const results = runCheck(secrets, { contract, estate: { prod: { services, secrets: {} } } });
    expect(new Set(results.map(({ message }) => message))).toEqual(
      new Set([
        'prod secret DB does not exist in acme-prod; it is taken by prod a, prod b, prod c and 2 more.',
      ]),
    );
  });
});

describe('the age of a secret', () => {
  const contract = { ...ALONE, secrets: { maxAgeDays: { by: { prod: 90 } } } };
  const rotating = (nextRotationTime: string, newest: number): SecretDraft => ({
    ...aged(newest),
    fields: { rotation: { rotationPeriod: '2592000s' } },
    evidence: { nextRotationTime },
  });

  test.each<[string, SecretDraft, string]>([
    ['on its last day', aged(90), 'PASS'],
    ['a moment later', aged(90.0001), 'FAIL'],
    [
      'of the newest enabled version, not of a newer disabled one',
      {
        versions: {
          1: { state: 'ENABLED', createTime: days(91) },
          2: { state: 'DISABLED', createTime: days(1) },
        },
      },
      'FAIL',
    ],
  ])('%s', (_, secret, status) => {
    const [first] = runCheck(secrets, { contract, estate: prod(secret, '1') });
    expect(first?.status).toBe(status);
  });

  test('is undecided where nobody tells when the version was created', () => {
    const untold: SecretDraft = { versions: { 1: { state: 'ENABLED', createTime: '' } } };
    const [review] = runCheck(secrets, { contract, estate: prod(untold) });
    expect([review?.status, review?.path, review?.blind]).toEqual(['REVIEW_REQUIRED', 'versions', false]);
    expect(runCheck(secrets, { contract: ALONE, estate: prod(untold) })[0]?.status).toBe('PASS');
  });

  test('counts where it is declared and nowhere else', () => {
    expect(runCheck(secrets, { contract: ALONE, estate: prod(aged(900)) })[0]?.status).toBe('PASS');
  });

  test('is waived by a waiver: an intentional difference', () => {
    const waivers = [{ check: 'secrets', path: 'maxAgeDays' }];
    const context = contextOf({ contract: { ...contract, waivers }, estate: prod(aged(91)) });
    const [report] = evaluateContract(context, { checks: [secrets] }).checks;
    expect(report?.status).toBe('INTENTIONAL_DIFF');
  });

  test.each<[string, SecretDraft, string]>([
    ['due and done', rotating(days(-10), 15), 'PASS'],
    ['due in the last cycle and not done', rotating(days(-10), 25), 'FAIL'],
    ['asked for a few hours ago', rotating(days(-29.8), 60), 'PASS'],
    ['due by a time that has passed', rotating(days(1), 20), 'FAIL'],
    ['due by a time that has passed, done since', rotating(days(1), 0.5), 'PASS'],
    [
      'of which the time was not captured',
      { ...aged(60), fields: { rotation: { rotationPeriod: '2592000s' } } },
      'PASS',
    ],
  ])('a rotation %s', (_, secret, status) => {
    const [first] = runCheck(secrets, { contract: ALONE, estate: prod(secret) });
    expect([first?.status, first?.path]).toEqual([status, status === 'FAIL' ? 'rotation' : null]);
  });
});

describe('secrets of compared environments', () => {
  const pair = (dev: SecretDraft, other: SecretDraft) =>
    brief(runCheck(secrets, { contract: ONE, estate: { dev: taking(dev), prod: taking(other) } })).filter(
      (line) => line.includes('/prod'),
    );
  const replicas = (...locations: string[]) => ({
    replication: { userManaged: { replicas: Object.fromEntries(locations.map((each) => [each, {}])) } },
  });

  test('are kept alike: the places of replicas may differ, their number not', () => {
    expect(pair({}, {})).toEqual(['PASS dev/prod app']);
    expect(
      pair({ fields: replicas('us-east1', 'us-west1') }, { fields: replicas('europe-west1', 'us-west1') }),
    ).toEqual(['PASS dev/prod app']);
    expect(pair({}, { fields: replicas('us-east1', 'us-west1') })).toEqual([
      'REVIEW_REQUIRED dev/prod secretmanager.secrets/DB replication',
    ]);
  });

  test('are rotated alike, and encrypted by whose key', () => {
    expect(pair({}, { fields: { rotation: { rotationPeriod: '2592000s' } } })).toEqual([
      'REVIEW_REQUIRED dev/prod secretmanager.secrets/DB rotation',
    ]);
    const cmek = { replication: { automatic: { customerManagedEncryption: { kmsKeyName: 'k' } } } };
    expect(pair({ fields: cmek }, {})).toEqual([
      'REVIEW_REQUIRED dev/prod secretmanager.secrets/DB replication',
    ]);
  });
});

describe('the fingerprints of secrets that are to be the same', () => {
  const HMAC = 'ab'.repeat(32);
  const OTHER = 'cd'.repeat(32);
  const contract = { ...ONE, secrets: { fingerprints: { PLAID: ['dev', 'prod'] } } };
  const noted = (annotation?: string, more: SecretDraft = {}): SecretDraft => ({
    ...more,
    ...(annotation === undefined ? {} : { fields: { annotations: { 'plumbline-fingerprint': annotation } } }),
  });
  const compare = (dev: SecretDraft | null, other: SecretDraft | null, given = contract) => {
    const held = (secret: SecretDraft | null) => ({ secrets: secret === null ? {} : { PLAID: secret } });
    return runCheck(secrets, { contract: given, estate: { dev: held(dev), prod: held(other) } });
  };
  const AT = 'secretmanager.secrets/PLAID annotations.plumbline-fingerprint';

  test.each<[string, SecretDraft | null, SecretDraft | null, string[]]>([
    ['equal', noted(`1:${HMAC}`), noted(`1:${HMAC}`), ['PASS dev/prod secretmanager.secrets/PLAID']],
    [
      'equal, of versions of other numbers',
      noted(`1:${HMAC}`),
      noted(`7:${HMAC}`, { versions: { 6: 'ENABLED', 7: 'ENABLED' } }),
      ['PASS dev/prod secretmanager.secrets/PLAID'],
    ],
    ['different', noted(`1:${HMAC}`), noted(`1:${OTHER}`), [`FAIL dev/prod ${AT}`]],
    ['missing', noted(`1:${HMAC}`), noted(), [`REVIEW_REQUIRED dev/prod ${AT}`]],
    [
      'of an older version than the newest enabled one',
      noted(`1:${HMAC}`),
      noted(`1:${HMAC}`, { versions: { 1: 'ENABLED', 2: 'ENABLED' } }),
      [`REVIEW_REQUIRED dev/prod ${AT}`],
    ],
    [
      'of the newest enabled one, beside a newer disabled one',
      noted(`1:${HMAC}`),
      noted(`1:${HMAC}`, { versions: { 1: 'ENABLED', 2: 'DISABLED' } }),
      ['PASS dev/prod secretmanager.secrets/PLAID'],
    ],
    ['malformed', noted(`1:${HMAC}`), noted('1:abc'), [`REVIEW_REQUIRED dev/prod ${AT}`]],
    [
      'of versions nobody could read',
      noted(`1:${HMAC}`),
      noted(`1:${HMAC}`, { versions: null }),
      ['BLIND dev/prod secretmanager.secrets/PLAID'],
    ],
    [
      'of a secret that is not there',
      noted(`1:${HMAC}`),
      null,
      ['FAIL dev/prod secretmanager.secrets/PLAID'],
    ],
  ])('%s', (_, dev, other, gives) => {
    expect(brief(compare(dev, other))).toEqual(gives);
  });

  test('that differ are a finding of the environment that weighs more, whatever the order', () => {
    const turned = { ...contract, secrets: { fingerprints: { PLAID: ['prod', 'dev'] } } };
    for (const given of [contract, turned]) {
      const [failure] = compare(noted(`1:${HMAC}`), noted(`1:${OTHER}`), given);
      expect([failure?.environment, failure?.severity]).toEqual(['prod', 'medium']);
      expect(failure?.observed).toEqual({ fingerprint: OTHER });
    }
  });

  test('that is old says how to annotate anew, without any value', () => {
    const [review] = compare(
      noted(`1:${HMAC}`),
      noted(`1:${HMAC}`, { versions: { 1: 'ENABLED', 2: 'ENABLED' } }),
    );
    expect(review?.message).toContain(
      'has a fingerprint of version 1, and version 2 is the one to be compared',
    );
    expect(review?.settle).toBe(
      'gcloud secrets update PLAID --project=acme-prod --update-annotations="$(gcloud secrets versions access 2 --secret=PLAID --project=acme-prod | plumbline fingerprint --version 2)"',
    );
  });
});
