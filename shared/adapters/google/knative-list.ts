import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { type ListEnd, readPages } from './pages.ts';
import type { ReaderContext } from './reader.ts';

/** Follows a list of Cloud Run's v1 API, whose pages are told apart by `metadata.continue`. */
export function readKnativeList(
  { transport, signal }: Pick<ReaderContext, 'transport' | 'signal'>,
  { path, take }: { path: string; take: (items: JsonObject[]) => void },
): Promise<ListEnd> {
  return readPages({
    ask: (token) =>
      transport.get({
        host: 'run.googleapis.com',
        path,
        ...(token === null ? {} : { query: { continue: token } }),
        signal,
      }),
    items: 'items',
    take,
    nextToken: (page) => (isObject(page.metadata) ? page.metadata.continue : undefined),
  });
}
