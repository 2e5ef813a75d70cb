import type { Undelivered } from '../findings/health-gaps.ts';
import type { Notifier, SendOutcome, StateStore } from '../ports.ts';
import { compareText } from '../snapshot/model.ts';
import { type Delivered, type DueEntry, deliverEntry } from './deliver.ts';
import type { OutboxEntry } from './model.ts';
import type { Pace } from './pace.ts';

/** A claim outlives the slowest delivery: an edit, two looks into history and three sends, ten seconds a call. */
const CLAIM_MS = 300_000;
/** A drain that keeps to a channel's pace may not hold up the pass for longer; what is left goes out next time. */
const DRAIN_MS = 90_000;
const HOUR_MS = 3_600_000;

export interface DrainInput {
  store: Pick<StateStore, 'pendingEntries' | 'getEntry' | 'claimEntry' | 'settleEntry' | 'deliveredChannel'>;
  notifier: Notifier;
  now(): Date;
  /** Who claims: unique to this drain. */
  owner: string;
  /** Waited for before each send, to keep to a channel's pace. */
  pace?: Pace;
  /** The channel an entry goes to now; absent: the one it was written for. */
  channelOf?(entry: OutboxEntry): string;
}

/** What a drain left behind. `pending` counts everything not sent, whatever the reason. */
export interface DrainSummary {
  sent: number;
  pending: number;
  misconfigured: number;
  /** Sent again because an earlier attempt ended without an answer and history could not be read. */
  possibleDuplicates: number;
  /** RFC 3339; when the oldest undelivered entry was written. */
  oldestPendingAt: string | null;
  /** Ids of everything not sent. */
  unsent: string[];
  problems: { id: string; channel: string; detail: string }[];
  /** Everything not sent, oldest first. */
  waiting: OutboxEntry[];
}

/** Channels whose oldest message has waited for longer than any passing trouble takes. */
export function undeliveredFor(hours: number, { waiting }: DrainSummary, now: Date): Undelivered[] {
  const stuck = waiting.filter(({ createdAt }) => now.getTime() - Date.parse(createdAt) >= hours * HOUR_MS);
  const byPlace = Map.groupBy(stuck, ({ channel, message }) => `${message.environment}|${channel}`);
  return [...byPlace.values()].flatMap(([oldest]) => {
    if (oldest === undefined) return [];
    const { channel, message, createdAt, lastError } = oldest;
    return { channel, environment: message.environment, since: createdAt, detail: lastError };
  });
}

/**
 * Sends what is due, oldest first. A channel that fails rests until the next drain and holds up no
 * other. Never throws for what the notifier does; an error of the store passes through, and whatever
 * was under way is reconciled by the next drain.
 */
export async function drainOutbox(input: DrainInput): Promise<DrainSummary> {
  const summary: DrainSummary = {
    sent: 0,
    pending: 0,
    misconfigured: 0,
    possibleDuplicates: 0,
    oldestPendingAt: null,
    unsent: [],
    problems: [],
    waiting: [],
  };
  const started = input.now();
  const listed = (await input.store.pendingEntries()).toSorted(byAge);
  const channelOf = input.channelOf ?? ((entry: OutboxEntry) => entry.channel);
  const resting = channelsAskedToWait(listed, started);
  for (const one of listed) {
    const late = input.now().getTime() - started.getTime() > DRAIN_MS;
    const channel = channelOf(one);
    const entry = late || resting.has(channel) ? one : await drainEntry(one, { ...input, channel }, summary);
    if (entry !== null) count(summary, entry);
    if (entry !== null && entry !== one && entry.state !== 'sent') resting.add(channel);
  }
  return summary;
}

/** Who asked to wait asked for its channel, not for one message: no other entry goes there meanwhile. */
function channelsAskedToWait(entries: OutboxEntry[], now: Date): Set<string> {
  const waiting = entries.filter(
    ({ notBefore }) => notBefore !== null && Date.parse(notBefore) > now.getTime(),
  );
  return new Set(waiting.map(({ channel }) => channel));
}

/** The entry as it is afterwards: `listed` itself where it was not tried, null where another drain sent it. */
async function drainEntry(
  listed: OutboxEntry,
  input: DrainInput & { channel: string },
  summary: DrainSummary,
): Promise<OutboxEntry | null> {
  const { store, now, owner, channel } = input;
  const answered = listed.answers === null ? null : await store.getEntry(listed.answers);
  if (answered !== null && answered.state !== 'sent') return listed;
  const entry = await store.claimEntry(listed.id, { owner, ttlMs: CLAIM_MS });
  if (entry === null) return (await store.getEntry(listed.id))?.state === 'sent' ? null : listed;
  const channelId = entry.ambiguous ? await store.deliveredChannel(entry.channel) : null;
  await input.pace?.(channel);
  const delivered = await attempt({ entry, channel, answered, channelId }, input.notifier);
  if (delivered.prior !== null) await store.settleEntry(delivered.prior);
  const settled = settledEntry({ ...entry, channel }, delivered.outcome, now());
  await store.settleEntry(settled);
  if (settled.state === 'sent' && delivered.possibleDuplicate) summary.possibleDuplicates += 1;
  return settled;
}

/** A notifier that throws has told nothing about what arrived. */
async function attempt(due: DueEntry, notifier: Notifier): Promise<Delivered> {
  try {
    return await deliverEntry(due, notifier);
  } catch {
    const outcome: SendOutcome = { status: 'ambiguous', detail: 'the notifier failed without an answer' };
    return { outcome, prior: null, possibleDuplicate: false };
  }
}

/** The entry after an attempt, its claim still on it: the store holds a drain that lost its claim to that. */
export function settledEntry(entry: OutboxEntry, outcome: SendOutcome, now: Date): OutboxEntry {
  const tried: OutboxEntry = { ...entry, attempts: entry.attempts + 1, notBefore: null };
  switch (outcome.status) {
    case 'sent':
      return { ...tried, state: 'sent', delivery: outcome.delivery, ambiguous: false, lastError: null };
    case 'retry-later': {
      const notBefore = new Date(now.getTime() + outcome.afterMs).toISOString();
      return { ...tried, state: 'pending', notBefore, lastError: outcome.detail };
    }
    case 'ambiguous':
      return { ...tried, state: 'pending', ambiguous: true, lastError: outcome.detail };
    case 'misconfigured':
    case 'refused':
      return {
        ...tried,
        state: 'misconfigured',
        lastError: `${outcome.code}: ${outcome.detail}`,
      };
  }
}

function count(summary: DrainSummary, entry: OutboxEntry): void {
  if (entry.state === 'sent') {
    summary.sent += 1;
    return;
  }
  summary.pending += 1;
  summary.unsent.push(entry.id);
  summary.waiting.push(entry);
  if (entry.state === 'misconfigured') summary.misconfigured += 1;
  if (summary.oldestPendingAt === null || entry.createdAt < summary.oldestPendingAt)
    summary.oldestPendingAt = entry.createdAt;
  if (entry.lastError !== null)
    summary.problems.push({ id: entry.id, channel: entry.channel, detail: entry.lastError });
}

/** Oldest first; what one pass wrote goes out heads before parts, in the order of their ids. */
function byAge(a: OutboxEntry, b: OutboxEntry): number {
  return (
    compareText(a.createdAt, b.createdAt) ||
    (a.message.part?.number ?? 1) - (b.message.part?.number ?? 1) ||
    compareText(a.id, b.id)
  );
}
