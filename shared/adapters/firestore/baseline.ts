import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { Baseline, PassCommit, PassHealth } from '../../ports.ts';
import { corrupt, parseBaseline, parseHealth } from '../store/records.ts';
import type { FirestoreContext, Write } from './context.ts';
import { pack, unpack } from './payload.ts';

/** The baseline with the run that wrote it, and how that run fared. */
export interface StoredBaseline {
  runId: string;
  baseline: Baseline;
  health: PassHealth | null;
}

/** The stored baseline; null before the first committed pass. */
export function baselineOf(snapshot: DocumentSnapshot | undefined): StoredBaseline | null {
  const data = snapshot?.data();
  if (data === undefined) return null;
  if (typeof data.runId !== 'string') throw corrupt('baseline');
  const health = typeof data.health === 'string' ? parseHealth(data.health) : null;
  return { runId: data.runId, baseline: parseBaseline(unpack(data, 'baseline')), health };
}

/** The write that makes a pass's baseline the stored one. */
export function baselineWrite({ layout, place }: FirestoreContext, pass: PassCommit): Write {
  const payload = pack(pass.baseline, { what: 'the baseline', place });
  const { runId, health } = pass.run;
  const data = { ...payload, runId, health: health === undefined ? null : JSON.stringify(health) };
  return { kind: 'set', ref: layout.baseline, data };
}
