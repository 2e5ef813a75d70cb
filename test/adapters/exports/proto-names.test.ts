import { expect, test } from '@jest/globals';
import type { ResourceClass } from '../../../shared/snapshot/model.ts';
import { readProject } from './setup.ts';

/** What Python's to_dict makes of a service; as the API's own JSON it would have an account and come from everywhere. */
const SERVICE = {
  name: 'projects/shop-prod/locations/us-central1/services/api',
  create_time: '2026-01-01T00:00:00Z',
  ingress: 1,
  invoker_iam_disabled: true,
  template: { service_account: 'api@shop-prod.iam.gserviceaccount.com', containers: [{ image: 'a' }] },
};
const SECRET = { name: 'projects/1/secrets/KEY', create_time: '2026-01-01T00:00:00Z', replication: {} };
const ACCOUNT = { email: 'api@shop-prod.iam.gserviceaccount.com', project_id: 'shop-prod', unique_id: '1' };
const API_KEY = {
  name: 'projects/1/locations/global/keys/k',
  uid: 'k',
  display_name: 'Browser',
  restrictions: {},
};

test.each<[string, ResourceClass, unknown]>([
  ['run-services.json', 'run.services', [SERVICE]],
  ['run-services.json', 'run.services', { services: [SERVICE] }],
  ['run-services/api.json', 'run.services', SERVICE],
  ['run-jobs.json', 'run.jobs', [{ ...SERVICE, name: SERVICE.name.replace('services/api', 'jobs/api') }]],
  ['secrets.json', 'secretmanager.secrets', [SECRET]],
  ['service-accounts.json', 'iam.serviceAccounts', [ACCOUNT]],
  ['api-keys.json', 'apikeys.keys', [API_KEY]],
])(
  '%s whose fields are named as in protocol buffers is not read as one without settings',
  async (file, resource, body) => {
    const read = await readProject({ [file]: body });
    expect(read.documents).toEqual([]);
    const { status, detail, gaps } = read.outcome(resource);
    expect(status === 'OK' ? JSON.stringify(gaps) : detail).toContain('names its fields like create_time');
  },
);

test('an asset inventory, whose wrapper is named so, is read', async () => {
  const { create_time: createTime, template, ...rest } = SERVICE;
  const data = { ...rest, createTime, template: { containers: template.containers } };
  const wrapped = {
    asset_type: 'run.googleapis.com/Service',
    update_time: '2026-01-01T00:00:00Z',
    resource: { data },
  };
  const read = await readProject({ 'run-services.json': [wrapped] });
  // Its service, being named so inside, is refused all the same.
  expect(JSON.stringify(read.outcome('run.services').gaps)).toContain('names its fields like create_time');
  const { invoker_iam_disabled: invokerIamDisabled, ...usual } = data;
  const proper = { ...wrapped, resource: { data: { ...usual, invokerIamDisabled } } };
  expect((await readProject({ 'run-services.json': [proper] })).names('run.services')).toEqual(['api']);
});
