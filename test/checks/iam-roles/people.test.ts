import { expect, test } from '@jest/globals';
import { iamRoles } from '../../../shared/checks/iam-roles/iam-roles.ts';
import { runCheck } from '../../fakes/check-tester.ts';
import { accounts, secretPolicy } from '../../fakes/iam-scopes.ts';
import { APP, account, at, type Case, contract, iamCases, SQL, said, UNTIL_MAY } from './cases.ts';

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
  'allUsers is not listed': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', 'allUsers']],
    gives: [`FAIL critical - project ${at('roles/viewer', 'allUsers')}`],
    says: 'is not on the list of people (contracts/test.yaml:80)',
    settle:
      'gcloud projects remove-iam-policy-binding acme-prod --member=allUsers --role=roles/viewer --condition=None',
  },
  'a deleted user, also where the living one is listed': {
    contract: contract({}, OPS),
    grants: [['roles/viewer', 'deleted:user:ops@example.com?uid=123']],
    gives: [`FAIL high - project ${at('roles/viewer', 'deleted:user:ops@example.com?uid=123')}`],
    says: 'It is deleted; the role comes back with it.',
    settle:
      "gcloud projects remove-iam-policy-binding acme-prod --member='deleted:user:ops@example.com?uid=123' --role=roles/viewer --condition=None; or list deleted:user:ops@example.com?uid=123 at contracts/test.yaml:80",
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
    settle:
      'gcloud secrets remove-iam-policy-binding DB --project=acme-prod --member=user:eve@example.com --role=roles/secretmanager.secretAccessor; or list user:eve@example.com at contracts/test.yaml:80',
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

iamCases('people', PEOPLE);

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
