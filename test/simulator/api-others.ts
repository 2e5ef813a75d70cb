import { permissionsAnswer, policyAnswer } from './api-policy.ts';
import { type Answer, failure, ok } from './google-answer.ts';
import { listAnswer } from './google-paging.ts';
import type { Call, Route } from './google-routes.ts';
import type { SimulatedProject } from './model.ts';
import { EMPTY_POLICY } from './policies.ts';

const PROJECTS = 'cloudresourcemanager.googleapis.com';
const KEYS = 'apikeys.googleapis.com';
const ACCOUNTS = '/v1/projects/{project}/serviceAccounts';
const API_KEYS = '/v2/projects/{project}/locations/global/keys';

/** Resource Manager: the project, its policy, and what the caller may do in it. */
export const PROJECT_ROUTES: Route[] = ['v1', 'v3'].flatMap((version): Route[] => [
  {
    host: PROJECTS,
    method: 'GET',
    template: `/${version}/projects/{project}`,
    permission: 'resourcemanager.projects.get',
    handle: ({ project }) => ok(version === 'v3' ? projectV3(project) : projectV1(project)),
  },
  {
    host: PROJECTS,
    method: 'POST',
    template: `/${version}/projects/{project}:getIamPolicy`,
    permission: 'resourcemanager.projects.getIamPolicy',
    handle: (call) => policyAnswer(call, call.project.policy),
  },
  {
    host: PROJECTS,
    method: 'POST',
    template: `/${version}/projects/{project}:testIamPermissions`,
    permission: null,
    handle: (call) => permissionsAnswer(call, `projects/${call.project.id}`),
  },
]);

/** IAM: service accounts, their keys and policies. */
export const IAM_ROUTES: Route[] = [
  iam('GET', ACCOUNTS, 'iam.serviceAccounts.list', (call) =>
    listAnswer(call.page([...call.project.serviceAccounts.values()], { byDefault: 20, maximum: 100 }), {
      key: 'accounts',
    }),
  ),
  iam('GET', `${ACCOUNTS}/{account}`, 'iam.serviceAccounts.list', (call) =>
    withAccount(call, (email) => ok(call.project.serviceAccounts.get(email) ?? {})),
  ),
  iam('GET', `${ACCOUNTS}/{account}/keys`, 'iam.serviceAccountKeys.list', (call) =>
    withAccount(call, listKeys(call)),
  ),
  iam('POST', `${ACCOUNTS}/{account}:getIamPolicy`, 'iam.serviceAccounts.getIamPolicy', (call) =>
    withAccount(call, (email) =>
      policyAnswer(call, call.project.serviceAccountPolicies.get(email) ?? EMPTY_POLICY),
    ),
  ),
  iam('POST', `${ACCOUNTS}/{account}:testIamPermissions`, null, (call) =>
    permissionsAnswer(call, `projects/${call.project.id}/serviceAccounts/${call.params.account}`),
  ),
];

/** API keys: restrictions for everybody, the key string only through `keyString`. */
export const API_KEY_ROUTES: Route[] = [
  {
    host: KEYS,
    method: 'GET',
    template: API_KEYS,
    permission: 'apikeys.keys.list',
    handle: (call) => {
      const documents = [...call.project.apiKeys.values()].map(({ document }) => document);
      return listAnswer(call.page(documents, { byDefault: 50, maximum: 300 }), { key: 'keys' });
    },
  },
  {
    host: KEYS,
    method: 'GET',
    template: `${API_KEYS}/{key}/keyString`,
    permission: null,
    kind: 'payload',
    handle: ({ project, params }) => {
      const key = project.apiKeys.get(params.key ?? '');
      return key === undefined
        ? failure(404, 'Requested entity was not found.')
        : ok({ keyString: key.keyString });
    },
  },
];

function iam(
  method: 'GET' | 'POST',
  template: string,
  permission: string | null,
  handle: Route['handle'],
): Route {
  return { host: 'iam.googleapis.com', method, template, permission, handle };
}

function withAccount(call: Call, then: (email: string) => Answer): Answer {
  const { account = '' } = call.params;
  const accounts = call.project.serviceAccounts;
  const email = accounts.has(account)
    ? account
    : [...accounts].find(([, held]) => held.uniqueId === account)?.[0];
  return email === undefined ? failure(404, `Unknown service account ${account}`) : then(email);
}

function listKeys({ project, request }: Call): (email: string) => Answer {
  const types = request.query.keyTypes?.split(',');
  return (email) => {
    const keys = project.keys
      .get(email)
      ?.filter((key) => types === undefined || types.includes(String(key.keyType)));
    return ok(keys === undefined || keys.length === 0 ? {} : { keys });
  };
}

function projectV3(project: SimulatedProject): object {
  return {
    name: `projects/${project.number}`,
    parent: 'organizations/433637338589',
    projectId: project.id,
    state: 'ACTIVE',
    displayName: project.id,
    createTime: project.createTime,
    updateTime: project.createTime,
    etag: 'W/"b2c8a3f1d0e94a57"',
  };
}

function projectV1(project: SimulatedProject): object {
  return {
    projectNumber: project.number,
    projectId: project.id,
    lifecycleState: 'ACTIVE',
    name: project.id,
    createTime: project.createTime,
    parent: { type: 'organization', id: '433637338589' },
  };
}
