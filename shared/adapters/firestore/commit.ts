import type { DocumentSnapshot } from '@google-cloud/firestore';
import type { OutboxEntry } from '../../alerts/model.ts';
import type { FindingRecord } from '../../findings/model.ts';
import type { Lease, PassCommit } from '../../ports.ts';
import { missingReading } from '../reading-codec.ts';
import { contentIds, referenceChange } from '../store/baseline.ts';
import { changedMeanwhile } from '../store/conflict.ts';
import { isCurrent } from '../store/lease.ts';
import { expiryFrom } from '../store/retention.ts';
import { baselineOf, baselineWrite, type StoredBaseline } from './baseline.ts';
import type { Decision, FirestoreContext, Reader, Write } from './context.ts';
import { tooLarge } from './errors.ts';
import { findingWrite, revisionOf } from './findings.ts';
import { historyWrite } from './history.ts';
import { chunkRef, documentId } from './layout.ts';
import { coverWrites, leaseOf } from './lease.ts';
import { entryWrite } from './outbox.ts';
import { chunkCount } from './readings.ts';
import { runWrite } from './runs.ts';
import { assertFirestoreSchema } from './schema.ts';
import { windowWrite } from './windows.ts';

/** Above this the findings of a commit are gzipped one by one, in bytes: a request may have 10 MiB, with the emulator 4 MiB. */
const PLAIN_BYTES = 2 * 1024 * 1024;
const MAX_BYTES = 9 * 1024 * 1024;

type Answer = 'committed' | 'fenced';

/** Keeps a whole pass in one transaction; a pass that was kept before answers the same and changes nothing. */
export async function commitPass(context: FirestoreContext, lease: Lease, pass: PassCommit): Promise<Answer> {
  const answer = await context.transact('commit the pass', async (reader): Promise<Decision<Answer>> => {
    const { layout } = context;
    const [leaseDoc, baselineDoc, meta] = await reader.getAll([layout.lease, layout.baseline, layout.meta]);
    assertFirestoreSchema(context, meta);
    const before = baselineOf(baselineDoc);
    if (before?.runId === pass.run.runId) return { answer: 'committed', writes: [] };
    const row = leaseOf(leaseDoc);
    if (!isCurrent(row, lease)) return lostLease(context, reader, pass);
    const covered = coverWrites(context, row, { lease, runId: pass.run.runId });
    const writes = await passWrites(context, reader, { pass, before });
    return { answer: 'committed', writes: [...writes, ...covered] };
  });
  if (answer === 'committed') {
    context.loaded.clear();
    context.referenced = contentIds(pass.baseline);
  }
  return answer;
}

/** Somebody else's turn; but this pass may have been kept before it, with the answer lost on the way. */
async function lostLease(
  context: FirestoreContext,
  reader: Reader,
  pass: PassCommit,
): Promise<Decision<Answer>> {
  const [run] = await reader.getAll([context.layout.runs.doc(documentId(pass.run.runId))], ['outcome']);
  return { answer: run?.exists ? 'committed' : 'fenced', writes: [] };
}

async function passWrites(
  context: FirestoreContext,
  reader: Reader,
  { pass, before }: { pass: PassCommit; before: StoredBaseline | null },
): Promise<Write[]> {
  const { runId, transitions } = pass.run;
  const [readings, findings, outbox] = await Promise.all([
    expiryWrites(context, reader, referenceChange(before?.baseline ?? {}, pass.baseline)),
    findingWrites(context, reader, pass.findings),
    outboxWrites(context, reader, pass.outbox),
  ]);
  const history = transitions.length === 0 ? [] : [historyWrite(context, { id: runId, transitions })];
  return [
    runWrite(context, pass.run),
    baselineWrite(context, pass),
    ...readings,
    ...findings,
    ...outbox,
    ...history,
    ...pass.windows.map((window) => windowWrite(context, window)),
  ];
}

/** Takes the expiry away from what the new baseline refers to and gives one to what it no longer does. */
async function expiryWrites(
  context: FirestoreContext,
  reader: Reader,
  change: { entered: string[]; left: string[] },
): Promise<Write[]> {
  const ids = [...change.entered, ...change.left];
  const refs = ids.map((id) => chunkRef(context.layout, id, 0));
  const headers = await reader.getAll(refs, ['chunks']);
  const expiresAt = expiryFrom(context.clock.now());
  return ids.flatMap((id, index) => {
    const count = chunkCount(headers[index], id);
    const enters = index < change.entered.length;
    if (count === null && enters) throw missingReading(id);
    return Array.from({ length: count ?? 0 }, (_, piece): Write => {
      const ref = chunkRef(context.layout, id, piece);
      // What enters must be there whole; a damaged one that leaves must not stop every later pass.
      return enters
        ? { kind: 'update', ref, data: { expiresAt: null } }
        : { kind: 'merge', ref, data: { expiresAt } };
    });
  });
}

async function findingWrites(
  context: FirestoreContext,
  reader: Reader,
  findings: FindingRecord[],
): Promise<Write[]> {
  const refs = findings.map(({ fingerprint }) => context.layout.findings.doc(documentId(fingerprint)));
  const stored = await reader.getAll(refs, ['revision']);
  for (const [index, { fingerprint }] of findings.entries()) {
    const loaded = context.loaded.get(fingerprint);
    if (loaded !== undefined && loaded !== revisionOf(stored[index])) throw changedMeanwhile(fingerprint);
  }
  const plain = packFindings(context, findings, { stored, compress: false });
  if (plain.size <= PLAIN_BYTES) return plain.writes;
  const compressed = packFindings(context, findings, { stored, compress: true });
  if (compressed.size > MAX_BYTES) throw tooLarge(`a pass with ${findings.length} findings`, context.place);
  return compressed.writes;
}

function packFindings(
  context: FirestoreContext,
  findings: FindingRecord[],
  { stored, compress }: { stored: DocumentSnapshot[]; compress: boolean },
): { writes: Write[]; size: number } {
  const packed = findings.map((record, index) =>
    findingWrite(context, record, { revision: revisionOf(stored[index]) + 1, compress }),
  );
  return {
    writes: packed.map((item) => item.write),
    size: packed.reduce((sum, item) => sum + item.size, 0),
  };
}

/** An entry's id says what it tells, so one that was queued before is left as it is, sent or not. */
async function outboxWrites(
  context: FirestoreContext,
  reader: Reader,
  outbox: OutboxEntry[],
): Promise<Write[]> {
  const refs = outbox.map((entry) => context.layout.outbox.doc(documentId(entry.id)));
  const stored = await reader.getAll(refs, ['state']);
  return outbox.flatMap((entry, position) =>
    stored[position]?.exists ? [] : [entryWrite(context, entry, position)],
  );
}
