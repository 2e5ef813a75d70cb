import type { RawDocument } from '../../shared/estate/source.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import type { OfficialClients } from './clients.ts';

export type Raw = RawDocument & { project: string };

/**
 * IAM and Resource Manager have no client with protos for what the monitor reads; these are generated from
 * Google's discovery documents. They decode nothing, so what they prove is which requests are right.
 */
export async function readAccounts({ iam }: OfficialClients, project: string): Promise<Raw[]> {
  const accounts: object[] = [];
  let pageToken: string | undefined;
  do {
    const asked = {
      name: `projects/${project}`,
      pageSize: 2,
      ...(pageToken === undefined ? {} : { pageToken }),
    };
    const { data } = await iam.projects.serviceAccounts.list(asked);
    accounts.push(...(data.accounts ?? []));
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
  return accounts.map((account): Raw => {
    const body = account as JsonObject;
    return { project, resource: 'iam.serviceAccounts', region: null, name: String(body.email), body };
  });
}

/** The user-managed keys of each account. */
export async function readKeys(clients: OfficialClients, project: string): Promise<Raw[]> {
  const accounts = await readAccounts(clients, project);
  return Promise.all(
    accounts.map(async ({ name: email }): Promise<Raw> => {
      const name = `projects/${project}/serviceAccounts/${email}`;
      const { data } = await clients.iam.projects.serviceAccounts.keys.list({
        name,
        keyTypes: ['USER_MANAGED'],
      });
      const place = { project, resource: 'iam.serviceAccountKeys', region: null, name: email } as const;
      return { ...place, body: data.keys ?? [] };
    }),
  );
}

/** The policy of the project, with its conditions. */
export async function readProjectPolicy({ projects }: OfficialClients, project: string): Promise<Raw[]> {
  const { data } = await projects.projects.getIamPolicy({
    resource: `projects/${project}`,
    requestBody: { options: { requestedPolicyVersion: 3 } },
  });
  const place = { project, resource: 'resourcemanager.projects.iamPolicy', region: null } as const;
  return [{ ...place, name: project, body: data }];
}
