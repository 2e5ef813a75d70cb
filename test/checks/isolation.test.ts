import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { isolation } from '../../shared/checks/isolation/isolation.ts';
import { environmentIdentifiers } from '../../shared/contract/identifiers.ts';
import { hostMention } from '../../shared/estate/run-app-hosts.ts';
import { createValueReducer } from '../../shared/estate/value-reducer.ts';
import type { Json, JsonObject } from '../../shared/snapshot/json.ts';
import { brief, type CheckCase, contextOf, runCheck } from '../fakes/check-tester.ts';
import { contractOf } from '../fakes/contract-builder.ts';
import { type EnvironmentDraft, fingerprintOf, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

const NUMBERS = { dev: '298159098975', prod: '678067977394' };
const CONTRACT: CheckCase['contract'] = {
  services: {
    app: { names: { by: { dev: 'app', prod: 'app' } }, domain: { by: { prod: ['api.acme.com'] } } },
    web: { names: { by: { dev: 'web', prod: 'frontend' } } },
  },
  environments: {
    dev: { projectNumber: NUMBERS.dev },
    prod: { projectNumber: NUMBERS.prod, protected: true },
  },
};
const HOSTS = {
  dev: ['https://app-d3vd3vd3v-uc.a.run.app', `https://app-${NUMBERS.dev}.us-central1.run.app`],
  prod: ['https://app-pr0dpr0d-uc.a.run.app', `https://app-${NUMBERS.prod}.us-central1.run.app`],
};

/** What capture keeps of a value, with the hosts keyed as the test's fingerprints are. */
function reduced(environment: string, value: string, contract = CONTRACT): JsonObject {
  const reduce = createValueReducer({
    key: new Uint8Array(32),
    environments: environmentIdentifiers(contractOf(contract)),
  });
  const { mentions } = reduce(environment, value);
  const hosts = value.match(/(?<=---|\/\/|^)[a-z0-9-]+\.[a-z0-9-]+\.run\.app/g) ?? [];
  const keyed = hosts.map((host) => hostMention(fingerprintOf(host.replace(/^.*---/, ''))));
  const kept = mentions.filter((mention) => !mention.startsWith('run.app/'));
  const dropped = kept.length < mentions.length;
  return {
    kind: 'literal',
    fingerprint: fingerprintOf(value),
    mentions: [...kept, ...(dropped ? keyed : [])],
  };
}

const own = (environment: 'dev' | 'prod', draft: ServiceDraft = {}): ServiceDraft => ({
  ...draft,
  template: { serviceAccount: `cr-app@acme-${environment}.iam.gserviceaccount.com`, ...draft.template },
  evidence: { uri: HOSTS[environment][0] ?? '', urls: HOSTS[environment], ...draft.evidence },
});

function estate(dev: ServiceDraft, prod: ServiceDraft = {}): Record<'dev' | 'prod', EnvironmentDraft> {
  return { dev: { services: { app: own('dev', dev) } }, prod: { services: { app: own('prod', prod) } } };
}
const failures = (given: CheckCase['estate'], contract = CONTRACT) =>
  brief(runCheck(isolation, { contract, estate: given }).filter(({ status }) => status === 'FAIL'));
const inDev = (draft: ServiceDraft) => failures(estate(draft));
const AT = 'template.containers.main.env.API_URL';

describe('a literal of dev refers to prod', () => {
  test.each([
    ['by project id', 'acme-prod'],
    ['by project number', `projects/${NUMBERS.prod}/secrets/X`],
    ['by a custom domain', 'https://api.acme.com/v1'],
    ['by the host of a service that only prod has', 'https://frontend-x1y2z3-uc.a.run.app'],
    ['by the hashed host of a service of the same name', HOSTS.prod[0] ?? ''],
    ['by the same behind a traffic tag', 'https://canary---app-pr0dpr0d-uc.a.run.app'],
    ['by the numbered host of a service of the same name', HOSTS.prod[1] ?? ''],
    ['by a Cloud SQL instance', 'postgres:///db?host=/cloudsql/acme-prod:us-central1:main'],
    ['by an account', 'cr-app@acme-prod.iam.gserviceaccount.com'],
    ['by the default account', `${NUMBERS.prod}-compute@developer.gserviceaccount.com`],
    ['by a connector', 'projects/acme-prod/locations/us-central1/connectors/vpc'],
    ['by a topic', '//pubsub.googleapis.com/projects/acme-prod/topics/orders'],
    ['beside its own', `${HOSTS.dev[0]},${HOSTS.prod[0]}`],
  ])('%s', (_, value) => {
    expect(inDev({ env: { API_URL: reduced('dev', value) } })).toEqual([`FAIL dev app ${AT}`]);
  });

  test.each([
    ['its own project', 'acme-dev'],
    ['its own hashed host, of a service name that both have', HOSTS.dev[0] ?? ''],
    ['its own numbered host', HOSTS.dev[1] ?? ''],
    [
      'its own host of a name that only prod has in the contract',
      `https://frontend-${NUMBERS.dev}.us-central1.run.app`,
    ],
    ['a host of somebody else', 'https://app-elsewhere1-uc.a.run.app'],
    ['a project that begins alike', 'acme-production'],
    ['a project that ends alike', 'my-acme-prod'],
    ['a host below another', 'https://dev.api.acme.com'],
    ['the shared name alone', 'app'],
    ['nothing', ''],
  ])('and %s is none', (_, value) => {
    expect(inDev({ env: { API_URL: reduced('dev', value) } })).toEqual([]);
  });

  test('its own hashed host, of a service name that the contract gives to prod alone, is none', () => {
    const host = 'https://frontend-d3vd3vd3v-uc.a.run.app';
    const given = estate({ env: { API_URL: reduced('dev', host) } });
    expect(failures(given)).toEqual([`FAIL dev app ${AT}`]);
    given.dev.services = { ...given.dev.services, frontend: { evidence: { uri: host } } };
    expect(failures(given)).toEqual([]);
  });

  test('says where, to what, and what would settle it, and no more of the value', () => {
    const given = estate({ env: { API_URL: reduced('dev', `${HOSTS.prod[0]}/canary-of-a-value`) } });
    const [failure] = runCheck(isolation, { contract: CONTRACT, estate: given });
    expect(failure).toMatchObject({
      severity: 'critical',
      observed: { prod: ['app-pr0dpr0d-uc.a.run.app'] },
    });
    expect(failure?.message).toBe(
      `dev app refers to prod (app-pr0dpr0d-uc.a.run.app) in ${AT}; an environment refers to none but itself.`,
    );
    expect(failure?.settle).toBe(
      'gcloud run services update app --project=acme-dev --region=us-central1 --update-env-vars=API_URL=VALUE',
    );
    expect(JSON.stringify(failure)).not.toContain('canary');
  });
});

describe('a setting of dev refers to prod', () => {
  const template = (more: JsonObject) => inDev({ template: more });
  const literal = reduced('dev', 'acme-prod');

  test.each<[string, JsonObject, string]>([
    [
      'a Cloud SQL instance',
      { cloudSqlInstances: ['acme-dev:r:a', 'acme-prod:r:b'] },
      'template.cloudSqlInstances',
    ],
    [
      'a connector',
      { vpcAccess: { connector: 'projects/acme-prod/locations/r/connectors/c' } },
      'template.vpcAccess.connector',
    ],
    [
      'a network',
      { vpcAccess: { networkInterfaces: [{ network: 'projects/acme-prod/global/networks/n' }] } },
      'template.vpcAccess.networkInterfaces',
    ],
    [
      'the account',
      { serviceAccount: 'cr-app@acme-prod.iam.gserviceaccount.com' },
      'template.serviceAccount',
    ],
    [
      'the default account of the other project',
      { serviceAccount: `${NUMBERS.prod}-compute@developer.gserviceaccount.com` },
      'template.serviceAccount',
    ],
    [
      'a mounted secret',
      { volumes: { k: { secret: { secret: 'projects/acme-prod/secrets/K' } } } },
      'template.volumes.k.secret.secret',
    ],
    [
      'a file server',
      { volumes: { k: { nfs: { server: 'api.acme.com' } } } },
      'template.volumes.k.nfs.server',
    ],
    [
      'a bucket',
      { volumes: { k: { gcs: { bucket: 'acme-prod.appspot.com' } } } },
      'template.volumes.k.gcs.bucket',
    ],
    [
      'an encryption key',
      { encryptionKey: `projects/${NUMBERS.prod}/locations/r/keyRings/k/cryptoKeys/c` },
      'template.encryptionKey',
    ],
  ])('%s', (_, more, path) => {
    expect(template(more)).toEqual([`FAIL dev app ${path}`]);
  });

  test.each<[string, JsonObject, string]>([
    ['an argument', { args: [reduced('dev', '--x'), literal] }, 'args'],
    ['a command', { command: [literal] }, 'command'],
    [
      'a probe’s header',
      { livenessProbe: { httpGet: { httpHeaders: { Host: literal } } } },
      'livenessProbe.httpGet.httpHeaders.Host',
    ],
    ['a literal', { env: { X: literal } }, 'env.X'],
    ['a secret', { env: { X: sec('projects/acme-prod/secrets/X') } }, 'env.X'],
    ['a key called image', { env: { image: literal } }, 'env.image'],
  ])('%s of a sidecar', (_, container, path) => {
    expect(inDev({ sidecars: { proxy: { image: 'p', ...container } } })).toEqual([
      `FAIL dev app template.containers.proxy.${path}`,
    ]);
  });

  test('several in one list are one finding that names them all', () => {
    const args = [reduced('dev', 'acme-prod'), reduced('dev', 'https://api.acme.com')];
    const given = estate({ sidecars: { proxy: { image: 'p', args } } });
    const found = runCheck(isolation, { contract: CONTRACT, estate: given }).filter(
      ({ status }) => status === 'FAIL',
    );
    expect(found.map(({ observed }) => observed)).toEqual([{ prod: ['acme-prod', 'api.acme.com'] }]);
  });

  test('an audience it accepts', () => {
    expect(inDev({ fields: { customAudiences: ['https://api.acme.com'] } })).toEqual([
      'FAIL dev app customAudiences',
    ]);
  });

  test.each<[string, ServiceDraft]>([
    ['images', { sidecars: { p: { image: 'us-docker.pkg.dev/acme-prod/app/proxy@sha256:1' } } }],
    [
      'labels and annotations',
      {
        template: { labels: { from: 'acme-prod' }, annotations: { from: 'acme-prod' } },
        fields: { labels: { from: 'acme-prod' } },
      },
    ],
    [
      'builds',
      {
        fields: {
          buildConfig: { imageUri: 'r/acme-prod/x', serviceAccount: 'b@acme-prod.iam.gserviceaccount.com' },
        },
      },
    ],
    [
      'a short name',
      { template: { vpcAccess: { connector: 'acme' }, volumes: { k: { secret: { secret: 'PROD' } } } } },
    ],
  ])('but %s are not judged here', (_, draft) => {
    expect(inDev(draft)).toEqual([]);
  });
});

describe('whichever way', () => {
  test.each<[string, Record<string, Json>, string[]]>([
    ['prod to dev: high', { prod: 'acme-dev' }, ['prod high']],
    ['dev to prod: critical', { dev: 'acme-prod' }, ['dev critical']],
    ['dev to stage: medium', { dev: 'acme-stage' }, ['dev medium']],
    ['stage to dev and prod: critical, once', { stage: 'acme-dev acme-prod' }, ['stage critical']],
  ])('%s', (_, values, gives) => {
    const contract = {
      services: { app: {} },
      environments: { dev: {}, stage: {}, prod: { protected: true } },
    };
    const given = Object.fromEntries(
      ['dev', 'stage', 'prod'].map((name) => {
        const env: Record<string, Json> =
          name in values ? { X: reduced(name, String(values[name]), contract) } : {};
        const serviceAccount = `cr@acme-${name}.iam.gserviceaccount.com`;
        return [name, { services: { app: { env, template: { serviceAccount } } } }];
      }),
    );
    const found = runCheck(isolation, { contract, estate: given }).filter(({ status }) => status === 'FAIL');
    expect(found.map(({ environment, severity }) => `${environment} ${severity}`)).toEqual(gives);
  });

  test('two environments of one project refer to nobody by naming it', () => {
    const contract = {
      services: { app: {} },
      environments: { dev: { project: 'acme' }, prod: { project: 'acme' } },
    };
    const template = { serviceAccount: 'cr@acme.iam.gserviceaccount.com' };
    const services = { app: { env: { X: reduced('dev', 'acme', contract) }, template } };
    expect(failures({ dev: { services }, prod: { services } }, contract)).toEqual([]);
  });

  test('a project number the contract does not state is known by what was seen', () => {
    const contract = { ...CONTRACT, environments: { dev: {}, prod: { protected: true } } };
    const given = estate({ template: { cloudSqlInstances: [`${NUMBERS.prod}:r:db`] } });
    expect(failures(given, contract)).toEqual(['FAIL dev app template.cloudSqlInstances']);
  });
});

describe('what is of no role', () => {
  const held = (environment: string, others: EnvironmentDraft['others']) =>
    failures({ ...estate({}), [environment]: { ...estate({})[environment as 'dev'], others } });

  test('a job, a worker pool', () => {
    const task = { containers: { main: { args: [reduced('dev', 'acme-prod')] } } };
    const other = { containers: { main: { env: { X: reduced('dev', 'acme-prod') } } } };
    expect(
      held('dev', {
        'run.jobs@us-central1': { nightly: { template: { template: task } } },
        'run.workerPools@us-central1': { queue: { template: other } },
      }),
    ).toEqual([
      'FAIL dev run.jobs/us-central1/nightly template.template.containers.main.args',
      'FAIL dev run.workerPools/us-central1/queue template.containers.main.env.X',
    ]);
  });

  test('a domain mapping of the other’s domain', () => {
    const mapped = (name: string) => ({ 'run.domainMappings@us-central1': { [name]: { routeName: 'app' } } });
    expect(held('dev', mapped('api.acme.com'))).toEqual([
      'FAIL dev run.domainMappings/us-central1/api.acme.com routeName',
    ]);
    expect(held('prod', mapped('api.acme.com'))).toEqual([]);
    expect(held('dev', mapped('dev.acme.com'))).toEqual([]);
  });

  const grants = (members: Record<string, string[]>) => {
    const given = estate({});
    given.prod.policy = members;
    return runCheck(isolation, { contract: CONTRACT, estate: given }).filter(
      ({ status }) => status === 'FAIL',
    );
  };

  test.each<[string, string, string, boolean]>([
    ['an account of dev', 'roles/viewer', 'serviceAccount:cr-app@acme-dev.iam.gserviceaccount.com', true],
    [
      'the default account of dev',
      'roles/editor',
      `serviceAccount:${NUMBERS.dev}-compute@developer.gserviceaccount.com`,
      true,
    ],
    [
      'the App Engine account of dev',
      'roles/editor',
      'serviceAccount:acme-dev@appspot.gserviceaccount.com',
      true,
    ],
    ['its own account', 'roles/viewer', 'serviceAccount:cr-app@acme-prod.iam.gserviceaccount.com', false],
    ['an account of no environment', 'roles/viewer', 'serviceAccount:ci@ops.iam.gserviceaccount.com', false],
    [
      'a service agent that bears dev’s number',
      'roles/run.serviceAgent',
      `serviceAccount:service-${NUMBERS.dev}@serverless-robot-prod.iam.gserviceaccount.com`,
      false,
    ],
    ['a person', 'roles/viewer', 'user:ops@acme-dev.com', false],
    [
      'an account of dev that pulls images',
      'roles/artifactregistry.reader',
      'serviceAccount:deployer@acme-dev.iam.gserviceaccount.com',
      false,
    ],
  ])('a policy of prod that lets %s in', (_, role, member, crosses) => {
    const found = grants({ [role]: [member] });
    expect(found).toHaveLength(crosses ? 1 : 0);
    if (crosses)
      expect(found[0]).toMatchObject({
        environment: 'prod',
        severity: 'critical',
        resource: 'resourcemanager.projects/acme-prod',
        path: `iamPolicy.bindings["${role}"]["${member}"]`,
        settle: `gcloud projects remove-iam-policy-binding acme-prod --member=${member} --role=${role} --all`,
      });
  });

  test('a policy of a service, of a secret', () => {
    const member = 'serviceAccount:cr-app@acme-dev.iam.gserviceaccount.com';
    const given = estate({}, { policy: { 'roles/run.invoker': [member] } });
    given.prod.secrets = { K: { policy: { 'roles/secretmanager.secretAccessor': [member] } } };
    expect(failures(given)).toEqual([
      `FAIL prod app iamPolicy.bindings["roles/run.invoker"]["${member}"]`,
      `FAIL prod secretmanager.secrets/K iamPolicy.bindings["roles/secretmanager.secretAccessor"]["${member}"]`,
    ]);
  });
});

describe('what was not seen', () => {
  const all = (given: CheckCase['estate']) =>
    brief(runCheck(isolation, { contract: CONTRACT, estate: given }));

  test('is not judged', () => {
    const given: CheckCase['estate'] = { ...estate({}), prod: { regions: [] } };
    expect(all(given)).toEqual(['PASS dev app', 'BLIND prod app', 'BLIND prod frontend']);
  });

  test('may be whose host a value names', () => {
    const host = reduced('dev', 'https://app-unknown99-uc.a.run.app');
    const given = estate({ env: { API_URL: host } });
    expect(all(given)).toEqual(['PASS dev app', 'PASS prod app']);
    given.prod = { denied: [{ resource: 'run.services', region: 'us-central1' }] };
    expect(all(given)).toEqual(['BLIND dev app', 'BLIND prod app', 'BLIND prod frontend']);
  });

  test('is said of policies', () => {
    const given = estate({});
    given.prod.denied = [{ resource: 'resourcemanager.projects.iamPolicy', region: null }];
    expect(all(given)).toEqual(['PASS dev app', 'PASS prod app', 'BLIND prod']);
  });
});

test('a reference that is meant is waived: an intentional difference', () => {
  const contract = { ...CONTRACT, waivers: [{ check: 'isolation', path: 'env.API_URL' }] };
  const context = contextOf({ contract, estate: estate({ env: { API_URL: reduced('dev', 'acme-prod') } }) });
  expect(evaluateContract(context, { checks: [isolation] }).checks[0]?.status).toBe('INTENTIONAL_DIFF');
});
