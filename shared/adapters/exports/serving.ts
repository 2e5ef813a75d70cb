import { isObject, type Json, type JsonObject } from '../../snapshot/json.ts';

/**
 * The short names, sorted, of revisions that take traffic although a newer one was created: what a
 * service's template says is then not what serves. Empty where the template serves, where nothing
 * serves yet, and where the document (v1 or v2) does not say.
 */
export function olderServing(service: JsonObject): string[] {
  const status = isObject(service.status) ? service.status : service;
  const newest = shortName(status.latestCreatedRevisionName ?? status.latestCreatedRevision);
  const ready = shortName(status.latestReadyRevisionName ?? status.latestReadyRevision);
  const targets = isObject(service.status) ? status.traffic : service.trafficStatuses;
  if (newest === null || !Array.isArray(targets)) return [];
  const serving = targets.flatMap((target) => revisionOf(target, ready) ?? []);
  return [...new Set(serving)].filter((name) => name !== newest).sort();
}

/** v2 leaves the revision out where a target follows the latest ready one. */
function revisionOf(target: Json, ready: string | null): string | null {
  if (!isObject(target) || typeof target.percent !== 'number' || target.percent <= 0) return null;
  return shortName(target.revisionName ?? target.revision) ?? ready;
}

function shortName(name: Json | undefined): string | null {
  return typeof name === 'string' && name !== '' ? (name.split('/').at(-1) ?? null) : null;
}
