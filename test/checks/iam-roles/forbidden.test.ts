import { secretPolicy } from '../../fakes/iam-scopes.ts';
import { NUMBER } from '../../fakes/snapshot-builder.ts';
import { APP, account, agent, at, type Case, contract, iamCases, mine, UNTIL_MAY } from './cases.ts';

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

iamCases('forbidden roles', BAN);
