import { emptyBefore } from './first-sight.ts';
import type { Baseline, BaselinePointer, StateStore } from './ports.ts';
import { mergeReading } from './snapshot/baseline.ts';
import { sha256 } from './snapshot/canonical-json.ts';
import { diffReadings } from './snapshot/diff.ts';
import {
  type Change,
  parseScopeKey,
  type Reading,
  type Scope,
  type Snapshot,
  scopeKey,
} from './snapshot/model.ts';
import { parseReading, readingText } from './snapshot/reading-json.ts';

/** What a pass saw, held against what each scope showed at its own last OK reading. */
export interface Comparison {
  changes: Change[];
  /** Scopes read OK for the first time: nothing to compare with, so no drift. */
  newScopes: Scope[];
  /** What the next pass compares with. */
  baseline: Baseline;
  /** scopeKey → content id of what this pass saw; null where it was not read. */
  readings: Record<string, string | null>;
  /** Content not known to be stored yet: id → canonical JSON. */
  texts: Record<string, string>;
}

/**
 * Compares every scope with its baseline. Only scopes whose content changed are loaded from the store,
 * and one after another: the text of one may be tens of megabytes, and is let go before the next is made.
 */
export async function compareWithBaseline(
  store: StateStore,
  previous: Baseline | null,
  snapshot: Snapshot,
): Promise<Comparison> {
  const comparison: Comparison = {
    changes: [],
    newScopes: [],
    baseline: keptPointers(previous ?? {}, snapshot),
    readings: Object.fromEntries(snapshot.readings.map((reading) => [scopeKey(reading), null])),
    texts: {},
  };
  for (const reading of snapshot.readings) {
    if (reading.status !== 'OK') continue;
    const key = scopeKey(reading);
    const sha256 = await compareScope(comparison, reading, {
      store,
      previous,
      known: comparison.baseline[key],
    });
    comparison.baseline[key] = { sha256, readAt: snapshot.capturedAt };
  }
  return comparison;
}

/** Answers the content id of what the next pass compares this scope with. */
async function compareScope(
  comparison: Comparison,
  reading: Reading,
  {
    store,
    previous,
    known,
  }: { store: StateStore; previous: Baseline | null; known: BaselinePointer | undefined },
): Promise<string> {
  const text = readingText(reading);
  const id = sha256(text);
  comparison.readings[scopeKey(reading)] = id;
  if (known?.sha256 === id) return id;
  comparison.texts[id] = text;
  const old =
    known === undefined ? await emptyBefore(store, previous ?? {}, reading) : await load(store, known.sha256);
  if (old === null) {
    comparison.newScopes.push(reading);
    return id;
  }
  for (const change of diffReadings(old, reading)) comparison.changes.push(change);
  if (Object.keys(reading.gaps).length === 0) return id;
  const merged = readingText(mergeReading(old, reading));
  const mergedId = sha256(merged);
  if (mergedId !== known?.sha256) comparison.texts[mergedId] = merged;
  return mergedId;
}

async function load(store: StateStore, id: string): Promise<Reading> {
  const texts = await store.getReadings([id]);
  return parseReading(texts[id] ?? '');
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
