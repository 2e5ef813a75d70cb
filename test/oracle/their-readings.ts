import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { ResourceClass } from '../../shared/snapshot/model.ts';
import { ENVIRONMENTS } from '../simulator/jualuma-facts.ts';
import type { OfficialClients } from './clients.ts';
import { toDocument } from './proto-json.ts';
import { canonicalOf, type Documents, REGIONS } from './readings.ts';
import { type Raw, readAccounts, readKeys, readProjectPolicy } from './rest-readings.ts';

type Read = (clients: OfficialClients, project: string) => Promise<Raw[]>;

const options = { requestedPolicyVersion: 3 };

/** How the official clients read each class they know; a class with a client has a row here. */
const READS: Partial<Record<ResourceClass, Read>> = {
  'run.services': readServices,
  'run.services.iamPolicy': (clients, project) => readPolicies(clients.run, readServices(clients, project)),
  'run.revisions': readServing,
  'run.jobs': readJobs,
  'run.jobs.iamPolicy': (clients, project) => readPolicies(clients.jobs, readJobs(clients, project)),
  'run.workerPools': readPools,
  'run.workerPools.iamPolicy': (clients, project) =>
    readPolicies(clients.workerPools, readPools(clients, project)),
  'secretmanager.secrets': readSecrets,
  'secretmanager.versions': readVersions,
  'secretmanager.secrets.iamPolicy': readSecretPolicies,
  'apikeys.keys': readApiKeys,
  'iam.serviceAccounts': readAccounts,
  'iam.serviceAccountKeys': readKeys,
  'resourcemanager.projects.iamPolicy': readProjectPolicy,
};

export const THEIR_CLASSES = Object.keys(READS) as ResourceClass[];

/** What the official clients read of the whole estate, in canonical form. */
export async function captureTheirs(clients: OfficialClients): Promise<Documents> {
  const projects = ENVIRONMENTS.map(({ project }) => project);
  const reads = projects.flatMap((project) => Object.values(READS).map((read) => read(clients, project)));
  return canonicalOf((await Promise.all(reads)).flat());
}

function readServices({ run }: OfficialClients, project: string): Promise<Raw[]> {
  return inEachRegion(project, async (parent) => {
    const [services] = await run.listServices({ parent });
    return services.map((service) => toDocument('run:google.cloud.run.v2.Service', service));
  }).then((found) => found.map((raw) => ({ ...raw, resource: 'run.services' })));
}

function readJobs({ jobs }: OfficialClients, project: string): Promise<Raw[]> {
  return inEachRegion(project, async (parent) => {
    const [found] = await jobs.listJobs({ parent });
    return found.map((job) => toDocument('run:google.cloud.run.v2.Job', job));
  }).then((found) => found.map((raw) => ({ ...raw, resource: 'run.jobs' })));
}

function readPools({ workerPools }: OfficialClients, project: string): Promise<Raw[]> {
  return inEachRegion(project, async (parent) => {
    const [pools] = await workerPools.listWorkerPools({ parent });
    return pools.map((pool) => toDocument('run:google.cloud.run.v2.WorkerPool', pool));
  }).then((found) => found.map((raw) => ({ ...raw, resource: 'run.workerPools' })));
}

type Found = Omit<Raw, 'resource' | 'body'> & { body: JsonObject };

async function inEachRegion(
  project: string,
  list: (parent: string) => Promise<JsonObject[]>,
): Promise<Found[]> {
  const lists = REGIONS.map(async (region) => {
    const bodies = await list(`projects/${project}/locations/${region}`);
    return bodies.map((body): Found => ({ project, region, name: lastOf(body), body }));
  });
  return (await Promise.all(lists)).flat();
}

type PolicyClient = Pick<OfficialClients['run'], 'getIamPolicy'>;

async function readPolicies(client: PolicyClient, owners: Promise<Raw[]>): Promise<Raw[]> {
  return Promise.all(
    (await owners).map(async (owner): Promise<Raw> => {
      const [policy] = await client.getIamPolicy({
        resource: String((owner.body as JsonObject).name),
        options,
      });
      const body = toDocument('run:google.iam.v1.Policy', policy);
      return { ...owner, resource: `${owner.resource as 'run.jobs'}.iamPolicy`, body };
    }),
  );
}

/** The revisions that take traffic though there is a newer one: a service that serves its template has none. */
async function readServing(clients: OfficialClients, project: string): Promise<Raw[]> {
  const services = await readServices(clients, project);
  const served = services.map(async ({ region, name, body }): Promise<Raw[]> => {
    const service = body as ServedService;
    const newest = service.latestCreatedRevision.split('/').at(-1);
    const ready = service.latestReadyRevision?.split('/').at(-1);
    const taking = (service.trafficStatuses ?? []).filter(({ percent }) => (percent ?? 0) > 0);
    const names = new Set(taking.map(({ revision }) => revision ?? ready).filter((one) => one !== newest));
    const revisions = await Promise.all(
      [...names].map(async (revision) => {
        const [found] = await clients.revisions.getRevision({
          name: `${service.name}/revisions/${revision}`,
        });
        return toDocument('run:google.cloud.run.v2.Revision', found);
      }),
    );
    if (revisions.length === 0) return [];
    return [{ project, resource: 'run.revisions', region, name, body: { revisions } }];
  });
  return (await Promise.all(served)).flat();
}

interface ServedService {
  name: string;
  latestCreatedRevision: string;
  latestReadyRevision?: string;
  trafficStatuses?: { percent?: number; revision?: string }[];
}

async function readSecrets({ secrets }: OfficialClients, project: string): Promise<Raw[]> {
  const [found] = await secrets.listSecrets({ parent: `projects/${project}` });
  return found.map((secret): Raw => {
    const body = toDocument('secret-manager:google.cloud.secretmanager.v1.Secret', secret);
    return { project, resource: 'secretmanager.secrets', region: null, name: lastOf(body), body };
  });
}

async function readVersions(clients: OfficialClients, project: string): Promise<Raw[]> {
  return ofEachSecret(clients, project, async (name): Promise<Raw> => {
    const [versions] = await clients.secrets.listSecretVersions({
      parent: `projects/${project}/secrets/${name}`,
    });
    const body = versions.map((version) =>
      toDocument('secret-manager:google.cloud.secretmanager.v1.SecretVersion', version),
    );
    return { project, resource: 'secretmanager.versions', region: null, name, body };
  });
}

async function readSecretPolicies(clients: OfficialClients, project: string): Promise<Raw[]> {
  return ofEachSecret(clients, project, async (name): Promise<Raw> => {
    const resource = `projects/${project}/secrets/${name}`;
    const [policy] = await clients.secrets.getIamPolicy({ resource, options });
    const body = toDocument('secret-manager:google.iam.v1.Policy', policy);
    return { project, resource: 'secretmanager.secrets.iamPolicy', region: null, name, body };
  });
}

async function ofEachSecret(
  clients: OfficialClients,
  project: string,
  read: (name: string) => Promise<Raw>,
): Promise<Raw[]> {
  const secrets = await readSecrets(clients, project);
  return Promise.all(secrets.map(({ name }) => read(name)));
}

async function readApiKeys({ apiKeys }: OfficialClients, project: string): Promise<Raw[]> {
  const [keys] = await apiKeys.listKeys({ parent: `projects/${project}/locations/global` });
  return keys.map((key): Raw => {
    const body = toDocument('apikeys:google.api.apikeys.v2.Key', key);
    return { project, resource: 'apikeys.keys', region: null, name: lastOf(body), body };
  });
}

function lastOf({ name }: JsonObject): string {
  return String(name).split('/').at(-1) ?? '';
}
