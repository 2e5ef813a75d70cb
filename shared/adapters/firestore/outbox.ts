import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { OutboxEntry } from '../../alerts/model.ts';
import type { StateStore } from '../../ports.ts';
import { oldestFirst } from '../store/order.ts';
import { decideClaim, decideSettle } from '../store/outbox.ts';
import { parseEntry } from '../store/records.ts';
import type { FirestoreContext, Write } from './context.ts';
import { documentId } from './layout.ts';
import { pack, unpack } from './payload.ts';

type OutboxMethods = 'claimEntry' | 'settleEntry' | 'pendingEntries' | 'getEntry';

/** The outbox in Firestore. */
export function firestoreOutbox(context: FirestoreContext): Pick<StateStore, OutboxMethods> {
  const { outbox } = context.layout;
  return {
    claimEntry: (id, claim) =>
      change(context, { id, doing: 'claim a message' }, (entry) =>
        entry === null ? null : decideClaim(entry, claim),
      ),
    settleEntry: async (entry) => {
      await change(context, { id: entry.id, doing: 'settle a message' }, (stored) =>
        decideSettle(stored, entry),
      );
    },
    pendingEntries: async () => {
      const query = outbox.where('state', 'in', ['pending', 'misconfigured']);
      const documents = await context.query('list undelivered messages', query);
      return oldestFirst(
        documents.flatMap((document) => {
          const entry = entryOf(document);
          return entry === null ? [] : [{ entry, position: positionOf(document) }];
        }),
      );
    },
    getEntry: async (id) => {
      const [snapshot] = await context.getAll('read a message', [outbox.doc(documentId(id))]);
      return entryOf(snapshot);
    },
  };
}

/** The write that queues an entry; `position` is its place among those of its own commit. */
export function entryWrite({ layout, place }: FirestoreContext, entry: OutboxEntry, position: number): Write {
  const payload = pack(entry, { what: `message ${entry.id}`, place });
  const data = { ...payload, state: entry.state, createdAt: new Date(entry.createdAt), position };
  return { kind: 'set', ref: layout.outbox.doc(documentId(entry.id)), data };
}

/** Writes what is decided about an entry and answers it; null: nothing to write. */
function change(
  context: FirestoreContext,
  { id, doing }: { id: string; doing: string },
  decide: (stored: OutboxEntry | null) => OutboxEntry | null,
): Promise<OutboxEntry | null> {
  return context.swap(doing, [context.layout.outbox.doc(documentId(id))], ([snapshot]) => {
    const next = decide(entryOf(snapshot));
    return { answer: next, writes: next === null ? [] : [entryWrite(context, next, positionOf(snapshot))] };
  });
}

function entryOf(snapshot: DocumentSnapshot | undefined): OutboxEntry | null {
  const data = snapshot?.data();
  if (snapshot === undefined || data === undefined) return null;
  const id = decodeURIComponent(snapshot.id);
  return parseEntry(unpack(data, `outbox entry ${id}`), id);
}

function positionOf(snapshot: DocumentSnapshot | undefined): number {
  const position: unknown = snapshot?.get('position');
  return typeof position === 'number' ? position : 0;
}
