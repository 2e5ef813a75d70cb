import type { ScopeRef } from '../../estate/source.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import { createMemberReader } from './members.ts';
import { listOutcome, readNamedList } from './named-list.ts';
import { gapOf } from './outcome.ts';
import type { Reader, ReaderContext } from './reader.ts';

const ACCOUNTS: ScopeRef = { resource: 'iam.serviceAccounts', region: null };
const KEYS: ScopeRef = { resource: 'iam.serviceAccountKeys', region: null };
const HOST = 'iam.googleapis.com';
/** The API's maximum. */
const PAGE_SIZE = 100;

/** Reads the project's service accounts and the user-managed keys of each; system-managed ones rotate by themselves. */
export const readServiceAccounts: Reader = async (context) => {
  const path = `/v1/projects/${context.target.project}/serviceAccounts`;
  const keys = createMemberReader({
    scope: KEYS,
    members: 'service accounts',
    read: (account) => readKeys(context, `${path}/${account}/keys`, account),
  });
  const end = await readNamedList(context, {
    scope: ACCOUNTS,
    host: HOST,
    path,
    items: 'accounts',
    pageSize: PAGE_SIZE,
    nameOf: emailOf,
    each: keys.add,
  });
  return [listOutcome(ACCOUNTS, end), await keys.outcome(end)];
};

function emailOf(account: JsonObject): string | null {
  const email = account.email;
  return typeof email === 'string' && email !== '' ? email : null;
}

async function readKeys(context: ReaderContext, path: string, account: string): Promise<Gap | null> {
  const answer = await context.transport.get({
    host: HOST,
    path,
    query: { keyTypes: 'USER_MANAGED' },
    signal: context.signal,
  });
  if (!answer.ok) {
    return gapOf(answer);
  }
  const keys = answer.body.keys ?? [];
  if (!Array.isArray(keys) || !keys.every(isObject)) {
    return { status: 'ERROR', detail: `Google's list of keys of ${account} is not a list` };
  }
  context.emit({ ...KEYS, name: account, body: keys });
  return null;
}
