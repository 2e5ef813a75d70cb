import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { Baseline, PassCommit } from '../../ports.ts';
import { corrupt, parseBaseline } from '../store/records.ts';
import type { FirestoreContext, Write } from './context.ts';
import { pack, unpack } from './payload.ts';

/** The baseline with the run that wrote it. */
export interface StoredBaseline {
  runId: string;
  baseline: Baseline;
}

/** The stored baseline; null before the first committed pass. */
export function baselineOf(snapshot: DocumentSnapshot | undefined): StoredBaseline | null {
  const data = snapshot?.data();
  if (data === undefined) return null;
  if (typeof data.runId !== 'string') throw corrupt('baseline');
  return { runId: data.runId, baseline: parseBaseline(unpack(data, 'baseline')) };
}

/** The write that makes a pass's baseline the stored one. */
export function baselineWrite({ layout, place }: FirestoreContext, pass: PassCommit): Write {
  const payload = pack(pass.baseline, { what: 'the baseline', place });
  return { kind: 'set', ref: layout.baseline, data: { ...payload, runId: pass.run.runId } };
}
