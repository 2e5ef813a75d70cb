import type { Baseline, StateStore } from './ports.ts';
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

interface Seen {
  key: string;
  reading: Reading;
  text: string;
  id: string;
}

/** Compares every scope with its baseline. Only scopes whose content changed are loaded from the store. */
export async function compareWithBaseline(
  store: StateStore,
  previous: Baseline | null,
  snapshot: Snapshot,
): Promise<Comparison> {
  const seen = snapshot.readings.filter((reading) => reading.status === 'OK').map(identify);
  const before = await loadChanged(store, previous ?? {}, seen);
  const comparison: Comparison = {
    changes: [],
    newScopes: [],
    baseline: keptPointers(previous ?? {}, snapshot),
    readings: Object.fromEntries(snapshot.readings.map((reading) => [scopeKey(reading), null])),
    texts: {},
  };
  for (const scope of seen)
    addScope(comparison, scope, { old: before.get(scope.key) ?? null, at: snapshot.capturedAt });
  return comparison;
}

function identify(reading: Reading): Seen {
  const text = readingText(reading);
  return { key: scopeKey(reading), reading, text, id: sha256(text) };
}

async function loadChanged(
  store: StateStore,
  previous: Baseline,
  seen: Seen[],
): Promise<Map<string, Reading>> {
  const changed = seen.filter(({ key, id }) => previous[key] !== undefined && previous[key].sha256 !== id);
  const texts = await store.getReadings([...new Set(changed.map(({ key }) => previous[key]?.sha256 ?? ''))]);
  return new Map(changed.map(({ key }) => [key, parseReading(texts[previous[key]?.sha256 ?? ''] ?? '')]));
}

/** A scope that was not read, or was not asked for this time, keeps its last OK reading. */
function keptPointers(previous: Baseline, snapshot: Snapshot): Baseline {
  const projects = new Set(snapshot.readings.map(({ environment, project }) => `${environment}|${project}|`));
  return Object.fromEntries(
    Object.entries(previous).filter(([key]) => [...projects].some((prefix) => key.startsWith(prefix))),
  );
}

function addScope(comparison: Comparison, scope: Seen, before: { old: Reading | null; at: string }): void {
  const known = comparison.baseline[scope.key];
  comparison.readings[scope.key] = scope.id;
  if (known === undefined) comparison.newScopes.push(scope.reading);
  if (known?.sha256 !== scope.id) comparison.texts[scope.id] = scope.text;
  if (before.old !== null) comparison.changes.push(...diffReadings(before.old, scope.reading));
  const next = before.old === null ? scope : identify(mergeReading(before.old, scope.reading));
  if (next.id !== scope.id) comparison.texts[next.id] = next.text;
  comparison.baseline[scope.key] = { sha256: next.id, readAt: before.at };
}

/** Where services were seen before, by environment: a region that is empty now must be read to be known empty. */
export function knownRegions(baseline: Baseline | null): Record<string, string[]> {
  const scopes = Object.keys(baseline ?? {}).map(parseScopeKey);
  const regional = scopes.filter(({ resource, region }) => resource === 'run.services' && region !== null);
  const regions = Map.groupBy(regional, ({ environment }) => environment);
  return Object.fromEntries(
    [...regions].map(([name, found]) => [name, found.map(({ region }) => region ?? '')]),
  );
}
