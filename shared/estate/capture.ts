import { compareScopes, type Reading, type Scope, type Snapshot } from '../snapshot/model.ts';
import { canonicalDocument } from '../snapshot/normalise.ts';
import { type Collector, createCollector } from './collector.ts';
import { missingScopes } from './coverage.ts';
import type { ValueReducer } from './reduce.ts';
import { describeError } from './sanitise.ts';
import type { CaptureTarget, EstateSource } from './source.ts';

export interface CaptureRequest {
  estate: string;
  targets: CaptureTarget[];
  source: EstateSource;
  reduce: ValueReducer;
  /** Project id → project number, where known: Google names a project by either. */
  projectNumbers?: Record<string, string>;
  now: Date;
  signal: AbortSignal;
}

/**
 * Reads every target at once and answers what was seen, readings in the order of `compareScopes`. Never
 * throws for what a source does: a scope that was not read is a reading with a gap's status and no
 * documents, and a document that could not be understood is a gap of its reading.
 */
export async function captureEstate(request: CaptureRequest): Promise<Snapshot> {
  const readings = await Promise.all(request.targets.map((target) => readTarget(request, target)));
  return {
    schemaVersion: 1,
    estate: request.estate,
    capturedAt: request.now.toISOString(),
    readings: readings.flat().sort(compareScopes),
  };
}

async function readTarget(request: CaptureRequest, target: CaptureTarget): Promise<Reading[]> {
  const collector = collectorFor(request, target);
  try {
    const outcomes = await request.source.read(target, collector.add, request.signal);
    const readings = collector.readings(outcomes);
    return [...readings, ...missingScopes({ readings }, [target]).map(notCaptured)];
  } catch (error) {
    return failedReadings(target, collector, describeError(error));
  }
}

function collectorFor(request: CaptureRequest, target: CaptureTarget): Collector {
  const context = {
    environment: target.environment,
    project: target.project,
    projectNumber: request.projectNumbers?.[target.project] ?? null,
    reduce: request.reduce,
  };
  return createCollector(target, (raw) => canonicalDocument(raw, context));
}

/** Everything the target was to answer for, and every scope a document had already arrived of. */
function failedReadings(target: CaptureTarget, collector: Collector, words: string): Reading[] {
  const failed = (scope: Scope): Reading => ({
    ...scope,
    status: 'ERROR',
    detail: `reading ${target.environment} stopped unexpectedly: ${words}`,
    documents: {},
    gaps: {},
  });
  const begun = collector.readings([]);
  const rest = missingScopes({ readings: begun }, [target]);
  return [...begun, ...rest].map(({ environment, project, region, resource }) =>
    failed({ environment, project, region, resource }),
  );
}

function notCaptured(scope: Scope): Reading {
  return {
    ...scope,
    status: 'NOT_CAPTURED',
    detail: 'the source said nothing of it',
    documents: {},
    gaps: {},
  };
}
