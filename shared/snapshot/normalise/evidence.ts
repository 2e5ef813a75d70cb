import { isObject, type JsonObject } from '../json.ts';
import type { Raw } from './context.ts';
import { CONDITION_STATE, enumAt, INGRESS } from './enums.ts';
import { mapOf } from './keyed.ts';
import { revisionName } from './names.ts';
import { countAt, listAt, numberAt, objectAt, put, textAt, textSetAt, truthAt } from './read.ts';

/**
 * What explains and dates a v2 REST service, in the words both APIs can give. `ready` is True, False or
 * Unknown; `notObserved` names settings whose absence among the fields means nothing.
 */
export function serviceEvidence(raw: Raw): JsonObject {
  const out: JsonObject = {};
  putVersion(out, raw);
  put(out, 'managedBy', managedBy(raw.labels));
  if (enumAt(raw.ingress, INGRESS, 'ingress') === undefined) out.notObserved = ['ingress'];
  putState(out, raw);
  put(out, 'serving', serving(raw));
  put(out, 'uid', textAt(raw.uid, 'uid'));
  put(out, 'uri', textAt(raw.uri, 'uri'));
  put(out, 'urls', textSetAt(raw.urls, 'urls'));
  return out;
}

/** The same of a job, a worker pool or a domain mapping. */
export function workloadEvidence(raw: Raw): JsonObject {
  const out: JsonObject = {};
  putVersion(out, raw);
  put(out, 'managedBy', managedBy(raw.labels));
  putState(out, raw);
  put(out, 'uid', textAt(raw.uid, 'uid'));
  return out;
}

function putVersion(out: JsonObject, raw: Raw): void {
  put(out, 'generation', numberAt(raw.generation, 'generation'));
  put(out, 'lastModifier', textAt(raw.lastModifier, 'lastModifier'));
  const created = revisionName(raw.latestCreatedRevision, 'latestCreatedRevision');
  const ready = revisionName(raw.latestReadyRevision, 'latestReadyRevision');
  put(out, 'latestCreatedRevision', created);
  // Mostly the same: then one text is kept.
  put(out, 'latestReadyRevision', ready === created ? created : ready);
}

function putState(out: JsonObject, raw: Raw): void {
  put(out, 'ready', readiness(raw.terminalCondition));
  put(out, 'reconciling', truthAt(raw.reconciling, 'reconciling') === true);
}

/** `cloudfunctions` marks a function of the second generation. */
function managedBy(labels: unknown): string | undefined {
  return isObject(labels) ? textAt(labels['goog-managed-by'], 'labels') : undefined;
}

/** Percent of the traffic by revision, as the platform reports it; the latest one is named where only v1 names it. */
function serving(raw: Raw): JsonObject | undefined {
  const shares = new Map<string, number>();
  for (const item of listAt(raw.trafficStatuses, 'trafficStatuses')) {
    const status = objectAt(item, 'trafficStatuses');
    const percent = countAt(status.percent, 'trafficStatuses.percent');
    const revision = revisionName(status.revision ?? raw.latestReadyRevision, 'trafficStatuses.revision');
    if (typeof percent === 'number' && revision !== undefined)
      shares.set(revision, (shares.get(revision) ?? 0) + percent);
  }
  return mapOf([...shares]);
}

function readiness(condition: unknown): string {
  const state = enumAt(
    objectAt(condition, 'terminalCondition').state,
    CONDITION_STATE,
    'terminalCondition.state',
  );
  if (state === 'CONDITION_SUCCEEDED') return 'True';
  return state === 'CONDITION_FAILED' ? 'False' : 'Unknown';
}
