import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { revisionsOf } from './api-run-v1.ts';
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
  /** Also the revisions of each service. */
  revisions?: boolean;
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
      ...optionalFiles(project),
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
      return [policy, ...(options.describe ? [one] : []), ...(options.revisions ? [revisions] : [])];
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

function secretFiles(project: SimulatedProject): File[] {
  const secrets = [...project.secrets].filter(([name]) => !name.includes('/'));
  return [
    ['secrets.json', secrets.map(([, { document }]) => document)],
    ...secrets.flatMap(([name, { versions, policy }]): File[] => [
      [`secret-versions/${name}.json`, versions],
      [`secret-iam/${name}.json`, withPrintedEtag(policy)],
    ]),
  ];
}

function optionalFiles(project: SimulatedProject): File[] {
  const { domainMappings, logEntries } = project;
  return [
    ...(domainMappings.length > 0 ? [['domain-mappings.json', domainMappings] as File] : []),
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
