import type { DocumentReference, DocumentSnapshot } from '@google-cloud/firestore';
import type { OutboxEntry } from '../../alerts/model.ts';
import type { StateStore } from '../../ports.ts';
import { oldestFirst } from '../store/order.ts';
import { decideClaim, decideSettle } from '../store/outbox.ts';
import { parseEntry } from '../store/records.ts';
import { expiryFrom, isExpired } from '../store/retention.ts';
import type { FirestoreContext, Write } from './context.ts';
import { documentId } from './layout.ts';
import { pack, unpack } from './payload.ts';

type OutboxMethods = 'claimEntry' | 'settleEntry' | 'pendingEntries' | 'getEntry' | 'deliveredChannel';

/** The outbox in Firestore. */
export function firestoreOutbox(context: FirestoreContext): Pick<StateStore, OutboxMethods> {
  const { outbox } = context.layout;
  const known = (snapshot: DocumentSnapshot | undefined) => entryOf(context, snapshot);
  return {
    claimEntry: (id, claim) =>
      change(context, { id, doing: 'claim a message' }, (entry, now) =>
        entry === null ? null : decideClaim(entry, claim, now),
      ),
    settleEntry: async (entry) => {
      const kept = await change(context, { id: entry.id, doing: 'settle a message' }, (stored) =>
        decideSettle(stored, entry),
      );
      if (kept?.delivery) await rememberChannel(context, entry.channel, kept.delivery.channel);
    },
    deliveredChannel: async (channel) => {
      const [snapshot] = await context.getAll('look for a channel', [channelRef(context, channel)]);
      const id: unknown = snapshot?.get('id');
      return typeof id === 'string' ? id : null;
    },
    pendingEntries: async () => {
      const query = outbox.where('state', 'in', ['pending', 'misconfigured']);
      const documents = await context.query('list undelivered messages', query);
      return oldestFirst(
        documents.flatMap((document) => {
          const entry = known(document);
          return entry === null ? [] : [{ entry, position: positionOf(document) }];
        }),
      );
    },
    getEntry: async (id) => {
      const [snapshot] = await context.getAll('read a message', [outbox.doc(documentId(id))]);
      return known(snapshot);
    },
  };
}

/** The write that queues an entry; `position` is its place among those of its own commit. */
export function entryWrite(
  { layout, place, clock }: FirestoreContext,
  entry: OutboxEntry,
  position: number,
): Write {
  const payload = pack(entry, { what: `message ${entry.id}`, place });
  const expiresAt = entry.state === 'sent' ? expiryFrom(clock.now()) : null;
  const data = { ...payload, state: entry.state, createdAt: new Date(entry.createdAt), position, expiresAt };
  return { kind: 'set', ref: layout.outbox.doc(documentId(entry.id)), data };
}

/** Writes what is decided about an entry and answers it; null: nothing to write. */
function change(
  context: FirestoreContext,
  { id, doing }: { id: string; doing: string },
  decide: (stored: OutboxEntry | null, now: Date) => OutboxEntry | null,
): Promise<OutboxEntry | null> {
  return context.swap(doing, [context.layout.outbox.doc(documentId(id))], ([snapshot]) => {
    const next = decide(entryOf(context, snapshot), context.storeTime(snapshot));
    return { answer: next, writes: next === null ? [] : [entryWrite(context, next, positionOf(snapshot))] };
  });
}

/** A name need not be what the other side calls the channel; a message can only be looked up by its id. */
async function rememberChannel(context: FirestoreContext, channel: string, id: string): Promise<void> {
  if (context.channels.get(channel) === id) return;
  const ref = channelRef(context, channel);
  await context.write('keep a channel', [{ kind: 'set', ref, data: { id } }]);
  context.channels.set(channel, id);
}

function channelRef({ layout }: FirestoreContext, channel: string): DocumentReference {
  return layout.channels.doc(documentId(channel));
}

function entryOf(context: FirestoreContext, snapshot: DocumentSnapshot | undefined): OutboxEntry | null {
  const data = snapshot?.data();
  if (snapshot === undefined || data === undefined) return null;
  if (isExpired(data.expiresAt?.toDate() ?? null, context.clock.now())) return null;
  const id = decodeURIComponent(snapshot.id);
  return parseEntry(unpack(data, `outbox entry ${id}`), id);
}

function positionOf(snapshot: DocumentSnapshot | undefined): number {
  const position: unknown = snapshot?.get('position');
  return typeof position === 'number' ? position : 0;
}
