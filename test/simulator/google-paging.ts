import { type Answer, failure, type ListBody } from './google-answer.ts';

export interface PageRequest {
  /** What the caller asked for; 0 or NaN: the API's default. */
  size: number;
  token: string | undefined;
  /** The API's own default and maximum. */
  byDefault: number;
  maximum: number;
}

export interface Page {
  items: object[];
  nextToken?: string;
}

/** One page of a list, or a 400 for a token nobody gave out. */
export function pageOf(items: object[], request: PageRequest): Page | Answer {
  const position = readToken(request.token);
  if (position === null) return failure(400, 'Invalid page token.');
  const asked = request.size > 0 ? request.size : request.byDefault;
  const end = position.offset + Math.min(asked, request.maximum);
  const more = end < items.length ? { nextToken: pageToken(end, position.page + 1) } : {};
  return { items: items.slice(position.offset, end), ...more };
}

/** The token of a page that begins at an offset. */
export function pageToken(offset: number, page: number): string {
  return Buffer.from(`${offset}:${page}`).toString('base64url');
}

/** Where a token points; null where it is none of ours. No token is the first page. */
export function readToken(token: string | undefined): { offset: number; page: number } | null {
  if (token === undefined || token === '') return { offset: 0, page: 0 };
  const match = Buffer.from(token, 'base64url')
    .toString('latin1')
    .match(/^(\d+):(\d+)$/);
  return match === null ? null : { offset: Number(match[1]), page: Number(match[2]) };
}

/** A page as an answer; an empty one holds no list at all, as with Google. */
export function listAnswer(page: Page | Answer, list: Omit<ListBody, 'items' | 'envelope'>): Answer {
  if ('status' in page) return page;
  const envelope = page.nextToken === undefined ? {} : { nextPageToken: page.nextToken };
  return fromList({ ...list, items: page.items, envelope });
}

/** The answer that prints a list. */
export function fromList(list: ListBody): Answer {
  const body = list.items.length === 0 ? list.envelope : { [list.key]: list.items, ...list.envelope };
  return { status: 200, body, list };
}
