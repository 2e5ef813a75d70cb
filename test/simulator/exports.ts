import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { revisionsOf, workloadsOf } from './api-run-v1.ts';
import type { SimulatedEstate } from './estate.ts';
import { toKnative } from './knative.ts';
import type { SimulatedProject } from './model.ts';
import { EMPTY_POLICY } from './policies.ts';
import type { V2Service } from './run-types.ts';

export interface ExportOptions {
  /** `v1`: what gcloud prints (default); `v2`: the REST list. */
  services?: 'v1' | 'v2';
  /** Also one document for each service, as `describe` prints it. */
  describe?: boolean;
  /** The revisions of every service, or of none; of those whose template does not serve unless given. */
  revisions?: boolean;
  /** The lists of jobs, worker pools and domain mappings, also where they are empty, as the export script leaves them. */
  lists?: boolean;
}

type File = [path: string, content: unknown];

/** Writes an estate as the files gcloud prints, one folder a project: input for `--from DIR`. */
export async function writeExports(
  estate: SimulatedEstate,
  dir: string,
  options: ExportOptions = {},
): Promise<void> {
  for (const project of estate.projects.values()) {
    const files = [
      ...runFiles(project, estate.services(project.id), options),
      ...accountFiles(project),
      ...secretFiles(project),
      ...optionalFiles(project, options),
    ];
    await Promise.all(files.map(([path, content]) => writeJson(join(dir, project.id, path), content)));
  }
}

function runFiles(project: SimulatedProject, services: V2Service[], options: ExportOptions): File[] {
  const asV1 = services.map((service) => toKnative(service, project));
  const list = options.services === 'v2' ? (services.length === 0 ? {} : { services }) : asV1;
  return [
    ['run-services.json', list],
    ...services.flatMap((service, index): File[] => {
      const [, , , region, , name] = service.name.split('/');
      const one: File = [`run-services/${name}.json`, options.services === 'v2' ? service : asV1[index]];
      const policy: File = [
        `run-iam/${name}.json`,
        project.servicePolicies.get(`${region}/${name}`) ?? EMPTY_POLICY,
      ];
      const revisions: File = [`run-revisions/${name}.json`, revisionsOf(project, service)];
      const needed = options.revisions ?? olderServes(service);
      return [policy, ...(options.describe ? [one] : []), ...(needed ? [revisions] : [])];
    }),
  ];
}

function accountFiles(project: SimulatedProject): File[] {
  return [
    ['project-iam.json', withPrintedEtag(project.policy)],
    ['service-accounts.json', [...project.serviceAccounts.values()].map(accountAsPrinted)],
    ...[...project.keys].map(([email, keys]): File => [`service-account-keys/${email}.json`, keys]),
    ['api-keys.json', [...project.apiKeys.values()].map(({ document }) => document)],
  ];
}

/** Global secrets, and for each region that has some the files that name it. */
function secretFiles(project: SimulatedProject): File[] {
  const places = Map.groupBy(project.secrets, ([key]) => (key.includes('/') ? key.split('/')[0] : ''));
  return ['', ...[...places.keys()].filter((place) => place !== '')].flatMap((place): File[] => {
    const secrets = places.get(place) ?? [];
    const at = place === '' ? '' : `.${place}`;
    return [
      [`secrets${at}.json`, secrets.map(([, { document }]) => document)],
      ...secrets.flatMap(([key, { versions, policy }]): File[] => {
        const name = `${key.split('/').at(-1)}${at}`;
        return [
          [`secret-versions/${name}.json`, versions],
          [`secret-iam/${name}.json`, withPrintedEtag(policy)],
        ];
      }),
    ];
  });
}

/** Whether a revision that is not the newest takes traffic. */
function olderServes({ trafficStatuses, latestReadyRevision, latestCreatedRevision }: V2Service): boolean {
  return (trafficStatuses ?? []).some(({ revision, percent = 0 }) => {
    const serving = revision ?? latestReadyRevision?.split('/').at(-1);
    return percent > 0 && serving !== latestCreatedRevision.split('/').at(-1);
  });
}

function optionalFiles(project: SimulatedProject, { lists = false }: ExportOptions): File[] {
  const { domainMappings, logEntries } = project;
  const files: [string, JsonObject[]][] = [
    ['run-jobs.json', workloadsOf(project, 'jobs')],
    ['run-worker-pools.json', workloadsOf(project, 'workerPools')],
    ['domain-mappings.json', domainMappings],
  ];
  return [
    ...files.filter(([, list]) => lists || list.length > 0),
    ...(logEntries.length > 0 ? [['audit-log.json', logEntries] as File] : []),
  ];
}

/** gcloud prints bytes in the URL-safe alphabet. */
function withPrintedEtag<T extends { etag: string }>(document: T): T {
  return { ...document, etag: document.etag.replaceAll('+', '-').replaceAll('/', '_') };
}

/** gcloud says of an account that it is not disabled, where the API says nothing. */
function accountAsPrinted(account: JsonObject): JsonObject {
  return withPrintedEtag({ disabled: false, ...account, etag: String(account.etag) });
}

async function writeJson(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
}
