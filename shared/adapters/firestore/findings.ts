import { randomUUID } from 'node:crypto';
import type { DocumentSnapshot, Query } from '@google-cloud/firestore';
import type { FindingRecord, Transition } from '../../findings/model.ts';
import type { StateStore } from '../../ports.ts';
import { contentIds } from '../store/baseline.ts';
import { worstFirst } from '../store/order.ts';
import { parseFinding } from '../store/records.ts';
import { baselineOf } from './baseline.ts';
import type { Decision, FirestoreContext, Write } from './context.ts';
import { historyWrite } from './history.ts';
import { documentId } from './layout.ts';
import { pack, payloadSize, unpack } from './payload.ts';

type FindingMethods = 'loadState' | 'findingsByFingerprint' | 'listFindings' | 'updateFinding';
type Change = Parameters<StateStore['updateFinding']>[1];

/** Findings in Firestore, kept whole beside the fields they are looked up by. */
export function firestoreFindings(context: FirestoreContext): Pick<StateStore, FindingMethods> {
  const { findings, baseline } = context.layout;
  return {
    loadState: async () => {
      const [snapshots, documents] = await Promise.all([
        context.getAll('load the state', [baseline]),
        context.query('load the state', findings.where('state', 'in', ['open', 'accepted'])),
      ]);
      const stored = baselineOf(snapshots[0]);
      const known = stored?.baseline ?? null;
      context.loaded.clear();
      context.referenced = contentIds(known ?? {});
      return { baseline: known, findings: remember(context, documents), health: stored?.health ?? null };
    },
    findingsByFingerprint: async (fingerprints) => {
      const refs = [...new Set(fingerprints)].map((fingerprint) => findings.doc(documentId(fingerprint)));
      const snapshots = await context.getAll('read findings', refs);
      return remember(
        context,
        snapshots.filter((snapshot) => snapshot.exists),
      );
    },
    listFindings: async (states) => {
      const query: Query = states.length === 0 ? findings : findings.where('state', 'in', states);
      return worstFirst((await context.query('list findings', query)).map(recordOf));
    },
    updateFinding: (fingerprint, change) => updateFinding(context, fingerprint, change),
  };
}

/** A finding ready to be written with its revision; `compress` gzips it. */
export function findingWrite(
  { layout, place }: FirestoreContext,
  record: FindingRecord,
  extra: { revision: number; compress?: boolean },
): { write: Write; size: number } {
  const { fingerprint, state, severity, environment } = record;
  const compress = extra.compress === true;
  const payload = pack(record, { what: `finding ${fingerprint}`, place, compress });
  const data = { ...payload, fingerprint, state, severity, environment, revision: extra.revision };
  const ref = layout.findings.doc(documentId(fingerprint));
  return { write: { kind: 'set', ref, data }, size: payloadSize(payload) };
}

/** How often a stored finding was written; 0 where there is none. */
export function revisionOf(snapshot: DocumentSnapshot | undefined): number {
  const revision: unknown = snapshot?.get('revision');
  return typeof revision === 'number' ? revision : 0;
}

type Outcome = { record: FindingRecord | null } | { refused: unknown };

async function updateFinding(
  context: FirestoreContext,
  fingerprint: string,
  change: Change,
): Promise<FindingRecord | null> {
  const token = randomUUID();
  const refs = [context.layout.findings.doc(documentId(fingerprint)), context.layout.transitions.doc(token)];
  const outcome = await context.swap('change a finding', refs, ([snapshot, kept]): Decision<Outcome> => {
    if (!snapshot?.exists) return { answer: { record: null }, writes: [] };
    const stored = recordOf(snapshot);
    // This very call was kept already: only the answer was lost.
    if (kept?.exists) return { answer: { record: stored }, writes: [] };
    const changed = attempt(change, stored);
    if ('refused' in changed) return { answer: changed, writes: [] };
    const { write } = findingWrite(context, changed.record, { revision: revisionOf(snapshot) + 1 });
    const history = historyWrite(context, { id: token, transitions: [changed.transition] });
    return { answer: { record: changed.record }, writes: [write, history] };
  });
  if ('refused' in outcome) throw outcome.refused;
  return outcome.record;
}

/** What the caller's change throws is the caller's, not a failure of the store. */
function attempt(
  change: Change,
  stored: FindingRecord,
): { record: FindingRecord; transition: Transition } | { refused: unknown } {
  try {
    return change(stored);
  } catch (refused) {
    return { refused };
  }
}

function remember(context: FirestoreContext, snapshots: DocumentSnapshot[]): FindingRecord[] {
  return snapshots.map((snapshot) => {
    const record = recordOf(snapshot);
    context.loaded.set(record.fingerprint, revisionOf(snapshot));
    return record;
  });
}

function recordOf(snapshot: DocumentSnapshot): FindingRecord {
  const fingerprint = decodeURIComponent(snapshot.id);
  return parseFinding(unpack(snapshot.data() ?? {}, `finding ${fingerprint}`), fingerprint);
}
