import { describe, expect, test } from '@jest/globals';
import { evaluateContract } from '../../shared/checks/evaluation/evaluate.ts';
import { iamRoles } from '../../shared/checks/iam-roles/iam-roles.ts';
import type { RawResult } from '../../shared/checks/model.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { contextOf, runCheck } from '../fakes/check-tester.ts';
import type { ContractDraft, RoleDraft } from '../fakes/contract-builder.ts';
import { accounts, type GrantDraft, projectPolicy, secretPolicy } from '../fakes/iam-scopes.ts';
import { NUMBER, type ScopeDraft } from '../fakes/snapshot-builder.ts';

const APP = 'cr-app@acme-prod.iam.gserviceaccount.com';
const account = (email: string) => `serviceAccount:${email}`;
const agent = (domain: string, number = NUMBER) =>
  account(`service-${number}@${domain}.iam.gserviceaccount.com`);
const UNTIL_MAY: JsonObject = {
  title: 'until May',
  expression: 'request.time < timestamp("2026-05-01T00:00:00Z")',
};
const ALWAYS: JsonObject = { title: 'always', expression: 'true' };

/** One role in prod, which runs as cr-app. */
function contract(role: RoleDraft = {}, iam: ContractDraft['iam'] = {}): ContractDraft {
  return {
    environments: { prod: { protected: true } },
    compare: [],
    services: { app: { serviceAccount: APP, ...role } },
    iam,
  };
}

function estate(grants: GrantDraft[], more: ScopeDraft[] = []) {
  return { prod: { more: [projectPolicy('acme-prod', ...grants), accounts({ [APP]: {} }), ...more] } };
}

/** Results in short: status, severity where it fails, what is granted where. */
function said(results: readonly RawResult[]): string[] {
  return results.map(({ status, blind, severity, resource, path, role }) =>
    [
      blind ? 'BLIND' : status,
      ...(status === 'FAIL' ? [severity] : []),
      role ?? '-',
      (resource ?? 'all').replace('resourcemanager.projects/acme-prod', 'project'),
      ...(path === null ? [] : [path.replace('iamPolicy.bindings', '')]),
    ].join(' '),
  );
}

const at = (role: string, member: string) =>
  /^\w+$/.test(member) ? `["${role}"].${member}` : `["${role}"]["${member}"]`;
const mine = (role: string) => at(role, account(APP));
const SQL = 'roles/cloudsql.client';
const STORE = 'roles/datastore.user';

interface Case {
  contract: ContractDraft;
  grants: GrantDraft[];
  more?: ScopeDraft[];
  gives: string[];
  says?: string;
}

const HOLDINGS: Record<string, Case> = {
  'exactly its roles': {
    contract: contract({ roles: [SQL, STORE] }),
    grants: [
      [SQL, account(APP)],
      [STORE, account(APP)],
    ],
    gives: [`PASS app project ${mine(SQL)}`, `PASS app project ${mine(STORE)}`],
    says: `prod: ${APP} holds ${SQL}, as declared (contracts/test.yaml:12).`,
  },
  'a declared role that is not there': {
    contract: contract({ roles: [SQL, STORE] }),
    grants: [[SQL, account(APP)]],
    gives: [`PASS app project ${mine(SQL)}`, `FAIL high app project ${mine(STORE)}`],
    says: `lacks ${STORE} on project acme-prod, which the contract declares for app`,
  },
  'a role beyond those': {
    contract: contract({ roles: [SQL] }),
    grants: [
      [SQL, account(APP)],
      ['roles/storage.admin', account(APP)],
    ],
    gives: [`PASS app project ${mine(SQL)}`, `FAIL critical app project ${mine('roles/storage.admin')}`],
    says: 'which the contract does not declare for app',
  },
  'no role at all is a declaration': {
    contract: contract({ roles: [] }),
    grants: [[SQL, account(APP)]],
    gives: [`FAIL critical app project ${mine(SQL)}`],
  },
  'nothing declared, nothing asserted': {
    contract: contract(),
    grants: [[SQL, account(APP)]],
    gives: [],
  },
  'declared by environment': {
    contract: contract({ roles: { by: { dev: [SQL], prod: [STORE] } } }),
    grants: [[STORE, account(APP)]],
    gives: [`PASS app project ${mine(STORE)}`],
  },
  'declared for another environment alone': {
    contract: contract({ roles: { by: { dev: [SQL] } } }),
    grants: [[STORE, account(APP)]],
    gives: [],
  },
  'a conditional grant is not the unconditional one': {
    contract: contract({ roles: [SQL] }),
    grants: [[SQL, account(APP), UNTIL_MAY]],
    gives: [`FAIL high app project ${mine(SQL)}`],
    says: 'It holds it only under the condition "until May".',
  },
  'two grants of one role under two conditions are two facts, and neither is the one that is declared': {
    contract: contract({ roles: [SQL] }),
    grants: [[SQL, account(APP), ALWAYS, UNTIL_MAY]],
    gives: [`FAIL high app project ${mine(SQL)}`],
    says: 'only under the conditions "always" and "until May"',
  },
  'the same role once more under a condition': {
    contract: contract({ roles: [SQL] }),
    grants: [[SQL, account(APP), {}, UNTIL_MAY]],
    gives: [`FAIL medium app project ${mine(SQL)}`],
    says: 'and once more under the condition "until May", which the contract does not declare',
  },
  'a role beyond those, under a condition': {
    contract: contract({ roles: [] }),
    grants: [[SQL, account(APP), UNTIL_MAY]],
    gives: [`FAIL critical app project ${mine(SQL)}`],
    says: 'under the condition "until May", which the contract does not declare',
  },
  'a policy that was read without its conditions': {
    contract: contract({ roles: [SQL] }),
    grants: [[`${SQL}_withcond_2cdd2a4d3e5d0b7a9c31`, account(APP)]],
    gives: [`FAIL high app project ${mine(`${SQL}_withcond_2cdd2a4d3e5d0b7a9c31`)}`],
    says: 'only under the condition "not read"',
  },
  'custom roles of the project and the organisation, by name': {
    contract: contract({ roles: ['projects/acme-prod/roles/reader', 'organizations/77/roles/reader'] }),
    grants: [
      ['projects/acme-prod/roles/reader', account(APP)],
      ['organizations/77/roles/reader', account(APP)],
    ],
    gives: [
      `PASS app project ${mine('projects/acme-prod/roles/reader')}`,
      `PASS app project ${mine('organizations/77/roles/reader')}`,
    ],
  },
  'a custom role of that name from elsewhere is another one': {
    contract: contract({ roles: ['projects/acme-prod/roles/reader'] }),
    grants: [['organizations/77/roles/reader', account(APP)]],
    gives: [
      `FAIL high app project ${mine('projects/acme-prod/roles/reader')}`,
      `FAIL critical app project ${mine('organizations/77/roles/reader')}`,
    ],
  },
  'a misspelt role': {
    contract: contract({ roles: ['roles/datastore.users'] }),
    grants: [[STORE, account(APP)]],
    gives: [
      `FAIL high app project ${mine('roles/datastore.users')}`,
      `FAIL critical app project ${mine(STORE)}`,
    ],
    says: 'It holds roles/datastore.user: did the contract mean that one?',
  },
  'a group may hold it for the account, which cannot be seen': {
    contract: contract({ roles: [SQL] }),
    grants: [[SQL, 'group:backends@example.com']],
    gives: [`FAIL high app project ${mine(SQL)}`],
    says: 'group:backends@example.com holds it; members of groups cannot be seen.',
  },
  'a deleted account of the same name does not hold it': {
    contract: contract({ roles: [SQL] }),
    grants: [[SQL, `deleted:${account(APP)}?uid=99`]],
    gives: [`FAIL high app project ${mine(SQL)}`],
    says: 'A deleted account of the same name held it',
  },
  'the policy was not read': {
    contract: contract({ roles: [SQL] }),
    grants: [],
    more: [{ resource: 'resourcemanager.projects.iamPolicy', region: null, documents: {} }],
    gives: ['BLIND - all'],
    says: "could not read the project's policy",
  },
};

const STANDING: Record<string, Case> = {
  'the account is not there: told once, and not once for each role': {
    contract: contract({ roles: [SQL, STORE], serviceAccount: 'cr-new@acme-prod.iam.gserviceaccount.com' }),
    grants: [],
    gives: ['FAIL high app iam.serviceAccounts/cr-new@acme-prod.iam.gserviceaccount.com'],
    says: 'prod has no account cr-new@acme-prod.iam.gserviceaccount.com, which the contract gives to app',
  },
  'the account is disabled': {
    contract: contract({ roles: [] }),
    grants: [],
    more: [accounts({ [APP]: { disabled: true } })],
    gives: [`FAIL high app iam.serviceAccounts/${APP} disabled`],
    says: 'is disabled: it gets no access token',
  },
  'whether the account is there was not read': {
    contract: contract({ roles: [SQL] }),
    grants: [[SQL, account(APP)]],
    more: [
      {
        resource: 'iam.serviceAccounts',
        region: null,
        documents: {},
        unread: { [APP]: { status: 'ERROR', detail: 'cut short' } },
      },
    ],
    gives: [`PASS app project ${mine(SQL)}`, 'BLIND app all'],
    says: 'cut short',
  },
  'nothing is asserted of an account whose roles are not declared': {
    contract: contract({ serviceAccount: 'cr-new@acme-prod.iam.gserviceaccount.com' }),
    grants: [],
    gives: [],
  },
  'an account of another project is in no list': {
    contract: contract({ roles: [SQL], serviceAccount: 'cr-app@shared-prod.iam.gserviceaccount.com' }),
    grants: [[SQL, account('cr-app@shared-prod.iam.gserviceaccount.com')]],
    gives: [`PASS app project ${at(SQL, account('cr-app@shared-prod.iam.gserviceaccount.com'))}`],
  },
};

const FORBIDDEN = { forbiddenRoles: ['roles/owner', 'roles/editor'] };
const BAN: Record<string, Case> = {
  'nobody holds one': {
    contract: contract({}, FORBIDDEN),
    grants: [
      ['roles/viewer', account(APP)],
      ['roles/owner', 'user:ops@example.com'],
    ],
    gives: ['PASS - all'],
    says: 'prod: 1 service account holds roles, and none holds roles/owner or roles/editor (contracts/test.yaml:81).',
  },
  'any account of the project': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/editor', account('deployer@acme-prod.iam.gserviceaccount.com')]],
    gives: [
      `FAIL critical - project ${at('roles/editor', account('deployer@acme-prod.iam.gserviceaccount.com'))}`,
    ],
    says: 'the contract forbids it to every service account (contracts/test.yaml:81)',
  },
  'a runtime account is told by its role': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/editor', account(APP)]],
    gives: [`FAIL critical app project ${mine('roles/editor')}`],
  },
  'forbidden and undeclared is one result': {
    contract: contract({ roles: [] }, FORBIDDEN),
    grants: [['roles/editor', account(APP)]],
    gives: [`FAIL critical app project ${mine('roles/editor')}`],
    says: 'It is a forbidden role (contracts/test.yaml:81).',
  },
  'a condition excuses nobody': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/owner', account(APP), UNTIL_MAY]],
    gives: [`FAIL critical app project ${mine('roles/owner')}`],
    says: 'if only under the condition "until May"',
  },
  'the default compute account, which Google makes an editor': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/editor', account(`${NUMBER}-compute@developer.gserviceaccount.com`)]],
    gives: [
      `FAIL critical - project ${at('roles/editor', account(`${NUMBER}-compute@developer.gserviceaccount.com`))}`,
    ],
  },
  'the agent of the APIs of Google is an editor by itself': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/editor', account(`${NUMBER}@cloudservices.gserviceaccount.com`)]],
    gives: ['PASS - all'],
    says: `${NUMBER}@cloudservices.gserviceaccount.com holds roles/editor as Google grants it.`,
  },
  'that agent of another project is not, and neither is an owner': {
    contract: contract({}, FORBIDDEN),
    grants: [
      ['roles/editor', account('889470918518@cloudservices.gserviceaccount.com')],
      ['roles/owner', account(`${NUMBER}@cloudservices.gserviceaccount.com`)],
    ],
    gives: [
      `FAIL critical - project ${at('roles/editor', account('889470918518@cloudservices.gserviceaccount.com'))}`,
      `FAIL critical - project ${at('roles/owner', account(`${NUMBER}@cloudservices.gserviceaccount.com`))}`,
    ],
  },
  'an agent that Google once made an editor': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/editor', agent('containerregistry')]],
    gives: [`FAIL critical - project ${at('roles/editor', agent('containerregistry'))}`],
  },
  'a workload of a cluster': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/editor', 'serviceAccount:acme-prod.svc.id.goog[default/api]']],
    gives: [
      `FAIL critical - project ${at('roles/editor', 'serviceAccount:acme-prod.svc.id.goog[default/api]')}`,
    ],
  },
  'a deleted account gets it back, which weighs less': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/editor', `deleted:${account('old@acme-prod.iam.gserviceaccount.com')}?uid=1`]],
    gives: [
      `FAIL high - project ${at('roles/editor', `deleted:${account('old@acme-prod.iam.gserviceaccount.com')}?uid=1`)}`,
    ],
  },
  'on one secret': {
    contract: contract({}, { forbiddenRoles: ['roles/secretmanager.admin'] }),
    grants: [],
    more: [secretPolicy('DB', ['roles/secretmanager.admin', account(APP)])],
    gives: [`FAIL critical app secretmanager.secrets/DB ${mine('roles/secretmanager.admin')}`],
  },
  'accounts of other projects are named': {
    contract: contract({}, FORBIDDEN),
    grants: [['roles/viewer', account('viewer@ops-project.iam.gserviceaccount.com')]],
    gives: ['PASS - all'],
    says: 'Of other projects: viewer@ops-project.iam.gserviceaccount.com.',
  },
  'nobody seen, and not everything read': {
    contract: contract({}, FORBIDDEN),
    grants: [],
    more: [{ resource: 'resourcemanager.projects.iamPolicy', region: null, documents: {} }],
    gives: ['BLIND - all'],
  },
  'forbidden elsewhere only': {
    contract: contract({}, { forbiddenRoles: { by: { dev: ['roles/editor'] } } }),
    grants: [['roles/editor', account(APP)]],
    gives: [],
  },
};

const OPS = { humans: ['user:ops@example.com'] };
const PEOPLE: Record<string, Case> = {
  'only who is listed': {
    contract: contract({}, OPS),
    grants: [
      ['roles/viewer', 'user:ops@example.com'],
      [SQL, account(APP)],
    ],
    gives: ['PASS - all'],
    says: 'prod: user:ops@example.com holds roles, as listed, and nobody else (contracts/test.yaml:80).',
  },
  ...Object.fromEntries(
    [
      'user:eve@example.com',
      'group:devs@example.com',
      'domain:example.com',
      'allUsers',
      'allAuthenticatedUsers',
      'principal://iam.googleapis.com/locations/global/workforcePools/p/subject/s',
      'principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*',
    ].map((member): [string, Case] => [
      `${member} is not listed`,
      {
        contract: contract({}, OPS),
        grants: [['roles/viewer', member]],
        gives: [`FAIL critical - project ${at('roles/viewer', member)}`],
        says: 'is not on the list of people (contracts/test.yaml:80)',
      },
    ]),
  ),
  'a deleted user, also where the living one is listed': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', 'deleted:user:ops@example.com?uid=123']],
    gives: [`FAIL high - project ${at('roles/viewer', 'deleted:user:ops@example.com?uid=123')}`],
    says: 'It is deleted; the role comes back with it.',
  },
  'a condition excuses nobody': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', 'user:eve@example.com', UNTIL_MAY]],
    gives: [`FAIL critical - project ${at('roles/viewer', 'user:eve@example.com')}`],
    says: 'That it holds it only under the condition "until May" excuses nobody.',
  },
  'a listed group, whose members cannot be seen': {
    contract: contract({}, { humans: ['group:ops@example.com'] }),
    grants: [['roles/viewer', 'group:ops@example.com']],
    gives: ['PASS - all'],
    says: 'Who is in group:ops@example.com cannot be seen.',
  },
  'a listed domain does not list the people of it': {
    contract: contract({}, { humans: ['domain:example.com'] }),
    grants: [['roles/viewer', 'user:eve@example.com']],
    gives: [`FAIL critical - project ${at('roles/viewer', 'user:eve@example.com')}`],
  },
  'an empty list allows nobody': {
    contract: contract({}, { humans: [] }),
    grants: [['roles/viewer', 'user:ops@example.com']],
    gives: [`FAIL critical - project ${at('roles/viewer', 'user:ops@example.com')}`],
  },
  'nobody at all': {
    contract: contract({}, OPS),
    grants: [],
    gives: ['PASS - all'],
    says: 'nobody holds a role',
  },
  'people are listed for another environment': {
    contract: contract({}, { humans: { by: { dev: ['user:ops@example.com'] } } }),
    grants: [['roles/viewer', 'user:eve@example.com']],
    gives: [],
  },
  'everybody, where nobody said who may': {
    contract: contract(),
    grants: [['roles/viewer', 'allUsers']],
    gives: [`REVIEW_REQUIRED - project ${at('roles/viewer', 'allUsers')}`],
  },
  'on one secret': {
    contract: contract({}, OPS),
    grants: [],
    more: [secretPolicy('DB', ['roles/secretmanager.secretAccessor', 'user:eve@example.com'])],
    gives: [
      `FAIL critical - secretmanager.secrets/DB ${at('roles/secretmanager.secretAccessor', 'user:eve@example.com')}`,
    ],
  },
  'the policies of secrets were not read': {
    contract: contract({}, OPS),
    grants: [],
    more: [
      {
        resource: 'secretmanager.secrets.iamPolicy',
        region: null,
        documents: {},
        unread: { DB: { status: 'DENIED', detail: 'secretmanager.secrets.getIamPolicy is missing' } },
      },
    ],
    gives: ['BLIND - all'],
    says: 'secretmanager.secrets/DB (DENIED, secretmanager.secrets.getIamPolicy is missing)',
  },
};

const STRANGERS: Record<string, Case> = {
  'agents of the project, old and new': {
    contract: contract({}, OPS),
    grants: [
      ['roles/run.serviceAgent', agent('serverless-robot-prod')],
      ['roles/x.serviceAgent', agent('gcp-sa-of-tomorrow')],
      ['roles/logging.bucketWriter', account(`p${NUMBER}-42@gcp-sa-logging.iam.gserviceaccount.com`)],
      ['roles/ml.serviceAgent', agent('cloud-ml.google.com')],
    ],
    gives: ['PASS - all'],
  },
  'an agent of another project': {
    contract: contract({}, OPS),
    grants: [['roles/x.serviceAgent', agent('gcp-sa-x', '889470918518')]],
    gives: [
      'PASS - all',
      `REVIEW_REQUIRED - project ${at('roles/x.serviceAgent', agent('gcp-sa-x', '889470918518'))}`,
    ],
    says: 'an agent of Google for project 889470918518, which is not this one',
  },
  'named like an agent, in a domain anybody may have': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', agent('evil-project')]],
    gives: ['PASS - all', `REVIEW_REQUIRED - project ${at('roles/viewer', agent('evil-project'))}`],
    says: "a domain that is not known to be Google's",
  },
  'a deleted account': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', `deleted:${account('old@acme-prod.iam.gserviceaccount.com')}?uid=1`]],
    gives: [
      'PASS - all',
      `REVIEW_REQUIRED - project ${at('roles/viewer', `deleted:${account('old@acme-prod.iam.gserviceaccount.com')}?uid=1`)}`,
    ],
    says: 'an account that was deleted; its roles come back with it',
  },
  'a deleted account that was made anew': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', `deleted:${account(APP)}?uid=1`]],
    gives: [
      'PASS - all',
      `REVIEW_REQUIRED app project ${at('roles/viewer', `deleted:${account(APP)}?uid=1`)}`,
    ],
    says: `while ${APP} was made anew (101) and does not hold this`,
  },
  'a kind of member nobody knows': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', 'robotArmy:x']],
    gives: ['PASS - all', `REVIEW_REQUIRED - project ${at('roles/viewer', 'robotArmy:x')}`],
  },
  'nobody is asked about where nothing is stated': {
    contract: contract(),
    grants: [
      ['roles/viewer', 'robotArmy:x'],
      ['roles/x.serviceAgent', agent('gcp-sa-x', '889470918518')],
    ],
    gives: [],
  },
  'whose agents they are is not known without the number': {
    contract: contract({}, OPS),
    grants: [
      ['roles/x.serviceAgent', agent('gcp-sa-x')],
      ['roles/y.serviceAgent', agent('gcp-sa-y')],
    ],
    more: [{ resource: 'iam.serviceAccounts', region: null, documents: { [APP]: {} } }],
    gives: ['PASS - all', 'REVIEW_REQUIRED - all'],
    says: `of project number ${NUMBER}) are those of acme-prod is not known`,
  },
};

describe.each([
  ['holdings of a runtime account', HOLDINGS],
  ['a runtime account itself', STANDING],
  ['forbidden roles', BAN],
  ['people', PEOPLE],
  ['strangers', STRANGERS],
])('iam-roles: %s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (_name, given) => {
    const results = runCheck(iamRoles, {
      contract: given.contract,
      estate: estate(given.grants, given.more),
    });
    expect(said(results)).toEqual(given.gives);
    if (given.says !== undefined)
      expect(results.map(({ message }) => message).join('\n')).toContain(given.says);
  });
});

describe('an account that roles share', () => {
  const shared: ContractDraft = {
    ...contract(),
    services: {
      app: { serviceAccount: APP, roles: [SQL] },
      site: { serviceAccount: APP, roles: [SQL, STORE] },
      portal: { serviceAccount: APP },
    },
  };

  test('holds the union of what they declare', () => {
    const results = runCheck(iamRoles, {
      contract: shared,
      estate: estate([
        [SQL, account(APP)],
        [STORE, account(APP)],
      ]),
    });
    expect(said(results)).toEqual([`PASS - project ${mine(SQL)}`, `PASS site project ${mine(STORE)}`]);
  });

  test('fails once for what is missing and once for what is beyond, not once a role', () => {
    const results = runCheck(iamRoles, {
      contract: shared,
      estate: estate([['roles/storage.admin', account(APP)]]),
    });
    expect(said(results)).toEqual([
      `FAIL high - project ${mine(SQL)}`,
      `FAIL high site project ${mine(STORE)}`,
      `FAIL critical - project ${mine('roles/storage.admin')}`,
    ]);
    expect(results[0]?.message).toContain('which the contract declares for app and site');
    expect(results[2]?.message).toContain('does not declare for app, site and portal');
  });

  test('a role that has no service in the environment shares nothing there', () => {
    const services = { ...shared.services, site: { names: { by: {} }, serviceAccount: APP, roles: [STORE] } };
    const results = runCheck(iamRoles, {
      contract: { ...shared, services },
      estate: estate([[SQL, account(APP)]]),
    });
    expect(said(results)).toEqual([`PASS - project ${mine(SQL)}`.replace('PASS -', 'PASS app')]);
  });
});

describe('how it is settled', () => {
  const settle = (given: Case) => {
    const results = runCheck(iamRoles, {
      contract: given.contract,
      estate: estate(given.grants, given.more),
    });
    return results.find(({ status }) => status !== 'PASS')?.settle;
  };

  test.each([
    [
      'by granting',
      HOLDINGS['a declared role that is not there'],
      `gcloud projects add-iam-policy-binding acme-prod --member=serviceAccount:${APP} --role=${STORE} --condition=None; or take it out at contracts/test.yaml:12`,
    ],
    [
      'by taking back',
      HOLDINGS['a role beyond those'],
      `gcloud projects remove-iam-policy-binding acme-prod --member=serviceAccount:${APP} --role=roles/storage.admin --condition=None; or declare it under roles at contracts/test.yaml:12`,
    ],
    [
      'by taking back one condition',
      HOLDINGS['the same role once more under a condition'],
      `gcloud projects remove-iam-policy-binding acme-prod --member=serviceAccount:${APP} --role=${SQL} --condition='^;^title=until May;expression=request.time < timestamp("2026-05-01T00:00:00Z")'`,
    ],
    [
      'on a secret, or by listing the person',
      PEOPLE['on one secret'],
      'gcloud secrets remove-iam-policy-binding DB --project=acme-prod --member=user:eve@example.com --role=roles/secretmanager.secretAccessor; or list user:eve@example.com at contracts/test.yaml:80',
    ],
    [
      'without listing everybody as a person',
      PEOPLE['allUsers is not listed'],
      'gcloud projects remove-iam-policy-binding acme-prod --member=allUsers --role=roles/viewer --condition=None',
    ],
    [
      'with what a shell would take for something else in quotes',
      PEOPLE['a deleted user, also where the living one is listed'],
      "gcloud projects remove-iam-policy-binding acme-prod --member='deleted:user:ops@example.com?uid=123' --role=roles/viewer --condition=None; or list deleted:user:ops@example.com?uid=123 at contracts/test.yaml:80",
    ],
    [
      'by making the account',
      STANDING['the account is not there: told once, and not once for each role'],
      'gcloud iam service-accounts create cr-new --project=acme-prod; or change contracts/test.yaml:12 if this is meant',
    ],
  ])('%s', (_, given, expected) => {
    expect(settle(given as Case)).toBe(expected);
  });
});

test('elsewhere than in a protected environment it weighs less', () => {
  const draft = { ...contract({ roles: [SQL] }, OPS), environments: { prod: {} } };
  const results = runCheck(iamRoles, {
    contract: draft,
    estate: estate([
      ['roles/storage.admin', account(APP)],
      ['roles/viewer', 'user:eve@example.com'],
    ]),
  });
  expect(results.map(({ severity }) => severity)).toEqual(['medium', 'medium', 'medium']);
});

test('who may invoke a service is not judged twice; who may administer it is judged here', () => {
  const services = (role: string) => ({
    prod: {
      services: { app: { policy: { [role]: ['user:eve@example.com'] } } },
      more: [accounts({ [APP]: {} })],
    },
  });
  const given = (role: string) =>
    said(runCheck(iamRoles, { contract: contract({}, OPS), estate: services(role) }));
  expect(given('roles/run.invoker')).toEqual(['PASS - all']);
  expect(given('roles/run.admin')).toEqual([
    `FAIL critical - run.services/us-central1/app ${at('roles/run.admin', 'user:eve@example.com')}`,
  ]);
});

test.each(['humans', 'iamPolicy.bindings.*.*', 'roles/viewer'])(
  'a waiver whose path is %s: the word of the contract, a pattern of the whole, and no part of it',
  (path) => {
    const draft = { ...contract({}, OPS), waivers: [{ check: 'iam-roles', path }] };
    const context = contextOf({
      contract: draft,
      estate: estate([['roles/viewer', 'user:eve@example.com']]),
    });
    const status = path === 'roles/viewer' ? 'FAIL' : 'INTENTIONAL_DIFF';
    expect(evaluateContract(context, { checks: [iamRoles] }).checks[0]?.status).toBe(status);
  },
);

test('a waiver makes it intentional until it expires', () => {
  const waived = (expires: string) => {
    const waivers = [{ check: 'iam-roles', environments: ['prod'], path: 'user:eve@example.com', expires }];
    const path = 'iamPolicy.bindings["roles/viewer"]["user:eve@example.com"]';
    const draft = { ...contract({}, OPS), waivers: waivers.map((waiver) => ({ ...waiver, path })) };
    const context = contextOf({
      contract: draft,
      estate: estate([['roles/viewer', 'user:eve@example.com']]),
    });
    return evaluateContract(context, { checks: [iamRoles] }).checks[0]?.results.map(({ status }) => status);
  };
  expect(waived('2026-12-31T23:59:59Z')).toEqual(['INTENTIONAL_DIFF']);
  expect(waived('2026-02-26T23:59:59Z')).toEqual(['FAIL']);
});

test('the runtime account of a role that declares none is what its service runs as', () => {
  const draft = { ...contract(), services: { app: { roles: [SQL] } } };
  const template = { serviceAccount: APP };
  const context = {
    contract: draft,
    estate: { prod: { services: { app: { template } }, more: estate([[SQL, account(APP)]]).prod.more } },
  };
  expect(said(runCheck(iamRoles, context))).toEqual([`PASS app project ${mine(SQL)}`]);
});

test('what a service runs as is not known where it was not read', () => {
  const draft = { ...contract(), services: { app: { roles: [SQL] } } };
  const prod = {
    unreadServices: { app: { status: 'ERROR', detail: 'cut short' } as const },
    more: estate([]).prod.more,
  };
  const results = runCheck(iamRoles, { contract: draft, estate: { prod } });
  expect(said(results)).toEqual(['BLIND app all']);
});
