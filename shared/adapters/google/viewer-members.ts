import type { ListedKind, MemberList } from '../../doctor/probe.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { readPages, withoutUnreachable } from './pages.ts';
import { nameless, shortName } from './reader.ts';
import type { Transport } from './transport.ts';

/** A member as it is asked for: the region of a service stands in its label. */
type Member = { name: string; region: string | null };

/** How the members of a project are listed, and what tells one of them. */
interface Listing {
  host: string;
  path: (project: string) => string;
  items: string;
  /** Parameters of a page: its size where it is needed, and where to go on. */
  query: (token: string | null) => Record<string, string>;
  nextToken?: (page: JsonObject) => unknown;
  member: (item: JsonObject) => Member | null;
}

const LISTINGS: Record<ListedKind, Listing> = {
  service: {
    host: 'run.googleapis.com',
    path: (project) => `/v1/projects/${project}/locations/-/services`,
    items: 'items',
    query: (token) => (token === null ? {} : { continue: token }),
    nextToken: (page) => (isObject(page.metadata) ? page.metadata.continue : undefined),
    member: serviceMember,
  },
  secret: {
    host: 'secretmanager.googleapis.com',
    path: (project) => `/v1/projects/${project}/secrets`,
    items: 'secrets',
    query: paged(1000),
    member: (item) => memberOf(shortName(item)),
  },
  serviceAccount: {
    host: 'iam.googleapis.com',
    path: (project) => `/v1/projects/${project}/serviceAccounts`,
    items: 'accounts',
    query: paged(100),
    member: (item) => memberOf(textOf(item.email)),
  },
  apiKey: {
    host: 'apikeys.googleapis.com',
    path: (project) => `/v2/projects/${project}/locations/global/keys`,
    items: 'keys',
    query: paged(300),
    member: (item) => memberOf(shortName(item)),
  },
};

/** Names everything a project holds of one kind, all pages of it; a list that is not whole is a gap. */
export async function listMembers(
  transport: Transport,
  { project, kind }: { project: string; kind: ListedKind },
  signal: AbortSignal,
): Promise<MemberList> {
  const { host, path, items, query, nextToken, member } = LISTINGS[kind];
  const members: (Member | null)[] = [];
  const end = await readPages({
    ask: (token) => transport.get({ host, path: path(project), query: query(token), signal }),
    items,
    take: (page) => members.push(...page.map(member)),
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  const whole = withoutUnreachable(end, host);
  if (!whole.ok) return whole;
  const named = members.filter((one) => one !== null);
  return named.length === members.length
    ? { ok: true, members: named }
    : { ok: false, gap: nameless(kind === 'service' ? 'services' : items) };
}

function paged(pageSize: number): Listing['query'] {
  return (pageToken) => ({
    pageSize: String(pageSize),
    ...(pageToken === null ? {} : { pageToken }),
  });
}

function serviceMember({ metadata }: JsonObject): Member | null {
  const { name, labels } = isObject(metadata) ? metadata : {};
  const region = isObject(labels) ? textOf(labels['cloud.googleapis.com/location']) : null;
  const short = textOf(name);
  return short === null || region === null ? null : { name: short, region };
}

function memberOf(name: string | null): Member | null {
  return name === null ? null : { name, region: null };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
