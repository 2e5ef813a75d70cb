import { ApiKeysClient } from '@google-cloud/apikeys';
import { JobsClient, RevisionsClient, ServicesClient, WorkerPoolsClient } from '@google-cloud/run';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { cloudresourcemanager, type cloudresourcemanager_v3 } from '@googleapis/cloudresourcemanager';
import { iam, type iam_v1 } from '@googleapis/iam';
import type { GoogleSimulator } from '../simulator/google.ts';

/** Google's own clients, which share no line with the monitor's transport, readers or types. */
export interface OfficialClients {
  run: ServicesClient;
  revisions: RevisionsClient;
  jobs: JobsClient;
  workerPools: WorkerPoolsClient;
  secrets: SecretManagerServiceClient;
  apiKeys: ApiKeysClient;
  iam: iam_v1.Iam;
  projects: cloudresourcemanager_v3.Cloudresourcemanager;
  close(): Promise<void>;
}

/** What a client needs of an identity: headers, and where it is. */
const identity = {
  getClient: async () => identity,
  getRequestHeaders: async () => new Headers({ authorization: 'Bearer simulated' }),
  getUniverseDomain: async () => 'googleapis.com',
  fetch: (url: string, init: RequestInit) => fetch(url, init),
};

/** Answers clients that read a simulator over REST. */
export function openClients(google: GoogleSimulator): OfficialClients {
  const options = {
    fallback: true as const,
    protocol: 'http',
    apiEndpoint: '127.0.0.1',
    port: google.port,
    auth: identity as never,
  };
  const clients = {
    run: new ServicesClient(options),
    revisions: new RevisionsClient(options),
    jobs: new JobsClient(options),
    workerPools: new WorkerPoolsClient(options),
    secrets: new SecretManagerServiceClient(options),
    apiKeys: new ApiKeysClient(options),
  };
  const at = (host: string) => ({ rootUrl: `${google.url}/${host}/` });
  return {
    ...clients,
    iam: iam({ version: 'v1', ...at('iam.googleapis.com') }),
    projects: cloudresourcemanager({ version: 'v3', ...at('cloudresourcemanager.googleapis.com') }),
    close: async () => {
      await Promise.all(Object.values(clients).map((client) => client.close()));
    },
  };
}
