import { emptyBefore } from './first-sight.ts';
import type { Baseline, BaselinePointer, StateStore } from './ports.ts';
import { mergeReading } from './snapshot/baseline.ts';
import { changedDocuments } from './snapshot/changed-documents.ts';
import { diffKnown, diffReadings } from './snapshot/diff.ts';
import {
  type Change,
  isOtherKey,
  parseScopeKey,
  type Reading,
  type Scope,
  type Snapshot,
  scopeKey,
} from './snapshot/model.ts';
import { parseReading } from './snapshot/reading-json.ts';
import { type ReadingText, wholeText, writeReading } from './snapshot/reading-text.ts';

/** What a pass saw, held against what each scope showed at its own last OK reading. */
export interface Comparison {
  changes: Change[];
  /** Scopes read OK for the first time: nothing to compare with, so no drift. */
  newScopes: Scope[];
  /** Scopes whose literals were not compared: their last reading was fingerprinted with another key. */
  otherKey: Scope[];
  /** What the next pass compares with. */
  baseline: Baseline;
  /** scopeKey → content id of what this pass saw, which is stored; null where it was not read. */
  readings: Record<string, string | null>;
}

/** What a comparison needs of the store. */
export type Memory = Pick<StateStore, 'getReadings' | 'putReadings' | 'listRuns'>;

/**
 * Compares every scope with its baseline and stores what it shows where that is new: content nobody points
 * at yet, and that harms nobody should the pass end here. Only scopes whose content changed are loaded,
 * and one after another: the text of one may be tens of megabytes, and is let go before the next is made.
 */
export async function compareWithBaseline(
  store: Memory,
  previous: Baseline | null,
  snapshot: Snapshot,
): Promise<Comparison> {
  const comparison: Comparison = {
    changes: [],
    newScopes: [],
    otherKey: [],
    baseline: keptPointers(previous ?? {}, snapshot),
    readings: Object.fromEntries(snapshot.readings.map((reading) => [scopeKey(reading), null])),
  };
  const { keyMark } = snapshot;
  for (const reading of snapshot.readings) {
    if (reading.status !== 'OK') continue;
    const key = scopeKey(reading);
    const known = comparison.baseline[key];
    const sha256 = await compareScope(comparison, reading, {
      store,
      previous: previous ?? {},
      known,
      keyMark,
    });
    comparison.baseline[key] = { sha256, readAt: snapshot.capturedAt, ...(keyMark && { keyMark }) };
  }
  return comparison;
}

interface Known {
  store: Memory;
  previous: Baseline;
  known: BaselinePointer | undefined;
  keyMark: string | undefined;
}

/** Answers the content id of what the next pass compares this scope with. */
async function compareScope(
  comparison: Comparison,
  reading: Reading,
  { store, previous, known, keyMark }: Known,
): Promise<string> {
  const written = writeReading(reading);
  comparison.readings[scopeKey(reading)] = written.id;
  if (known?.sha256 === written.id) return written.id;
  const stored = known === undefined ? null : await load(store, known.sha256);
  const differ = stored !== null && isOtherKey(known?.keyMark, keyMark) ? diffKnown : diffReadings;
  if (differ === diffKnown) comparison.otherKey.push(reading);
  const isWhole = Object.keys(reading.gaps).length === 0;
  if (stored !== null && isWhole) {
    const { before, after } = changedDocuments(stored, reading, written);
    note(comparison, differ(before, after));
    return keep(store, written);
  }
  const old = stored === null ? await emptyBefore(store, previous, reading) : parseReading(stored);
  if (old === null) comparison.newScopes.push(reading);
  else note(comparison, differ(old, reading));
  await keep(store, written);
  if (old === null || isWhole) return written.id;
  const merged = writeReading(mergeReading(old, reading));
  return merged.id === known?.sha256 ? merged.id : keep(store, merged);
}

function note(comparison: Comparison, changes: Change[]): void {
  for (const change of changes) comparison.changes.push(change);
}

async function keep(store: Memory, written: ReadingText): Promise<string> {
  await store.putReadings({ [written.id]: wholeText(written) });
  return written.id;
}

async function load(store: Memory, id: string): Promise<string> {
  const texts = await store.getReadings([id]);
  return texts[id] ?? '';
}

/** A scope that was not read, or was not asked for this time, keeps its last OK reading. */
function keptPointers(previous: Baseline, snapshot: Snapshot): Baseline {
  const projects = new Set(snapshot.readings.map(({ environment, project }) => `${environment}|${project}|`));
  return Object.fromEntries(
    Object.entries(previous).filter(([key]) => [...projects].some((prefix) => key.startsWith(prefix))),
  );
}

/** Where something was seen before, by environment: a region that is empty now must be read to be known empty. */
export function knownRegions(baseline: Baseline | null): Record<string, string[]> {
  const scopes = Object.keys(baseline ?? {}).map(parseScopeKey);
  const regional = scopes.filter(({ region }) => region !== null);
  const regions = Map.groupBy(regional, ({ environment }) => environment);
  return Object.fromEntries(
    [...regions].map(([name, found]) => [name, [...new Set(found.map(({ region }) => region ?? ''))]]),
  );
}
