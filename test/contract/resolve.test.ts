import { describe, expect, test } from '@jest/globals';
import { loadContract } from '../../shared/contract/load.ts';
import type { Declared, RoleIntent } from '../../shared/contract/model.ts';
import { PlumblineError } from '../../shared/errors.ts';
import { changed, SAMPLE } from './sample.ts';

const CONTRACT = loadContract(SAMPLE, 'c.yaml');

function intent(role: string, environment: string): RoleIntent {
  return CONTRACT.intent(role, environment);
}

type Shown = [unknown, 'varies' | 'fixed', string] | null;

function shown(declared: Declared<unknown> | null | undefined): Shown {
  if (declared === null || declared === undefined) return null;
  const { value, perEnvironment, location } = declared;
  return [value, perEnvironment ? 'varies' : 'fixed', `${location.line}:${location.column}`];
}

describe('what the contract says of a role in an environment', () => {
  const cases: [string, string, string, (of: RoleIntent) => Declared<unknown> | null | undefined, Shown][] = [
    ['a name by environment', 'web', 'prod', (of) => of.service, ['frontend', 'varies', '30:42']],
    [
      'a short account, of its own project',
      'backend',
      'stage',
      (of) => of.serviceAccount,
      ['cr-backend@acme-stage.iam.gserviceaccount.com', 'fixed', '14:5'],
    ],
    ['a list given once', 'backend', 'dev', (of) => of.roles, [['roles/cloudsql.client'], 'fixed', '15:5']],
    ['nothing', 'web', 'dev', (of) => of.roles, null],
    ["the profile's word", 'web', 'dev', (of) => of.invoker, ['authenticated', 'varies', '9:24']],
    [
      "the service's word before the profile's",
      'backend',
      'dev',
      (of) => of.invoker,
      ['public', 'fixed', '17:5'],
    ],
    ['false is a word too', 'backend', 'dev', (of) => of.iap, [false, 'fixed', '16:5']],
    ['an environment without profile', 'web', 'stage', (of) => of.ingress, null],
    ['hosts by environment', 'backend', 'prod', (of) => of.domain, [['api.acme.com'], 'varies', '27:15']],
    [
      'the profile, where the service says nothing of this environment',
      'backend',
      'dev',
      (of) => of.domain,
      ['run.app', 'varies', '9:59'],
    ],
    ['a number where text is due', 'backend', 'dev', (of) => of.resources.cpu, ['1', 'fixed', '18:18']],
    [
      'a number by environment',
      'backend',
      'prod',
      (of) => of.resources.maxInstances,
      [10, 'varies', '18:63'],
    ],
    ['a setting of one environment, in another', 'backend', 'stage', (of) => of.resources.maxInstances, null],
    ['a network setting', 'backend', 'prod', (of) => of.network.vpcConnector, ['absent', 'varies', '19:67']],
  ];
  test.each(cases)('%s', (_, role, environment, pick, expected) => {
    expect(shown(pick(intent(role, environment)))).toEqual(expected);
  });

  test('project, regions and the place of the role', () => {
    expect(intent('web', 'stage')).toMatchObject({
      role: 'web',
      environment: 'stage',
      project: 'acme-stage',
      regions: ['us-central1'],
      location: { file: 'c.yaml', line: 29, column: 3 },
    });
  });

  test('computed once', () => {
    expect(intent('web', 'dev')).toBe(intent('web', 'dev'));
  });

  test.each([
    ['webb', 'dev'],
    ['web', 'qa'],
    ['constructor', 'dev'],
    ['web', 'toString'],
  ])('%s in %s is asked for by mistake', (role, environment) => {
    expect(() => intent(role, environment)).toThrow(PlumblineError);
  });
});

describe('environment keys', () => {
  const cases: [string, string, string, object][] = [
    [
      'a shorthand',
      'DATABASE_URL',
      'dev',
      { delivery: 'secret', expected: true, version: 'any', value: null },
    ],
    ['a pinned secret', 'STRIPE_KEY', 'dev', { delivery: 'secret', version: 'pinned' }],
    ['a key that must differ', 'APP_ENV', 'dev', { delivery: 'literal', mustDiffer: true, optional: false }],
    ['a key of another environment', 'PRICE', 'dev', { expected: false, optional: true }],
    ['a key of this environment', 'PRICE', 'prod', { expected: true, optional: true }],
    ['a value of this environment', 'MODE', 'prod', { value: { value: 'production', perEnvironment: true } }],
    ['a value of others only', 'MODE', 'dev', { value: null, expected: true }],
  ];
  test.each(cases)('%s', (_, key, environment, expected) => {
    expect(intent('backend', environment).env[key]).toMatchObject({ key, ...expected });
  });

  test('closed where the service says so, open otherwise', () => {
    expect([intent('backend', 'dev').envPolicy, intent('web', 'dev').envPolicy]).toEqual(['closed', 'open']);
  });

  test('a key that bears the name of something every object has', () => {
    expect(intent('backend', 'dev').env.constructor).toBeUndefined();
    const contract = loadContract(changed('PRICE:', 'constructor:'), 'c.yaml');
    expect(contract.intent('backend', 'prod').env.constructor).toMatchObject({
      key: 'constructor',
      expected: true,
    });
  });

  test.each([
    ['1.10', '1.10'],
    ['true', 'true'],
    ['0x10', '0x10'],
    ['007', '007'],
    ['=', '='],
    ['no', 'no'],
    ['"1.10"', '1.10'],
    ["''", ''],
  ])('a value written %s is the text %s', (written, text) => {
    const contract = loadContract(changed('{ stage: sandbox, prod: production }', written), 'c.yaml');
    expect(contract.intent('backend', 'dev').env.MODE?.value?.value).toBe(text);
  });
});

describe('quantities stand in one form', () => {
  test.each([
    ['cpu: 1000m', 'cpu', '1'],
    ['cpu: "1.0"', 'cpu', '1'],
    ['cpu: 500m', 'cpu', '0.5'],
    ['cpu: 0.5', 'cpu', '0.5'],
    ['memory: 1024Mi', 'memory', '1Gi'],
    ['memory: 1536Mi', 'memory', '1536Mi'],
    ['timeout: 5m', 'timeout', '300s'],
    ['timeout: 300s', 'timeout', '300s'],
    ['concurrency: 80', 'concurrency', 80],
    ['cpuAllocation: always', 'cpuAllocation', 'always'],
  ] as const)('%s', (written, setting, value) => {
    const contract = loadContract(changed('cpu: 1, memory: 1Gi', written), 'c.yaml');
    expect(contract.intent('backend', 'dev').resources[setting]?.value).toBe(value);
  });

  test('several instances are joined in order', () => {
    const contract = loadContract(changed('cloudSql: required', 'cloudSql: [b, a]'), 'c.yaml');
    expect(contract.intent('backend', 'dev').network.cloudSql?.value).toBe('a,b');
  });
});

describe('accounts', () => {
  test('a full email stays, by environment too', () => {
    const declared = 'serviceAccount: { dev: one@other.iam.gserviceaccount.com, prod: two }';
    const contract = loadContract(changed('serviceAccount: cr-web', declared), 'c.yaml');
    const accounts = ['dev', 'stage', 'prod'].map(
      (name) => contract.intent('web', name).serviceAccount?.value,
    );
    expect(accounts).toEqual([
      'one@other.iam.gserviceaccount.com',
      undefined,
      'two@acme-prod.iam.gserviceaccount.com',
    ]);
  });

  test('a domain-scoped project turns its parts about', () => {
    const contract = loadContract(changed('project: acme-dev', 'project: "example.com:acme-dev"'), 'c.yaml');
    expect(contract.intent('web', 'dev').serviceAccount?.value).toBe(
      'cr-web@acme-dev.example.com.iam.gserviceaccount.com',
    );
  });

  test('an invoker may be named by the id of its account', () => {
    const declared =
      'serviceAccount: cr-web\n    invokers: ["serviceAccount:cr-backend", "group:all@acme.com"]';
    const contract = loadContract(
      changed('serviceAccount: cr-web', `${declared}\n    invoker: authenticated`),
      'c.yaml',
    );
    expect(contract.intent('web', 'stage').invokers?.value).toEqual([
      'serviceAccount:cr-backend@acme-stage.iam.gserviceaccount.com',
      'group:all@acme.com',
    ]);
  });
});

describe('what the contract says of deploy workflows and smoke', () => {
  test('the repository, its files and where they are named', () => {
    expect(CONTRACT.workflows).toEqual({
      repository: { kind: 'local', folder: '../app' },
      files: new Map([
        [
          'prod',
          {
            branch: 'main',
            path: '.github/workflows/deploy.yml',
            location: { file: 'c.yaml', line: 46, column: 12 },
          },
        ],
      ]),
      noEnvVarsFor: ['backend'],
      location: { file: 'c.yaml', line: 44, column: 1 },
    });
  });

  test('a repository on GitHub', () => {
    const contract = loadContract(changed('{ local: ../app }', '{ github: acme/app }'), 'c.yaml');
    expect(contract.workflows?.repository).toEqual({ kind: 'github', name: 'acme/app' });
  });

  test('nothing where the section is left out', () => {
    const contract = loadContract(SAMPLE.replace(/workflows:\n(?: .*\n)+/, ''), 'c.yaml');
    expect(contract.workflows).toBeNull();
  });

  test('smoke requests of an environment alone, 200 where no status is given', () => {
    expect(intent('backend', 'dev').smoke).toEqual([]);
    expect(intent('backend', 'prod').smoke).toEqual([
      { path: '/healthz', status: 200, location: { file: 'c.yaml', line: 28, column: 13 } },
    ]);
    expect(intent('web', 'prod').smoke).toEqual([]);
  });
});
