import { isObject, type JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import type { Answer } from './answer.ts';
import { gapOf } from './outcome.ts';

/** How a paged list is asked for and what is done with it. */
export interface PagedList {
  /** Asks for one page; null for the first. */
  ask: (pageToken: string | null) => Promise<Answer>;
  /** Where the items stand in a page. */
  items: string;
  /** Takes the items of a page as it arrives. */
  take: (items: JsonObject[]) => void;
  /** Where the next token stands; `nextPageToken` unless given. */
  nextToken?: (page: JsonObject) => unknown;
}

/** A list that was read to its end, with the places that did not answer; or why it was not. */
export type ListEnd = { ok: true; unreachable: string[] } | { ok: false; gap: Gap };

/**
 * Follows a list to its end, over empty pages too. A list of which any page is missing or is not a list
 * is a gap, whatever arrived before.
 */
export async function readPages(list: PagedList): Promise<ListEnd> {
  const unreachable = new Set<string>();
  const seen = new Set<string>();
  for (let token: string | null = null; ; ) {
    const answer = await list.ask(token);
    if (!answer.ok) {
      return { ok: false, gap: laterPage(gapOf(answer), seen.size) };
    }
    const page = parsePage(answer.body, list);
    if (page === null || (page.next !== null && seen.has(page.next))) {
      return { ok: false, gap: broken(list.items, page === null ? 'is not a list' : 'repeats a page') };
    }
    for (const place of page.unreachable) {
      unreachable.add(place);
    }
    list.take(page.items);
    if (page.next === null) {
      return { ok: true, unreachable: [...unreachable].sort() };
    }
    seen.add(page.next);
    token = page.next;
  }
}

/** A list that leaves out places is not whole either, where nobody looks at those places one by one. */
export function withoutUnreachable(end: ListEnd, host: string): ListEnd {
  if (!end.ok || end.unreachable.length === 0) {
    return end;
  }
  const detail = `${host} left out what is in ${end.unreachable.join(', ')}: it did not answer`;
  return { ok: false, gap: { status: 'UNREACHABLE', detail } };
}

interface Page {
  items: JsonObject[];
  next: string | null;
  unreachable: string[];
}

function parsePage(body: JsonObject, { items: key, nextToken }: PagedList): Page | null {
  const items = body[key] ?? [];
  const next = (nextToken === undefined ? body.nextPageToken : nextToken(body)) ?? '';
  const unreachable = body.unreachable ?? [];
  if (!isListOf(items, isObject) || typeof next !== 'string' || !isListOf(unreachable, isText)) {
    return null;
  }
  return { items, next: next === '' ? null : next, unreachable };
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(is);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function laterPage(gap: Gap, pagesRead: number): Gap {
  return pagesRead === 0 ? gap : { ...gap, detail: `${gap.detail} (page ${pagesRead + 1} of the list)` };
}

function broken(items: string, what: string): Gap {
  return { status: 'ERROR', detail: `Google's list of ${items} ${what}, so what it holds is not known` };
}
