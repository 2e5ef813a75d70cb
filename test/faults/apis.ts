import type { ResourceClass } from '../../shared/snapshot/model.ts';
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
  /** What is blind where the API names a place that did not answer, if that is something else. */
  unreachable?: { region: string; blind: BlindScope[] };
}

const RUN = 'run.googleapis.com';
const IAM = 'iam.googleapis.com';
const SECRETS = 'secretmanager.googleapis.com';
const SERVICES = `^/v2/projects/${PROD}/locations/${REGION}/services`;
const FAR = 'europe-west1';

/** Every call of a pass, and for those made once for each member also one of a single member. */
export const APIS: ApiRow[] = [
  {
    call: 'regions with services (v1)',
    host: RUN,
    path: new RegExp(`^/v1/projects/${PROD}/locations/-/services$`),
    requests: 1,
    permission: 'run.services.list',
    list: true,
    blind: services(null),
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
  {
    call: 'secrets',
    host: SECRETS,
    path: new RegExp(`^/v1/projects/${PROD}/secrets$`),
    requests: 1,
    permission: 'secretmanager.secrets.list',
    list: true,
    blind: global('secretmanager.secrets', 'secretmanager.versions', 'secretmanager.secrets.iamPolicy'),
  },
  ...ofMembers({
    call: 'versions of a secret',
    host: SECRETS,
    path: (member) => `^/v1/projects/${PROD}/secrets/${member}/versions$`,
    members: ['PLAID', 'DB_URL'],
    permission: 'secretmanager.versions.list',
    list: true,
    blind: global('secretmanager.versions'),
  }),
  ...ofMembers({
    call: 'policy of a secret',
    host: SECRETS,
    path: (member) => `^/v1/projects/${PROD}/secrets/${member}:getIamPolicy$`,
    members: ['PLAID', 'DB_URL'],
    permission: 'secretmanager.secrets.getIamPolicy',
    list: false,
    blind: global('secretmanager.secrets.iamPolicy'),
  }),
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

function services(region: string | null): BlindScope[] {
  return [
    { resource: 'run.services', region },
    { resource: 'run.services.iamPolicy', region },
  ];
}

function global(...resources: ResourceClass[]): BlindScope[] {
  return resources.map((resource) => ({ resource, region: null }));
}

/** A call that is made for each member: it fails for all of them, and for the first alone. */
function ofMembers(
  row: Omit<ApiRow, 'path' | 'requests' | 'member'> & {
    path: (member: string) => string;
    members: [string, ...string[]];
  },
): ApiRow[] {
  const { members, path, ...call } = row;
  const [first] = members;
  return [
    {
      ...call,
      call: `${row.call}, all`,
      path: new RegExp(path(`(?:${members.join('|')})`)),
      requests: members.length,
    },
    { ...call, call: `${row.call}, one`, path: new RegExp(path(first)), requests: 1, member: first },
  ];
}
