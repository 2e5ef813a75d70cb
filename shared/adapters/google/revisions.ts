import type { RawDocument } from '../../estate/source.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import { type Trouble, troubleOf } from './members.ts';
import type { ReaderContext } from './reader.ts';

/** The revisions of one service that are to be read, and under which name they are handed over. */
export interface ServedRevisions extends Omit<RawDocument, 'body'> {
  /** Path of the service's revisions. */
  path: string;
  /** Short names. */
  served: string[];
}

/**
 * Short names of the revisions of a v2 service that take traffic although they are not the newest one,
 * which alone is what the template says: after a rollback, a deployment without traffic or one that failed.
 */
export function servedRevisions(service: JsonObject): string[] {
  const statuses = Array.isArray(service.trafficStatuses) ? service.trafficStatuses.filter(isObject) : [];
  const newest = lastSegment(service.latestCreatedRevision);
  const served = statuses
    .filter(({ percent }) => Number(percent ?? 0) > 0)
    // "Latest" means the latest that became ready; the status need not name it.
    .map(({ revision }) => lastSegment(revision) || lastSegment(service.latestReadyRevision));
  return [...new Set(served)].filter((name) => name !== '' && name !== newest).sort();
}

/** Reads the revisions one by one and hands them over as one document of the service. */
export async function readRevisions(
  { transport, signal, emit }: ReaderContext,
  { path, served, ...document }: ServedRevisions,
): Promise<Trouble | null> {
  const host = 'run.googleapis.com';
  const answers = await Promise.all(
    served.map((name) => transport.get({ host, path: `${path}/${name}`, signal })),
  );
  const revisions: JsonObject[] = [];
  for (const answer of answers) {
    if (!answer.ok) return troubleOf(answer);
    revisions.push(answer.body);
  }
  emit({ ...document, body: { revisions } });
  return null;
}

function lastSegment(name: unknown): string {
  return typeof name === 'string' ? name.slice(name.lastIndexOf('/') + 1) : '';
}
