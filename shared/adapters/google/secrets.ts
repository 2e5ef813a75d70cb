import type { ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import { createMemberReader } from './members.ts';
import { listOutcome, readNamedList } from './named-list.ts';
import { readPages, withoutUnreachable } from './pages.ts';
import { readPolicy } from './policies.ts';
import type { Reader, ReaderContext } from './reader.ts';

const SECRETS: ScopeRef = { resource: 'secretmanager.secrets', region: null };
const VERSIONS: ScopeRef = { resource: 'secretmanager.versions', region: null };
const POLICIES: ScopeRef = { resource: 'secretmanager.secrets.iamPolicy', region: null };
const HOST = 'secretmanager.googleapis.com';
/** The API would give 25,000; pages of this size keep memory flat. */
const PAGE_SIZE = 1000;

/** Reads the project's secrets, and of each its versions and its policy; never a payload. */
export const readSecrets: Reader = async (context) => {
  const path = `/v1/projects/${context.target.project}/secrets`;
  const versions = createMemberReader({
    scope: VERSIONS,
    members: 'secrets',
    read: (secret) => readVersions(context, `${path}/${secret}/versions`, secret),
  });
  const policies = createMemberReader({
    scope: POLICIES,
    members: 'secrets',
    read: (secret) =>
      readPolicy(context, { ...POLICIES, name: secret, host: HOST, path: `${path}/${secret}` }),
  });
  const each = (secret: string): void => {
    versions.add(secret);
    policies.add(secret);
  };
  const end = await readNamedList(context, {
    scope: SECRETS,
    host: HOST,
    path,
    items: 'secrets',
    pageSize: PAGE_SIZE,
    each,
  });
  return [listOutcome(SECRETS, end), await versions.outcome(end), await policies.outcome(end)];
};

/** All versions of one secret are one document, so it is handed over only when the list is at its end. */
async function readVersions(context: ReaderContext, path: string, secret: string): Promise<Gap | null> {
  const versions: JsonObject[] = [];
  const list = await readPages({
    ask: (pageToken) =>
      context.transport.get({
        host: HOST,
        path,
        query: { pageSize: String(PAGE_SIZE), ...(pageToken === null ? {} : { pageToken }) },
        signal: context.signal,
      }),
    items: 'versions',
    take: (page) => versions.push(...page),
  });
  const end = withoutUnreachable(list, HOST);
  if (!end.ok) {
    return end.gap;
  }
  context.emit({ ...VERSIONS, name: secret, body: versions });
  return null;
}
