import type { ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { listOutcome, readNamedList } from './named-list.ts';
import { type Reader, readScopes, shortName } from './reader.ts';

const SCOPE: ScopeRef = { resource: 'apikeys.keys', region: null };

/** Reads the API keys' names and restrictions; the answer never holds a key string. */
export const readApiKeys: Reader = (context) =>
  readScopes(context, [SCOPE], async () => {
    const end = await readNamedList(context, {
      scope: SCOPE,
      host: 'apikeys.googleapis.com',
      path: `/v2/projects/${context.target.project}/locations/global/keys`,
      items: 'keys',
      pageSize: 300,
      nameOf: uidOf,
    });
    return [listOutcome(SCOPE, end)];
  });

function uidOf(key: JsonObject): string | null {
  const uid = key.uid;
  return typeof uid === 'string' && uid !== '' ? uid : shortName(key);
}
