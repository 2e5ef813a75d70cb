import type { Transition } from '../../findings/model.ts';
import type { StateStore } from '../../ports.ts';
import { filedAt, newestTransitions } from '../store/order.ts';
import { parseTransitions } from '../store/records.ts';
import { expiryFrom, isExpired } from '../store/retention.ts';
import type { FirestoreContext, Write } from './context.ts';
import { documentId, from } from './layout.ts';
import { pack, unpack } from './payload.ts';

/** Transitions in Firestore: one document for each pass that decided any and for each change made by a person. */
export function firestoreHistory(context: FirestoreContext): Pick<StateStore, 'listTransitions'> {
  return {
    listTransitions: async (limit, since) => {
      if (limit < 1) return [];
      const query = from(context.layout.transitions, 'at', since).orderBy('at', 'desc').limit(limit);
      const documents = await context.query('list transitions', query);
      const now = context.clock.now();
      const batches = documents
        .filter((document) => !isExpired(document.get('expiresAt')?.toDate() ?? null, now))
        .map((document) => parseTransitions(unpack(document.data(), `history ${document.id}`), document.id));
      return newestTransitions(batches, limit, since);
    },
  };
}

/** The write that keeps transitions which were decided together. */
export function historyWrite(
  { layout, clock, place }: FirestoreContext,
  batch: { id: string; transitions: Transition[] },
): Write {
  const payload = pack(batch.transitions, { what: `the history of ${batch.id}`, place });
  const data = { ...payload, at: new Date(filedAt(batch.transitions)), expiresAt: expiryFrom(clock.now()) };
  return { kind: 'set', ref: layout.transitions.doc(documentId(batch.id)), data };
}
