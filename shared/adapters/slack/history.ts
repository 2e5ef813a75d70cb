import type { WebClient } from '@slack/web-api';
import type { Delivery } from '../../alerts/model.ts';

/** Marks a message as an alert's; its payload is the outbox id, an opaque hash. */
export const EVENT_TYPE = 'plumbline_alert';

const PAGE = 200;
const MOST_PAGES = 10;

/** Where to look: a channel id, from an instant (RFC 3339) on, in a thread or in the channel itself. */
export interface Search {
  channel: string;
  entryId: string;
  since: string;
  thread: Delivery | null;
}

interface Page {
  messages?: { ts?: string; metadata?: { event_type?: string; event_payload?: object } }[];
  response_metadata?: { next_cursor?: string };
}

/** Looks through history for a message's metadata; `unknown` where there is more of it than may be read. */
export async function findInHistory(
  client: WebClient,
  search: Search,
): Promise<Delivery | 'absent' | 'unknown'> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await readPage(client, search, cursor);
    if (answer === null) return 'absent';
    const ts = answer.messages?.find((message) => isEntry(message, search.entryId))?.ts;
    if (ts !== undefined) return { channel: search.channel, ts };
    cursor = answer.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return 'absent';
  }
  return 'unknown';
}

function readPage(
  client: WebClient,
  { channel, since, thread }: Search,
  cursor: string | undefined,
): Promise<Page | null> {
  const common = {
    channel,
    oldest: (Date.parse(since) / 1000).toFixed(6),
    limit: PAGE,
    include_all_metadata: true,
    ...(cursor === undefined ? {} : { cursor }),
  };
  if (thread === null) return client.conversations.history(common) as Promise<Page>;
  return (client.conversations.replies({ ...common, ts: thread.ts }) as Promise<Page>).catch(noThread);
}

/** A thread that is gone has no replies; any other failure says nothing about them. */
function noThread(error: unknown): null {
  const { data }: { data?: { error?: unknown } } = Object(error);
  if (data?.error !== 'thread_not_found') throw error;
  return null;
}

function isEntry({ metadata }: NonNullable<Page['messages']>[number], entryId: string): boolean {
  const payload: { entry?: unknown } = metadata?.event_payload ?? {};
  return metadata?.event_type === EVENT_TYPE && payload.entry === entryId;
}
