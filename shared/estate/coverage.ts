import {
  type CoverageEntry,
  compareScopes,
  isGap,
  type Reading,
  type Scope,
  type Snapshot,
  scopeKey,
} from '../snapshot/model.ts';
import { summariseGaps } from './gaps.ts';
import { expectedScopes, isRegional } from './scopes.ts';
import type { CaptureTarget } from './source.ts';

/**
 * One line for each reading, in the order of `compareScopes`. A reading that is OK but for some of its
 * members has the worst of their statuses, and its detail names them.
 */
export function coverageOf(snapshot: Pick<Snapshot, 'readings'>): CoverageEntry[] {
  return snapshot.readings.map(entryOf).sort(compareScopes);
}

/** Whether everything was read: no scope and no member of one is missing, but for what a capture may lack. */
export function isComplete(snapshot: Pick<Snapshot, 'readings'>): boolean {
  return !snapshot.readings.some((reading) => isGap(entryOf(reading)));
}

/**
 * Scopes of the targets for which the snapshot has no reading at all. A target without regions needs
 * some reading of a regional class, wherever its services were found.
 */
export function missingScopes(snapshot: Pick<Snapshot, 'readings'>, targets: CaptureTarget[]): Scope[] {
  const seen = new Set(snapshot.readings.flatMap(keysAnswered));
  return targets.flatMap(expectedScopes).filter((scope) => !seen.has(scopeKey(scope)));
}

function keysAnswered(reading: Reading): string[] {
  const anywhere = isRegional(reading.resource) ? [scopeKey({ ...reading, region: null })] : [];
  return [scopeKey(reading), ...anywhere];
}

function entryOf(reading: Reading): CoverageEntry {
  const { environment, project, region, resource, status, detail } = reading;
  const total = new Set([...Object.keys(reading.documents), ...Object.keys(reading.gaps)]).size;
  const gap = status === 'OK' ? summariseGaps(reading.gaps, total) : null;
  return { environment, project, region, resource, ...(gap ?? { status, detail }) };
}
