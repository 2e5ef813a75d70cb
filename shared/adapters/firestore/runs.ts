import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { RunRecord, StateStore } from '../../ports.ts';
import { parseRun } from '../store/records.ts';
import { expiryFrom, isExpired } from '../store/retention.ts';
import type { FirestoreContext, Write } from './context.ts';
import { documentId, from } from './layout.ts';
import { pack, unpack } from './payload.ts';

/** Run records in Firestore; expired ones are not answered, though the database deletes them up to a day late. */
export function firestoreRuns(context: FirestoreContext): Pick<StateStore, 'getRun' | 'listRuns'> {
  const { runs } = context.layout;
  return {
    getRun: async (runId) => {
      const [snapshot] = await context.getAll('read a run', [runs.doc(documentId(runId))]);
      return snapshot === undefined ? null : runOf(context, snapshot);
    },
    listRuns: async (limit, since) => {
      if (limit < 1) return [];
      const query = from(runs, 'startedAt', since).orderBy('startedAt', 'desc').limit(limit);
      const documents = await context.query('list runs', query);
      return documents.map((document) => runOf(context, document)).filter((run) => run !== null);
    },
  };
}

/** The write that keeps a run record. */
export function runWrite({ layout, clock, place }: FirestoreContext, run: RunRecord): Write {
  const payload = pack(run, { what: `run ${run.runId}`, place });
  const data = {
    ...payload,
    startedAt: new Date(run.startedAt),
    outcome: run.outcome,
    expiresAt: expiryFrom(clock.now()),
  };
  return { kind: 'set', ref: layout.runs.doc(documentId(run.runId)), data };
}

function runOf(context: FirestoreContext, snapshot: DocumentSnapshot): RunRecord | null {
  const data = snapshot.data();
  if (data === undefined || isExpired(data.expiresAt?.toDate() ?? null, context.clock.now())) return null;
  const runId = decodeURIComponent(snapshot.id);
  return parseRun(unpack(data, `run ${runId}`), runId);
}
