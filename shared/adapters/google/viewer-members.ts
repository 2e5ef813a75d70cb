import type { ListedKind, MemberList } from '../../doctor/probe.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { isGap } from '../../snapshot/model.ts';
import { readPages, withoutUnreachable } from './pages.ts';
import { nameless, shortName } from './reader.ts';
import { listSecretRegions, secretsOf } from './secret-places.ts';
import type { Transport } from './transport.ts';

/** A member as it is asked for: the region of a service, job or worker pool stands in its label. */
type Member = { name: string; region: string | null };

/** What lists are asked for with. */
interface Asking {
  transport: Transport;
  signal: AbortSignal;
}

/** How members are listed, and what tells one of them. */
interface Listing {
  host: string;
  path: string;
  items: string;
  /** Parameters of a page: its size where it is needed, and where to go on. */
  query: (token: string | null) => Record<string, string>;
  nextToken?: (page: JsonObject) => unknown;
  member: (item: JsonObject) => Member | null;
  /** What they are called where one has no name. */
  what: string;
}

const LISTINGS: Record<Exclude<ListedKind, 'secret'>, (project: string) => Listing> = {
  service: (project) => knative('services', `/v1/projects/${project}/locations/-/services`),
  job: (project) => knative('jobs', `/apis/run.googleapis.com/v1/namespaces/${project}/jobs`),
  workerPool: (project) =>
    knative('worker pools', `/apis/run.googleapis.com/v1/namespaces/${project}/workerpools`),
  serviceAccount: (project) => ({
    host: 'iam.googleapis.com',
    path: `/v1/projects/${project}/serviceAccounts`,
    items: 'accounts',
    query: paged(100),
    member: (item) => memberOf(textOf(item.email), null),
    what: 'accounts',
  }),
  apiKey: (project) => ({
    host: 'apikeys.googleapis.com',
    path: `/v2/projects/${project}/locations/global/keys`,
    items: 'keys',
    query: paged(300),
    member: (item) => memberOf(shortName(item), null),
    what: 'keys',
  }),
};

/** Names everything a project holds of one kind, all pages of it; a list that is not whole is a gap. */
export function listMembers(asking: Asking, project: string, kind: ListedKind): Promise<MemberList> {
  return kind === 'secret' ? listSecrets(asking, project) : readListing(asking, LISTINGS[kind](project));
}

/** The global ones, and those of every region that secrets can live in. */
async function listSecrets(asking: Asking, project: string): Promise<MemberList> {
  const [offered, everywhere] = await Promise.all([
    listSecretRegions(asking, project),
    readListing(asking, secretListing(project, null)),
  ]);
  if (!everywhere.ok) return everywhere;
  if (!offered.ok) return offered;
  const regions = await Promise.all(
    offered.regions.map((region) => readListing(asking, secretListing(project, region))),
  );
  // Where there is no endpoint there is no secret either.
  const failed = regions.find((list) => !list.ok && isGap(list.gap));
  if (failed !== undefined) return failed;
  return { ok: true, members: [everywhere, ...regions].flatMap((list) => (list.ok ? list.members : [])) };
}

async function readListing(
  { transport, signal }: Asking,
  { host, path, items, query, nextToken, member, what }: Listing,
): Promise<MemberList> {
  const members: (Member | null)[] = [];
  const end = await readPages({
    ask: (token) => transport.get({ host, path, query: query(token), signal }),
    items,
    take: (page) => members.push(...page.map(member)),
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  const whole = withoutUnreachable(end, host);
  if (!whole.ok) return whole;
  const named = members.filter((one) => one !== null);
  return named.length === members.length ? { ok: true, members: named } : { ok: false, gap: nameless(what) };
}

/** A list of Cloud Run's v1 API, which holds those of all regions. */
function knative(what: string, path: string): Listing {
  return {
    host: 'run.googleapis.com',
    path,
    items: 'items',
    query: (token) => (token === null ? {} : { continue: token }),
    nextToken: (page) => (isObject(page.metadata) ? page.metadata.continue : undefined),
    member: knativeMember,
    what,
  };
}

function secretListing(project: string, region: string | null): Listing {
  return {
    ...secretsOf(project, region),
    items: 'secrets',
    query: paged(1000),
    member: (item) => memberOf(shortName(item), region),
    what: 'secrets',
  };
}

function paged(pageSize: number): Listing['query'] {
  return (pageToken) => ({
    pageSize: String(pageSize),
    ...(pageToken === null ? {} : { pageToken }),
  });
}

function knativeMember({ metadata }: JsonObject): Member | null {
  const { name, labels } = isObject(metadata) ? metadata : {};
  const region = isObject(labels) ? textOf(labels['cloud.googleapis.com/location']) : null;
  return region === null ? null : memberOf(textOf(name), region);
}

function memberOf(name: string | null, region: string | null): Member | null {
  return name === null ? null : { name, region };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
