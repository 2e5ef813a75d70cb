import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { type ListEnd, type PagedList, readPages, withoutUnreachable } from './pages.ts';
import { nameless, notRead, type ReaderContext, readWhole, shortName } from './reader.ts';

/** A list whose every item is a document of one scope. */
export interface NamedList {
  scope: ScopeRef;
  host: string;
  path: string;
  /** Where the items stand in a page: `secrets`. */
  items: string;
  pageSize: number;
  /** The name an item is known by; the last segment of its `name` unless given. */
  nameOf?: (item: JsonObject) => string | null;
  /** Told of each item as its page arrives. */
  each?: (name: string, item: JsonObject) => void;
}

/** Hands over every item of a list while its pages arrive. A list with places that did not answer was not read. */
export async function readNamedList(context: ReaderContext, list: NamedList): Promise<ListEnd> {
  let unnamed = false;
  const take = (items: JsonObject[]): void => {
    for (const body of items) {
      const name = nameOf(list, body);
      unnamed ||= name === null;
      if (name !== null) {
        context.emit({ ...list.scope, name, body });
        list.each?.(name, body);
      }
    }
  };
  const end = await readPages({ ...pagesOf(context, list), take });
  const whole = withoutUnreachable(end, list.host);
  return whole.ok && unnamed ? { ok: false, gap: nameless(list.items) } : whole;
}

/** The outcome of the scope a list fills; `gone` are those of it that were deleted meanwhile. */
export function listOutcome(scope: ScopeRef, end: ListEnd, gone: string[] = []): ScopeOutcome {
  return end.ok ? readWhole(scope, gone) : notRead(scope, end.gap);
}

/** The name an item of the list is known by; null where it has none. */
export function nameOf(list: NamedList, item: JsonObject): string | null {
  return (list.nameOf ?? shortName)(item);
}

/** How the pages of the list are asked for. */
export function pagesOf(
  { transport, signal }: ReaderContext,
  { host, path, items, pageSize }: Pick<NamedList, 'host' | 'path' | 'items' | 'pageSize'>,
): Pick<PagedList, 'ask' | 'items'> {
  return {
    items,
    ask: (pageToken) =>
      transport.get({
        host,
        path,
        query: { pageSize: String(pageSize), ...(pageToken === null ? {} : { pageToken }) },
        signal,
      }),
  };
}
