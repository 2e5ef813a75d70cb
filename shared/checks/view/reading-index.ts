import { isObject, type Json } from '../../snapshot/json.ts';
import {
  compareScopes,
  type Gap,
  gapFor,
  type Reading,
  type ResourceClass,
  type ResourceDocument,
  resourceId,
  type Snapshot,
} from '../../snapshot/model.ts';

/** What is known of one resource: its document, that it is not there, or why neither can be said. */
export type DocumentLookup =
  | { status: 'found'; document: ResourceDocument }
  | { status: 'absent' }
  | { status: 'unread'; gap: Gap };

/** A class of resources in one region; null for one that has no regions. */
export interface RegionalClass {
  resource: ResourceClass;
  region: string | null;
}

/** Finds readings and documents without walking the snapshot again. */
export class ReadingIndex {
  readonly #readings = new Map<string, Map<ResourceClass, Map<string | null, Reading>>>();

  constructor(snapshot: Snapshot) {
    for (const reading of snapshot.readings) {
      const classes = this.#readings.get(reading.environment) ?? new Map();
      const regions = classes.get(reading.resource) ?? new Map();
      this.#readings.set(
        reading.environment,
        classes.set(reading.resource, regions.set(reading.region, reading)),
      );
    }
  }

  /** Every reading of one class of an environment, in the order of their regions. */
  readings(environment: string, resource: ResourceClass): readonly Reading[] {
    return [...(this.#readings.get(environment)?.get(resource)?.values() ?? [])].sort(compareScopes);
  }

  /** Every reading of an environment's services, one a region (a region of null speaks for finding the regions). */
  serviceReadings(environment: string): readonly Reading[] {
    return this.readings(environment, 'run.services');
  }

  /** Looks one document up; absent only where its scope was read whole and names no gap for it. */
  document(environment: string, scope: RegionalClass, name: string): DocumentLookup {
    return this.byId(environment, scope, resourceId(scope, name));
  }

  /** The same by the document's resource id. */
  byId(environment: string, scope: RegionalClass, id: string): DocumentLookup {
    const regions = this.#readings.get(environment)?.get(scope.resource);
    const reading = regions?.get(scope.region) ?? regions?.get(null);
    if (reading === undefined) return { status: 'unread', gap: notCaptured(scope.resource) };
    if (reading.status !== 'OK') return { status: 'unread', gap: gapOf(reading) };
    // An id has a slash, which no member that objects inherit has.
    const document = reading.documents[id];
    if (document !== undefined && isEmpty(reading.gaps)) return { status: 'found', document };
    const gap = gapFor(reading, id);
    if (gap !== null) return { status: 'unread', gap };
    return document === undefined ? { status: 'absent' } : { status: 'found', document };
  }
}

function isEmpty(gaps: Reading['gaps']): boolean {
  for (const _ in gaps) return false;
  return true;
}

/** Why a whole reading says nothing. */
export function gapOf(reading: Reading): Gap {
  return { status: reading.status === 'OK' ? 'ERROR' : reading.status, detail: reading.detail ?? '' };
}

/** Whether a deployment is under way, by what stands beside a resource's fields. */
export function isSettling(evidence: Json): boolean {
  return isObject(evidence) && evidence.reconciling === true;
}

function notCaptured(resource: ResourceClass): Gap {
  return { status: 'NOT_CAPTURED', detail: `${resource} was not captured` };
}
