import type { Notifier, SendOutcome, SendRequest } from '../ports.ts';
import type { AlertMessage, Delivery, OutboxEntry } from './model.ts';

const SECOND_COPY = 'Possibly a second copy: an earlier attempt to send this ended without an answer.';
/** Clocks of two machines differ: history is searched from well before the entry was written. */
const CLOCK_SKEW_MS = 60 * 60_000;
/** How often an edit whose outcome is unknown is tried before the answer goes out without it. */
const EDIT_TRIES = 3;
/** The message that was to be edited is no longer there, or no longer ours to edit. */
const CANNOT_EDIT = ['message_not_found', 'cant_update_message', 'edit_window_closed'];
/** The channel of the thread takes nothing more; the one that is named may be another one by now. */
const CHANNEL_LOST = ['channel_not_found', 'not_in_channel', 'is_archived'];

/** A claimed entry with what is known about where it goes. */
export interface DueEntry {
  entry: OutboxEntry;
  /** Where it goes, unless it belongs into a thread. */
  channel: string;
  /** The entry it answers, sent already. */
  answered: OutboxEntry | null;
  /** The channel's id, where messages were delivered to it before. */
  channelId: string | null;
}

/** How delivering one entry ended. `prior`: the answered entry with its findings marked, where it changed. */
export interface Delivered {
  outcome: SendOutcome;
  prior: OutboxEntry | null;
  possibleDuplicate: boolean;
}

/**
 * Delivers a claimed entry: looks first where an earlier attempt may have arrived, edits what it
 * answers (an edit may be repeated freely), then sends it. Falls back once to short text.
 */
export async function deliverEntry(due: DueEntry, notifier: Notifier): Promise<Delivered> {
  const { entry, answered } = due;
  const thread = answered?.delivery ?? null;
  const found = entry.ambiguous ? await findSent(due, notifier) : 'absent';
  if (typeof found === 'object')
    return { outcome: { status: 'sent', delivery: found }, prior: null, possibleDuplicate: false };
  const edit = await editAnswered(entry, answered, notifier);
  const again = editAgain(entry, edit);
  if (again !== null) return { outcome: again, prior: null, possibleDuplicate: false };
  const message = found === 'unknown' ? { ...entry.message, notice: SECOND_COPY } : entry.message;
  const alone = { entryId: entry.id, channel: due.channel, message, thread: null };
  const outcome = await besideAnswered(alone, { thread, gone: edit.gone }, notifier);
  return { outcome, prior: edit.prior, possibleDuplicate: found === 'unknown' };
}

/** Where the answered message is; where that channel takes nothing more, in the one that is named now. */
async function besideAnswered(
  alone: Omit<SendRequest, 'short'>,
  { thread, gone }: { thread: Delivery | null; gone: boolean },
  notifier: Notifier,
): Promise<SendOutcome> {
  if (thread === null) return sendOrShorten(alone, notifier);
  const there = { ...alone, channel: thread.channel, thread: gone ? null : thread };
  const outcome = await sendOrShorten(there, notifier);
  const isLost = outcome.status === 'misconfigured' && CHANNEL_LOST.includes(outcome.code);
  return isLost ? sendOrShorten(alone, notifier) : outcome;
}

/** A message that shows which of its findings another message resolves. */
export function markResolved(message: AlertMessage, resolution: AlertMessage): AlertMessage {
  const reasons = new Map<string, string | undefined>(
    resolution.items.map(
      ({ finding, reason }) => [`${finding.fingerprint}|${finding.episode}`, reason] as const,
    ),
  );
  // What was told as a drift may end as the violation that took it over.
  const places = new Map(
    resolution.items.map(
      ({ finding }) => [placeOf(finding), `${finding.fingerprint}|${finding.episode}`] as const,
    ),
  );
  const items = message.items.map((item) => {
    const own = `${item.finding.fingerprint}|${item.finding.episode}`;
    const key =
      item.finding.kind === 'drift' && !reasons.has(own) ? (places.get(placeOf(item.finding)) ?? own) : own;
    if (!reasons.has(key)) return item;
    const reason = reasons.get(key);
    return { ...item, resolved: true, ...(reason === undefined ? {} : { reason }) };
  });
  return { ...message, items };
}

function placeOf({ environment, resource, path }: AlertMessage['items'][number]['finding']): string {
  return JSON.stringify([environment, resource, path]);
}

interface Edit {
  outcome: SendOutcome | null;
  prior: OutboxEntry | null;
  /** The answered message cannot be edited any more: the answer becomes a message of its own. */
  gone: boolean;
}

async function editAnswered(
  entry: OutboxEntry,
  answered: OutboxEntry | null,
  notifier: Notifier,
): Promise<Edit> {
  const nothing = { outcome: null, prior: null, gone: false };
  if (entry.message.kind !== 'resolved' || answered === null || answered.delivery === null) return nothing;
  const message = markResolved(answered.message, entry.message);
  const outcome = await notifier.update(answered.delivery, message);
  const gone = outcome.status === 'refused' && CANNOT_EDIT.includes(outcome.code);
  return { outcome, prior: { ...answered, message }, gone };
}

/** Nothing is posted yet, so an edit that has to wait, or may not have arrived, is simply made again later. */
function editAgain(entry: OutboxEntry, { outcome }: Edit): SendOutcome | null {
  if (outcome?.status === 'retry-later') return outcome;
  if (outcome?.status !== 'ambiguous' || entry.attempts + 1 >= EDIT_TRIES) return null;
  return { status: 'retry-later', afterMs: 0, detail: outcome.detail };
}

function findSent(
  { entry, answered, channelId }: DueEntry,
  notifier: Notifier,
): ReturnType<Notifier['find']> {
  const thread = answered?.delivery ?? null;
  const channel = thread?.channel ?? channelId ?? entry.channel;
  return notifier.find(channel, entry.id, searchedSince(entry), thread);
}

async function sendOrShorten(request: Omit<SendRequest, 'short'>, notifier: Notifier): Promise<SendOutcome> {
  const outcome = await notifier.send({ ...request, short: false });
  if (outcome.status !== 'refused') return outcome;
  if (outcome.code === 'thread_not_found' && request.thread !== null)
    return sendOrShorten({ ...request, thread: null }, notifier);
  return notifier.send({ ...request, short: true });
}

function searchedSince(entry: OutboxEntry): string {
  return new Date(Date.parse(entry.createdAt) - CLOCK_SKEW_MS).toISOString();
}
