import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { BreakGlassWindow } from '../../break-glass/model.ts';
import type { StateStore } from '../../ports.ts';
import { parseWindow } from '../store/records.ts';
import { isExpired, windowExpiryFrom } from '../store/retention.ts';
import type { Decision, FirestoreContext, Write } from './context.ts';
import { documentId } from './layout.ts';
import { pack, unpack } from './payload.ts';

/** Break-glass windows in Firestore; expired ones are not answered, though the database deletes them up to a day late. */
export function firestoreWindows(
  context: FirestoreContext,
): Pick<StateStore, 'listWindows' | 'updateWindow'> {
  const { windows } = context.layout;
  return {
    listWindows: async () => {
      const documents = await context.query('list break-glass windows', windows.orderBy('openedAt', 'desc'));
      return documents
        .filter((document) => !isExpired(document.get('expiresAt')?.toDate() ?? null, context.clock.now()))
        .map(windowOf);
    },
    updateWindow: async (id, change) => {
      const ref = windows.doc(documentId(id));
      const outcome = await context.swap(
        'change a break-glass window',
        [ref],
        ([snapshot]): Decision<Outcome> => {
          if (!snapshot?.exists) return { answer: { window: null }, writes: [] };
          const changed = attempt(() => change(windowOf(snapshot)));
          if ('refused' in changed) return { answer: changed, writes: [] };
          return { answer: changed, writes: [windowWrite(context, changed.window)] };
        },
      );
      if ('refused' in outcome) throw outcome.refused;
      return outcome.window;
    },
  };
}

type Outcome = { window: BreakGlassWindow | null } | { refused: unknown };

/** What the caller's change throws is the caller's, not a failure of the store. */
function attempt(change: () => BreakGlassWindow): { window: BreakGlassWindow } | { refused: unknown } {
  try {
    return { window: change() };
  } catch (refused) {
    return { refused };
  }
}

/** The write that keeps a window. */
export function windowWrite({ layout, clock, place }: FirestoreContext, window: BreakGlassWindow): Write {
  const payload = pack(window, { what: `break-glass window ${window.id}`, place });
  const data = { ...payload, openedAt: new Date(window.openedAt), expiresAt: windowExpiryFrom(clock.now()) };
  return { kind: 'set', ref: layout.windows.doc(documentId(window.id)), data };
}

function windowOf(snapshot: DocumentSnapshot): BreakGlassWindow {
  const id = decodeURIComponent(snapshot.id);
  return parseWindow(unpack(snapshot.data() ?? {}, `break-glass window ${id}`), id);
}
