import { OTHER_REGIONS, type ResourceClass } from '../../shared/snapshot/model.ts';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { PROD, REGION } from './shop.ts';

/** A scope of prod, as the coverage names it. */
export interface BlindScope {
  resource: ResourceClass;
  region: string | null;
}

/** One call of one API as the monitor makes it of prod. To cover another call, add a row. */
export interface ApiRow {
  /** What is asked, in words. */
  call: string;
  host: string;
  path: RegExp;
  /** Requests of one healthy pass that the path fits. */
  requests: number;
  /** The permission a 403 is to name. */
  permission: string;
  /** Whether the answer has pages and can leave places out. */
  list: boolean;
  /** What cannot be judged while it fails. */
  blind: BlindScope[];
  /** Of one member alone: the other members of the scope are judged. */
  member?: string;
  /** Only this call shows it; told once it answers again. */
  hidden?: (estate: SimulatedEstate) => string;
  /** The address where it is not the API's own host. */
  address?: string;
  /** The list of its owners, which is read once more where Google knows nothing of one. */
  owners?: true;
  /** What is blind where the API names a place that did not answer, if that is something else. */
  unreachable?: { region: string; blind: BlindScope[] };
}

const RUN = 'run.googleapis.com';
const IAM = 'iam.googleapis.com';
const SECRETS = 'secretmanager.googleapis.com';
const SERVICES = `^/v2/projects/${PROD}/locations/${REGION}/services`;
const FAR = 'europe-west1';

/** The calls to Cloud Run; of those made once for each member, also one of a single member. */
export const RUN_APIS: ApiRow[] = [
  {
    call: 'regions with services (v1)',
    host: RUN,
    path: new RegExp(`^/v1/projects/${PROD}/locations/-/services$`),
    requests: 1,
    permission: 'run.services.list',
    list: true,
    blind: [...services(null), { resource: 'run.domainMappings', region: null }],
    hidden: (estate) => {
      estate.addService(PROD, FAR, { name: 'stray' });
      return `run.services/${FAR}/stray`;
    },
    unreachable: { region: FAR, blind: services(FAR) },
  },
  {
    call: 'services of a region (v2)',
    host: RUN,
    path: new RegExp(`${SERVICES}$`),
    requests: 1,
    permission: 'run.services.list',
    list: true,
    blind: services(REGION),
  },
  ...ofMembers({
    call: 'policy of a service',
    host: RUN,
    path: (member) => `${SERVICES}/${member}:getIamPolicy$`,
    members: ['api', 'web'],
    permission: 'run.services.getIamPolicy',
    list: false,
    blind: [{ resource: 'run.services.iamPolicy', region: REGION }],
  }),
  {
    call: 'revision that serves',
    host: RUN,
    path: new RegExp(`${SERVICES}/web/revisions/[^/]+$`),
    requests: 1,
    permission: 'run.revisions.get',
    list: false,
    owners: true,
    blind: [{ resource: 'run.revisions', region: REGION }],
    member: 'web',
  },
  ...workload('jobs', { everywhere: 'jobs', permission: 'run.jobs' }),
  ...workload('workerPools', { everywhere: 'workerpools', permission: 'run.workerpools' }),
  {
    call: 'domain mappings of a region (v1)',
    host: RUN,
    path: new RegExp(`^/v1/projects/${PROD}/locations/${REGION}/domainmappings$`),
    requests: 1,
    permission: 'run.domainmappings.list',
    list: true,
    blind: [{ resource: 'run.domainMappings', region: REGION }],
  },
];

/** The calls about everything else a project has. */
export const PROJECT_APIS: ApiRow[] = [
  {
    call: 'policy of the project',
    host: 'cloudresourcemanager.googleapis.com',
    path: new RegExp(`^/v3/projects/${PROD}:getIamPolicy$`),
    requests: 1,
    permission: 'resourcemanager.projects.getIamPolicy',
    list: false,
    blind: global('resourcemanager.projects.iamPolicy'),
  },
  {
    call: 'service accounts',
    host: IAM,
    path: new RegExp(`^/v1/projects/${PROD}/serviceAccounts$`),
    requests: 1,
    permission: 'iam.serviceAccounts.list',
    list: true,
    blind: global('iam.serviceAccounts', 'iam.serviceAccountKeys'),
  },
  ...ofMembers({
    call: 'keys of an account',
    host: IAM,
    path: (member) => `^/v1/projects/${PROD}/serviceAccounts/${member}@[^/]+/keys$`,
    members: ['cr-api', 'cr-web'],
    permission: 'iam.serviceAccountKeys.list',
    list: false,
    blind: global('iam.serviceAccountKeys'),
  }),
  ...secrets(null, ['PLAID', 'DB_URL']),
  ...secrets(REGION, ['RESIDENT']),
  {
    call: 'regions secrets can live in',
    host: SECRETS,
    path: new RegExp(`^/v1/projects/${PROD}/locations$`),
    requests: 1,
    permission: 'secretmanager.locations.list',
    list: true,
    blind: secretScopes(OTHER_REGIONS),
  },
  {
    call: 'secrets of a region nobody named',
    host: SECRETS,
    address: `secretmanager.${FAR}.rep.googleapis.com`,
    path: new RegExp(`^/v1/projects/${PROD}/locations/${FAR}/secrets$`),
    requests: 1,
    permission: 'secretmanager.secrets.list',
    list: true,
    blind: secretScopes(FAR),
  },
  {
    call: 'API keys',
    host: 'apikeys.googleapis.com',
    path: new RegExp(`^/v2/projects/${PROD}/locations/global/keys$`),
    requests: 1,
    permission: 'apikeys.keys.list',
    list: true,
    blind: global('apikeys.keys'),
  },
];

/** How jobs or worker pools are found, listed and who may do what with them. */
function workload(
  kind: 'jobs' | 'workerPools',
  { everywhere, permission }: { everywhere: string; permission: string },
): ApiRow[] {
  const list = `/v2/projects/${PROD}/locations/${REGION}/${kind}`;
  const row = { host: RUN, requests: 1, permission: `${permission}.list`, list: true };
  const scopes = (region: string | null): BlindScope[] => [
    { resource: `run.${kind}`, region },
    { resource: `run.${kind}.iamPolicy`, region },
  ];
  return [
    {
      ...row,
      call: `regions with ${kind} (v1)`,
      path: new RegExp(`^/apis/run.googleapis.com/v1/namespaces/${PROD}/${everywhere}$`),
      blind: scopes(null),
      unreachable: { region: FAR, blind: scopes(FAR) },
    },
    { ...row, call: `${kind} of a region (v2)`, path: new RegExp(`^${list}$`), blind: scopes(REGION) },
    {
      ...row,
      call: `policies of ${kind}`,
      path: new RegExp(`^${list}/[^/]+:getIamPolicy$`),
      permission: `${permission}.getIamPolicy`,
      list: false,
      owners: true,
      blind: [{ resource: `run.${kind}.iamPolicy`, region: REGION }],
    },
  ];
}

/** Secrets without a region, or those of one at its own endpoint. */
function secrets(region: string | null, members: [string, ...string[]]): ApiRow[] {
  const place = region === null ? '' : `/locations/${region}`;
  const own = region === null ? {} : { address: `secretmanager.${region}.rep.googleapis.com` };
  const path = `^/v1/projects/${PROD}${place}/secrets`;
  const row = { host: SECRETS, ...own };
  const called = region === null ? '' : ` (${region})`;
  const [all, versions, policies] = secretScopes(region);
  return [
    {
      ...row,
      call: `secrets${called}`,
      path: new RegExp(`${path}$`),
      requests: 1,
      permission: 'secretmanager.secrets.list',
      list: true,
      blind: [all, versions, policies],
    },
    ...ofMembers({
      ...row,
      call: `versions of a secret${called}`,
      path: (member) => `${path}/${member}/versions$`,
      members,
      permission: 'secretmanager.versions.list',
      list: true,
      blind: [versions],
    }),
    ...ofMembers({
      ...row,
      call: `policy of a secret${called}`,
      path: (member) => `${path}/${member}:getIamPolicy$`,
      members,
      permission: 'secretmanager.secrets.getIamPolicy',
      list: false,
      blind: [policies],
    }),
  ];
}

function secretScopes(region: string | null): [BlindScope, BlindScope, BlindScope] {
  return [
    { resource: 'secretmanager.secrets', region },
    { resource: 'secretmanager.versions', region },
    { resource: 'secretmanager.secrets.iamPolicy', region },
  ];
}

function services(region: string | null): BlindScope[] {
  return [
    { resource: 'run.services', region },
    { resource: 'run.services.iamPolicy', region },
    { resource: 'run.revisions', region },
  ];
}

function global(...resources: ResourceClass[]): BlindScope[] {
  return resources.map((resource) => ({ resource, region: null }));
}

/** A call that is made for each member: it fails for all of them, and for the first alone. */
function ofMembers(
  row: Omit<ApiRow, 'path' | 'requests' | 'member' | 'owners'> & {
    path: (member: string) => string;
    members: [string, ...string[]];
  },
): ApiRow[] {
  const { members, path, ...call } = row;
  const [first, ...others] = members;
  const every: ApiRow = {
    ...call,
    call: `${row.call}, all`,
    path: new RegExp(path(`(?:${members.join('|')})`)),
    requests: members.length,
    owners: true,
  };
  const one: ApiRow = {
    ...every,
    call: `${row.call}, one`,
    path: new RegExp(path(first)),
    requests: 1,
    member: first,
  };
  return others.length === 0 ? [every] : [every, one];
}
