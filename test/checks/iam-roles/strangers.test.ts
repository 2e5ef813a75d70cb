import { NUMBER } from '../../fakes/snapshot-builder.ts';
import { APP, account, agent, at, type Case, contract, iamCases } from './cases.ts';

const OPS = { humans: ['user:ops@example.com'] };
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

iamCases('strangers', STRANGERS);
