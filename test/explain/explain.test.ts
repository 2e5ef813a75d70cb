import { describe, expect, test } from '@jest/globals';
import { CHECKS } from '../../shared/checks/table.ts';
import { CHECK_IDS, type CheckId } from '../../shared/contract/check-ids.ts';
import { loadContract } from '../../shared/contract/load.ts';
import { explain } from '../../shared/explain/explain.ts';
import { READINGS } from '../../shared/explain/readings.ts';
import { explainText } from '../../shared/report/explain-text.ts';
import { unpainted } from '../../shared/report/paint.ts';
import { SAMPLE } from '../contract/sample.ts';

const CONTRACT = loadContract(
  SAMPLE.replace(
    'waivers:\n',
    'undecided:\n  - { check: resources, environment: dev, expires: 2027-01-31 }\nwaivers:\n',
  ),
  'c.yaml',
);
const OPTIONS = { width: 100, paint: unpainted };

/** What a check expects of the backend in an environment, and of the environment: `words line`. */
function expected(id: CheckId, environment: string): string[] {
  const place = CONTRACT.environments.find(({ name }) => name === environment);
  if (place === undefined) throw new Error(environment);
  const { ofRole, ofEnvironment } = READINGS[id];
  return [
    ...(ofRole?.(CONTRACT.intent('backend', environment), CONTRACT) ?? []),
    ...(ofEnvironment?.(place, CONTRACT) ?? []),
  ].map(({ words, source }) => `${words} :${source.line}`);
}

describe('what each check expects of the backend in prod, and from which line', () => {
  test.each<[CheckId, string[]]>([
    ['service-coverage', ['service backend in us-central1 :13']],
    [
      'naming-map',
      [
        'backend is backend :13',
        'goog-managed-by:cloudfunctions needs no role :32',
        'preview-* needs no role :32',
      ],
    ],
    ['ingress', ['ingress internal-and-cloud-load-balancing :10']],
    ['service-account', ['runs as cr-backend@acme-prod.iam.gserviceaccount.com :14']],
    ['resources', ['cpu 1 :18', 'memory 1Gi :18', 'maxInstances 10 :18']],
    [
      'env-keys',
      [
        'has APP_ENV :21',
        'has MODE :22',
        'has DATABASE_URL :23',
        'has STRIPE_KEY :24',
        'may have PRICE :25',
        'has no other key :12',
      ],
    ],
    [
      'secret-delivery',
      [
        'APP_ENV as literal :21',
        'MODE as literal, with the declared value :22',
        'DATABASE_URL as secret :23',
        'STRIPE_KEY as secret, bound to a pinned version :24',
        'PRICE as literal :25',
      ],
    ],
    ['network', ['cloudSql required :19', 'vpcConnector absent :19']],
    ['domains', ['domain api.acme.com :27']],
    [
      'deploy-workflow',
      [
        'pins service account cr-backend@acme-prod.iam.gserviceaccount.com :14',
        'pins ingress internal-and-cloud-load-balancing :10',
        'pins invoker public :17',
        'states no IAP setting but false :16',
        'its deploy step declares no env_vars :49',
        'deployed by .github/workflows/deploy.yml from branch main :48',
      ],
    ],
    ['access', ['invoker public :17', 'iap false :16']],
    [
      'iam-roles',
      [
        'its account holds exactly roles/cloudsql.client :15',
        'people with a role: user:ops@example.com :38',
        'no service account holds roles/owner :39',
      ],
    ],
    ['service-account-keys', ['keys of service accounts are at most 90 days old :40']],
    [
      'api-keys',
      [
        'a key named ^Key prod :45',
        '^Key prod: targets exactly identitytoolkit.googleapis.com :45',
        '^Key prod: referrers include https://*.acme.com/* :45',
      ],
    ],
    [
      'secrets',
      [
        'the secret of DATABASE_URL can be read :23',
        'the secret of STRIPE_KEY can be read :24',
        'the newest version of a secret is at most 180 days old :42',
        'STRIPE_KEY holds the same value in stage, prod :43',
      ],
    ],
    [
      'deployable',
      [
        'started as cr-backend@acme-prod.iam.gserviceaccount.com :14',
        'the secret of DATABASE_URL can be read :23',
        'the secret of STRIPE_KEY can be read :24',
      ],
    ],
    ['isolation', ['nothing of dev (acme-dev) :4', 'nothing of stage (acme-stage) :5']],
    ['must-differ', ['APP_ENV differs from every other environment :21']],
    ['image', []],
    ['serving', []],
    ['smoke', ['GET /healthz answers 200 :28']],
  ])('%s', (id, words) => {
    expect(expected(id, 'prod')).toEqual(words);
  });

  test('and what it expects elsewhere', () => {
    expect(expected('image', 'dev')).toEqual(['the image of prod :7']);
    expect(expected('smoke', 'dev')).toEqual([]);
    expect(expected('deploy-workflow', 'dev')).toEqual([]);
    expect(expected('env-keys', 'dev')).toContain('does not have PRICE :25');
    expect(expected('domains', 'dev')).toEqual(['domain run.app :9']);
    expect(expected('iam-roles', 'dev')).toEqual([
      'its account holds exactly roles/cloudsql.client :15',
      'no service account holds roles/owner :39',
    ]);
  });
});

test('every check says something, whatever the contract leaves out', () => {
  const bare = loadContract(
    'apiVersion: plumbline/v1\nestate: a\nenvironments: { dev: { project: acme-dev, regions: [us-central1] } }\nservices: { web: { names: web } }\n',
    'c.yaml',
  );
  for (const { id, title, number } of CHECKS) {
    const text = explainText(explain(bare, { check: id, role: 'web' }), OPTIONS);
    expect(text).toContain(`${number} ${id}: ${title}`);
    expect(text).toContain('Where the contract says nothing: ');
  }
  expect(Object.keys(READINGS)).toEqual([...CHECK_IDS]);
});

test('one role, as people read it', () => {
  expect(
    explainText(explain(CONTRACT, { check: '5', role: 'web' }), OPTIONS),
  ).toBe(`5 resources: CPU, memory and scale
  CPU, memory, concurrency, timeout, instances (of the service and of its revision), execution
  environment and CPU allocation are as declared. A difference that nobody declared needs a
  decision: it is often a load test that means nothing, or a prod that was resized by hand.
  Where the contract says nothing: what is not declared is compared between the environments of each
  pair.

web
  dev, stage, prod  nothing is declared

Waivers
  web in every environment, memory, until 2027-03-31T23:59:59Z (c.yaml:36): source maps; web answers
    for it

Undecided
  every role in dev, until 2027-01-31T23:59:59Z (c.yaml:34)
`);
});

test('every role in short', () => {
  const text = explainText(explain(CONTRACT, { check: 'resources', role: null }), OPTIONS);
  expect(text).toContain(`backend
  dev    cpu 1; memory 1Gi; maxInstances 2 (c.yaml:18)
  stage  cpu 1; memory 1Gi (c.yaml:18)
  prod   cpu 1; memory 1Gi; maxInstances 10 (c.yaml:18)

web
  dev, stage, prod  nothing is declared
`);
});

test('a role without a service is told with its line; waivers of another role are not its own', () => {
  const contract = loadContract(SAMPLE.replace(', prod: frontend }', ' }'), 'c.yaml');
  const text = explainText(explain(contract, { check: 'access', role: 'web' }), OPTIONS);
  expect(text).toContain('  prod   no service is named here (c.yaml:29)\n');
  expect(explain(CONTRACT, { check: 'resources', role: 'backend' }).waivers).toEqual([]);
});

test('no value of an environment is printed', () => {
  expect(explainText(explain(CONTRACT, { check: '7', role: 'backend' }), OPTIONS)).not.toMatch(
    /sandbox|production/,
  );
});

test.each([
  ['resorces', null, '"resorces" is not a check; did you mean "resources"?'],
  ['99', null, '"99" is not a check; the checks are numbered 1 to 21'],
  ['5', 'bakend', '"bakend" is not a role of c.yaml; did you mean "backend"?'],
  ['5', 'toString', '"toString" is not a role of c.yaml; known: backend, web'],
])('%s %s is answered with what was meant', (check, role, says) => {
  expect(() => explain(CONTRACT, { check, role })).toThrow(says);
});
