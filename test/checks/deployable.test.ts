import { describe, expect, test } from '@jest/globals';
import { deployable } from '../../shared/checks/deployable/deployable.ts';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { brief, contextOf, runCheck } from '../fakes/check-tester.ts';
import type { SecretDraft } from '../fakes/held-builder.ts';
import { type EnvironmentDraft, type ServiceDraft, sec } from '../fakes/snapshot-builder.ts';

const ALONE = {
  services: { app: {} },
  environments: { prod: { protected: true } },
  compare: [] as [string, string][],
};
const RUNS_AS = 'cr-app@acme-prod.iam.gserviceaccount.com';
const MEMBER = `serviceAccount:${RUNS_AS}`;
const ACCESSOR = 'roles/secretmanager.secretAccessor';
const READABLE: SecretDraft = { policy: { [ACCESSOR]: [MEMBER] } };
const ENV = 'template.containers.main.env.DB_URL';
const ACCOUNT = 'template.serviceAccount';

interface Draft extends EnvironmentDraft {
  reference?: JsonObject;
  secret?: SecretDraft | null;
  service?: ServiceDraft;
}

/** One service of prod that takes DB as DB_URL; everything it needs is there unless said otherwise. */
function prod({ reference = sec('DB'), secret = READABLE, service = {}, ...more }: Draft = {}) {
  const template = { serviceAccount: RUNS_AS, ...service.template };
  return {
    prod: {
      services: { app: { env: { DB_URL: reference }, ...service, template } },
      secrets: secret === null ? {} : { DB: secret },
      accounts: { [RUNS_AS]: {} },
      ...more,
    },
  };
}
const given = (draft: Draft = {}) => brief(runCheck(deployable, { contract: ALONE, estate: prod(draft) }));

describe('a reference resolves', () => {
  const aliases = { versionAliases: { live: 2, gone: 9 } };
  const versions = { 1: 'DESTROYED', 2: 'ENABLED', 3: 'DISABLED', 10: 'ENABLED' };
  const of = (version: string) => ({
    reference: sec('DB', version),
    secret: { ...READABLE, versions, fields: aliases },
  });

  test.each<[string, Draft, string[]]>([
    ['to the newest version', of('latest'), ['PASS prod app']],
    ['to a number', of('2'), ['PASS prod app']],
    ['to an alias', of('live'), ['PASS prod app']],
    ['not to a disabled version', of('3'), [`FAIL prod app ${ENV}`]],
    ['not to a destroyed version', of('1'), [`FAIL prod app ${ENV}`]],
    ['not to a version that never was', of('7'), [`FAIL prod app ${ENV}`]],
    ['not to an alias nobody made', of('next'), [`FAIL prod app ${ENV}`]],
    ['not to an alias of a version that is not there', of('gone'), [`FAIL prod app ${ENV}`]],
    [
      'not to latest where the newest is disabled, although an older one is enabled',
      { secret: { ...READABLE, versions: { 1: 'ENABLED', 2: 'DISABLED' } } },
      [`FAIL prod app ${ENV}`],
    ],
    ['not to a deleted secret', { secret: null }, [`FAIL prod app ${ENV}`]],
    ['not to a secret without versions', { secret: { ...READABLE, versions: {} } }, [`FAIL prod app ${ENV}`]],
    ['to nobody knows what, unread', { secret: { ...READABLE, versions: null } }, ['BLIND prod app']],
    [
      'to a project that is not of the contract: not captured',
      { reference: sec('projects/ops-shared/secrets/DB') },
      [`REVIEW_REQUIRED prod app ${ENV}`],
    ],
    [
      'by the own project named in full',
      { reference: sec('projects/acme-prod/secrets/DB') },
      ['PASS prod app'],
    ],
  ])('%s', (_, draft, gives) => {
    expect(given(draft)).toEqual(gives);
  });

  test('in every file of a volume, and in sidecars', () => {
    const items = { 'a.key': { version: '2' }, 'b.key': { version: '3' } };
    const service: ServiceDraft = {
      env: {},
      template: { volumes: { keys: { secret: { secret: 'DB', items } } } },
      sidecars: { proxy: { image: 'p', env: { TOKEN: sec('DB', '1') } } },
    };
    expect(given({ service, secret: { ...READABLE, versions } })).toEqual([
      'FAIL prod app template.containers.proxy.env.TOKEN',
      'FAIL prod app template.volumes.keys.secret.items["b.key"]',
    ]);
  });

  test.each([
    ['3', 'gcloud secrets versions enable 3 --secret=DB --project=acme-prod'],
    [
      '1',
      'gcloud run services update app --project=acme-prod --region=us-central1 --update-secrets=DB_URL=DB:VERSION',
    ],
  ])('or says what would settle version %s', (version, settle) => {
    const [failure] = runCheck(deployable, { contract: ALONE, estate: prod(of(version)) });
    expect(failure).toMatchObject({ severity: 'high', settle });
    expect(failure?.observed).toMatchObject({ secret: 'DB', version });
  });

  test('in another environment of the contract, by the number of its project', () => {
    const contract = {
      services: { app: {} },
      environments: { prod: { protected: true }, ops: { projectNumber: '678067977394' } },
      compare: [] as [string, string][],
    };
    const reference = sec('projects/678067977394/secrets/SHARED', '2');
    const held = (secret: SecretDraft) => ({ ops: { secrets: { SHARED: secret } } });
    const of = (secret: SecretDraft) =>
      brief(runCheck(deployable, { contract, estate: { ...prod({ reference }), ...held(secret) } }));
    expect(of({ ...READABLE, versions: { 2: 'ENABLED' } })).toEqual(['PASS prod app']);
    expect(of({ ...READABLE, versions: { 2: 'DISABLED' } })).toEqual([`FAIL prod app ${ENV}`]);
    expect(of({ versions: { 2: 'ENABLED' } })).toEqual([`FAIL prod app ${ACCOUNT}`]);
  });
});

describe('the runtime account may read it', () => {
  const bound = (role: string, member: string, condition: JsonObject = {}): SecretDraft => ({
    bindings: { [role]: { [member]: [condition] } },
  });
  const when = { title: 'until', expression: 'request.time < timestamp("2026-03-01T00:00:00Z")' };

  test.each<[string, Draft, string[]]>([
    ['by the secret', {}, ['PASS prod app']],
    ['by the project', { secret: {}, policy: { [ACCESSOR]: [MEMBER] } }, ['PASS prod app']],
    ['as an admin of secrets', { secret: bound('roles/secretmanager.admin', MEMBER) }, ['PASS prod app']],
    ['as an owner', { secret: {}, policy: { 'roles/owner': [MEMBER] } }, ['PASS prod app']],
    ['not as an editor', { secret: {}, policy: { 'roles/editor': [MEMBER] } }, [`FAIL prod app ${ACCOUNT}`]],
    [
      'not as a viewer of secrets',
      { secret: bound('roles/secretmanager.viewer', MEMBER) },
      [`FAIL prod app ${ACCOUNT}`],
    ],
    ['not by nobody', { secret: {} }, [`FAIL prod app ${ACCOUNT}`]],
    [
      'not as another account',
      { secret: bound(ACCESSOR, 'serviceAccount:cr-app@acme-dev.iam.gserviceaccount.com') },
      [`FAIL prod app ${ACCOUNT}`],
    ],
    [
      'not as an account that was deleted',
      { secret: bound(ACCESSOR, `deleted:${MEMBER}?uid=1`) },
      [`FAIL prod app ${ACCOUNT}`],
    ],
    ['as everybody', { secret: bound(ACCESSOR, 'allUsers') }, ['PASS prod app']],
    ['as everybody with an account', { secret: bound(ACCESSOR, 'allAuthenticatedUsers') }, ['PASS prod app']],
    [
      'under a condition: undecided',
      { secret: bound(ACCESSOR, MEMBER, when) },
      [`REVIEW_REQUIRED prod app ${ACCOUNT}`],
    ],
    [
      'under a condition, and without one',
      { secret: { bindings: { [ACCESSOR]: { [MEMBER]: [{}, when] } } } },
      ['PASS prod app'],
    ],
    [
      'by a group: undecided',
      { secret: bound(ACCESSOR, 'group:runtimes@acme.com') },
      [`REVIEW_REQUIRED prod app ${ACCOUNT}`],
    ],
    [
      'not by a group of people who own the project',
      { secret: {}, policy: { 'roles/owner': ['group:admins@acme.com'] } },
      [`FAIL prod app ${ACCOUNT}`],
    ],
    [
      'by a custom role: undecided',
      { secret: {}, policy: { 'projects/acme-prod/roles/reader': [MEMBER] } },
      [`REVIEW_REQUIRED prod app ${ACCOUNT}`],
    ],
    [
      'by a custom role of everybody: undecided',
      { secret: bound('organizations/1/roles/reader', 'allUsers') },
      [`REVIEW_REQUIRED prod app ${ACCOUNT}`],
    ],
    [
      'by the project, whatever the secret’s policy says that nobody read',
      { secret: { policy: null }, policy: { [ACCESSOR]: [MEMBER] } },
      ['PASS prod app'],
    ],
    ['by nobody knows what: unread', { secret: { policy: null } }, ['BLIND prod app']],
    ['by nobody knows what: the project’s policy unread', { secret: {}, policy: null }, ['BLIND prod app']],
  ])('%s', (_, draft, gives) => {
    expect(given(draft)).toEqual(gives);
  });

  test('or all the secrets it may not are one finding, with the commands that grant them', () => {
    const service = { env: { A: sec('A'), B: sec('B'), C: sec('C') } };
    const estate = prod({ service, secrets: { A: {}, B: READABLE, C: {} } });
    const failures = runCheck(deployable, { contract: ALONE, estate });
    expect(brief(failures)).toEqual([`FAIL prod app ${ACCOUNT}`]);
    expect(failures[0]?.message).toBe(
      `prod app runs as ${RUNS_AS}, which neither the policy of A and C nor that of its project lets read it: the next revision could not start.`,
    );
    expect(failures[0]?.settle?.split(' && ')).toEqual(
      ['A', 'C'].map(
        (name) =>
          `gcloud secrets add-iam-policy-binding ${name} --project=acme-prod --member=${MEMBER} --role=${ACCESSOR}`,
      ),
    );
  });
});

describe('the runtime account', () => {
  const NUMBER = '678067977394';
  const DEFAULT = `${NUMBER}-compute@developer.gserviceaccount.com`;
  const unset: ServiceDraft = { env: {}, template: { serviceAccount: '' } };

  test.each<[string, Draft, string[]]>([
    ['is there, and the service takes no secret', { service: { env: {} } }, ['PASS prod app']],
    ['was deleted', { accounts: {} }, [`FAIL prod app ${ACCOUNT}`]],
    ['is disabled', { accounts: { [RUNS_AS]: { disabled: true } } }, [`FAIL prod app ${ACCOUNT}`]],
    [
      'is of another project',
      { service: { env: {}, template: { serviceAccount: 'cr@elsewhere.iam.gserviceaccount.com' } } },
      [`REVIEW_REQUIRED prod app ${ACCOUNT}`],
    ],
    [
      'is the default one where none is set',
      { service: unset, accounts: { [DEFAULT]: {} } },
      ['PASS prod app'],
    ],
    ['is the default one, which was deleted', { service: unset }, [`FAIL prod app ${ACCOUNT}`]],
    [
      'is the default one, disabled',
      { service: unset, accounts: { [DEFAULT]: { disabled: true } } },
      [`FAIL prod app ${ACCOUNT}`],
    ],
  ])('%s', (_, draft, gives) => {
    expect(given(draft)).toEqual(gives);
  });

  test('is not captured: undecided, and what it may read is judged all the same', () => {
    const { prod: draft } = prod({ secret: {} });
    const { accounts: _, ...rest } = draft;
    expect(brief(runCheck(deployable, { contract: ALONE, estate: { prod: rest } }))).toEqual([
      `FAIL prod app ${ACCOUNT}`,
      'BLIND prod app',
    ]);
  });
});

describe('what else starts', () => {
  test('jobs and worker pools are judged for no role', () => {
    const task = { serviceAccount: RUNS_AS, containers: { main: { env: { KEY: sec('GONE') } } } };
    const others = {
      'run.jobs@us-central1': { nightly: { template: { template: task } } },
      'run.workerPools@us-central1': { queue: { template: task } },
    };
    expect(given({ others })).toEqual([
      'PASS prod app',
      'FAIL prod run.jobs/us-central1/nightly template.template.containers.main.env.KEY',
      'FAIL prod run.workerPools/us-central1/queue template.containers.main.env.KEY',
    ]);
  });

  test('a service that could not start elsewhere weighs less', () => {
    const contract = { services: { app: {} }, environments: { prod: {} }, compare: [] as [string, string][] };
    const [failure] = runCheck(deployable, { contract, estate: prod({ secret: null }) });
    expect(failure?.severity).toBe('medium');
  });

  test('a service that is being deployed is judged when it is settled', () => {
    expect(given({ service: { evidence: { reconciling: true } } })).toEqual(['BLIND prod app']);
  });

  test('what a person has looked into can be waived: an intentional difference', () => {
    const contract = { ...ALONE, waivers: [{ check: 'deployable', path: 'serviceAccount' }] };
    const secret = { policy: { [ACCESSOR]: ['group:runtimes@acme.com'] } };
    const context = contextOf({ contract, estate: prod({ secret }) });
    expect(evaluateContract(context, { checks: [deployable] }).checks[0]?.status).toBe('INTENTIONAL_DIFF');
  });
});

describe('an account that is gone', () => {
  const settleOf = (email: string) =>
    runCheck(deployable, {
      contract: ALONE,
      estate: prod({ service: { template: { serviceAccount: email } }, accounts: {} }),
    }).find(({ path }) => path === ACCOUNT)?.settle;

  test('is made again, not traded for another one', () => {
    expect(settleOf(RUNS_AS)).toMatch(
      /^gcloud iam service-accounts create cr-app --project=acme-prod; or undelete/,
    );
  });

  test('is replaced where it cannot be made by hand', () => {
    expect(settleOf('123456789012-compute@developer.gserviceaccount.com')).toMatch(
      /^gcloud run services update app .*--service-account=ACCOUNT$/,
    );
  });
});
