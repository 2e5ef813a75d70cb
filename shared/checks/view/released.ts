import { isObject, type JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import { part } from './containers.ts';
import type { ObservedService } from './lookup.ts';
import type { EstateView } from './view.ts';

/** The revisions of a service that take traffic, and how much of it; none where its document does not say. */
export function servingShares({ evidence }: ObservedService): [string, number][] {
  const shares: [string, number][] = [];
  const serving = part(evidence.serving);
  for (const revision in serving) {
    const percent = serving[revision];
    if (typeof percent === 'number' && percent > 0) shares.push([revision, percent]);
  }
  return shares;
}

/** The revision the template became; null where the document does not say. */
export function newestRevision({ evidence }: ObservedService): string | null {
  return typeof evidence.latestCreatedRevision === 'string' ? evidence.latestCreatedRevision : null;
}

/**
 * What is released of a service: with the template of the revision that takes the traffic, and by
 * container the digest its image resolved to, where that is told. `split`: several revisions serve.
 */
export type Released =
  | { status: 'known'; service: ObservedService; digests: JsonObject }
  | { status: 'split'; revisions: string[] }
  | { status: 'unread'; revision: string; gap: Gap };

/** A service as it is released rather than as its template says; the two are one where the template serves. */
export function releasedService(service: ObservedService, view: EstateView): Released {
  const shares = servingShares(service);
  if (shares.length > 1) return { status: 'split', revisions: shares.map(([name]) => name) };
  const revision = shares[0]?.[0];
  if (revision === undefined || revision === newestRevision(service) || newestRevision(service) === null)
    return { status: 'known', service, digests: {} };
  const scope = { resource: 'run.revisions', region: service.region } as const;
  const seen = view.index.document(service.environment, scope, service.name);
  if (seen.status === 'unread') return { status: 'unread', revision, gap: seen.gap };
  const template = seen.status === 'found' ? part(seen.document.fields.serving)[revision] : undefined;
  if (!isObject(template) || seen.status !== 'found') {
    const gap: Gap = { status: 'NOT_CAPTURED', detail: `revision ${revision} was not captured` };
    return { status: 'unread', revision, gap };
  }
  const digests = part(part(seen.document.evidence.digests)[revision]);
  return { status: 'known', service: { ...service, fields: { ...service.fields, template } }, digests };
}
