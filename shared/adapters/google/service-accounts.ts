import type { ScopeRef } from '../../estate/source.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { type Trouble, troubleOf } from './members.ts';
import { readOwners } from './owners.ts';
import { type Reader, type ReaderContext, readScopes } from './reader.ts';

const ACCOUNTS: ScopeRef = { resource: 'iam.serviceAccounts', region: null };
const KEYS: ScopeRef = { resource: 'iam.serviceAccountKeys', region: null };
const HOST = 'iam.googleapis.com';
/** The API's maximum. */
const PAGE_SIZE = 100;

/** Reads the project's service accounts and the user-managed keys of each; system-managed ones rotate by themselves. */
export const readServiceAccounts: Reader = (context) => {
  const path = `/v1/projects/${context.target.project}/serviceAccounts`;
  const list = {
    scope: ACCOUNTS,
    host: HOST,
    path,
    items: 'accounts',
    pageSize: PAGE_SIZE,
    nameOf: emailOf,
  };
  return readScopes(context, [ACCOUNTS, KEYS], () =>
    readOwners(context, list, [
      {
        scope: KEYS,
        members: 'service accounts',
        read: (account) => readKeys(context, `${path}/${account}/keys`, account),
      },
    ]),
  );
};

function emailOf(account: JsonObject): string | null {
  const email = account.email;
  return typeof email === 'string' && email !== '' ? email : null;
}

async function readKeys(context: ReaderContext, path: string, account: string): Promise<Trouble | null> {
  const answer = await context.transport.get({
    host: HOST,
    path,
    query: { keyTypes: 'USER_MANAGED' },
    signal: context.signal,
  });
  if (!answer.ok) {
    return troubleOf(answer);
  }
  const keys = answer.body.keys ?? [];
  if (!Array.isArray(keys) || !keys.every(isObject)) {
    const detail = `Google's list of keys of ${account} is not a list`;
    return { gap: { status: 'ERROR', detail }, missing: false };
  }
  context.emit({ ...KEYS, name: account, body: keys });
  return null;
}
