import { accounts } from '../../fakes/iam-scopes.ts';
import { APP, account, at, type Case, contract, iamCases, mine, SQL, STORE } from './cases.ts';

const STANDING: Record<string, Case> = {
  'the account is not there: told once, and not once for each role': {
    contract: contract({ roles: [SQL, STORE], serviceAccount: 'cr-new@acme-prod.iam.gserviceaccount.com' }),
    grants: [],
    gives: ['FAIL high app iam.serviceAccounts/cr-new@acme-prod.iam.gserviceaccount.com'],
    says: 'prod has no account cr-new@acme-prod.iam.gserviceaccount.com, which the contract gives to app',
    settle:
      'gcloud iam service-accounts create cr-new --project=acme-prod; or change contracts/test.yaml:12 if this is meant',
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

iamCases('a runtime account itself', STANDING);
