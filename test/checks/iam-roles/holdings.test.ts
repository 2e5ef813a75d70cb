import { describe, expect, test } from '@jest/globals';
import { iamRoles } from '../../../shared/checks/iam-roles/iam-roles.ts';
import { runCheck } from '../../fakes/check-tester.ts';
import type { ContractDraft } from '../../fakes/contract-builder.ts';
import {
  ALWAYS,
  APP,
  account,
  type Case,
  contract,
  estate,
  iamCases,
  mine,
  SQL,
  STORE,
  said,
  UNTIL_MAY,
} from './cases.ts';

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
    settle: `gcloud projects add-iam-policy-binding acme-prod --member=serviceAccount:${APP} --role=${STORE} --condition=None; or take it out at contracts/test.yaml:12`,
  },
  'a role beyond those': {
    contract: contract({ roles: [SQL] }),
    grants: [
      [SQL, account(APP)],
      ['roles/storage.admin', account(APP)],
    ],
    gives: [`PASS app project ${mine(SQL)}`, `FAIL critical app project ${mine('roles/storage.admin')}`],
    says: 'which the contract does not declare for app',
    settle: `gcloud projects remove-iam-policy-binding acme-prod --member=serviceAccount:${APP} --role=roles/storage.admin --condition=None; or declare it under roles at contracts/test.yaml:12`,
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
    settle: `gcloud projects remove-iam-policy-binding acme-prod --member=serviceAccount:${APP} --role=${SQL} --condition='^;^title=until May;expression=request.time < timestamp("2026-05-01T00:00:00Z")'`,
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

iamCases('holdings of a runtime account', HOLDINGS);

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
