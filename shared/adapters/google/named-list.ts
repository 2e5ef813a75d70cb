import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { type ListEnd, readPages, withoutUnreachable } from './pages.ts';
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
  each?: (name: string) => void;
}

/** Hands over every item of a list while its pages arrive. A list with places that did not answer was not read. */
export async function readNamedList(context: ReaderContext, list: NamedList): Promise<ListEnd> {
  let unnamed = false;
  const take = (items: JsonObject[]): void => {
    for (const body of items) {
      const name = (list.nameOf ?? shortName)(body);
      unnamed ||= name === null;
      if (name !== null) {
        context.emit({ ...list.scope, name, body });
        list.each?.(name);
      }
    }
  };
  const end = await readPages({ ask: asker(context, list), items: list.items, take });
  const whole = withoutUnreachable(end, list.host);
  return whole.ok && unnamed ? { ok: false, gap: nameless(list.items) } : whole;
}

/** The outcome of the scope a list fills. */
export function listOutcome(scope: ScopeRef, end: ListEnd): ScopeOutcome {
  return end.ok ? readWhole(scope) : notRead(scope, end.gap);
}

function asker({ transport, signal }: ReaderContext, { host, path, pageSize }: NamedList) {
  return (pageToken: string | null) =>
    transport.get({
      host,
      path,
      query: { pageSize: String(pageSize), ...(pageToken === null ? {} : { pageToken }) },
      signal,
    });
}
