import { gapFor, type Reading, type ResourceDocument, type Snapshot, scopeKey } from '../snapshot/model.ts';
import { getAt, parsePath } from '../snapshot/path.ts';
import type { ValueAt } from './decision.ts';
import { resourceScope } from './resource-scope.ts';

/**
 * Looks values up in a snapshot. What was not read has no value; a place in no scope of the snapshot
 * (a role, a workflow) is read and absent.
 */
export function valueLookup(snapshot: Snapshot): ValueAt {
  const readings = Map.groupBy(snapshot.readings, ({ environment, resource, region }) =>
    scopeKey({ environment, project: '', resource, region }),
  );
  return (environment, id, path) => {
    const scope = resourceScope(id, path);
    if (scope === null) return { read: true, value: null };
    return lookIn(readings.get(scopeKey({ environment, project: '', ...scope })) ?? [], id, path);
  };
}

/** The document of a resource in an environment; null where there is none, or none was read. */
export function documentAt(snapshot: Snapshot, environment: string, id: string): ResourceDocument | null {
  const scope = resourceScope(id, null);
  const readings = snapshot.readings.filter(
    (one) =>
      one.environment === environment && one.resource === scope?.resource && one.region === scope.region,
  );
  return readings.map(({ documents }) => documents[id]).find((found) => found !== undefined) ?? null;
}

function lookIn(readings: Reading[], id: string, path: string | null): ReturnType<ValueAt> {
  const whole = readings.every((reading) => reading.status === 'OK' && gapFor(reading, id) === null);
  if (readings.length === 0 || !whole) return { read: false };
  const document = readings.map(({ documents }) => documents[id]).find((found) => found !== undefined);
  if (document === undefined) return { read: true, value: null };
  if (path === null) return { read: true, value: 'present' };
  return { read: true, value: getAt(document.fields, parsePath(path)) ?? null };
}
