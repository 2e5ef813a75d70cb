import { describeError } from '../../estate/sanitise.ts';
import type { ScopeOutcome, ScopeRef } from '../../estate/source.ts';
import { isObject, type JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import { readKnativeList } from './knative-list.ts';
import { notRead, type ReaderContext, readWhole } from './reader.ts';

/** In which regions of a project something was seen, and which regions did not answer; or why nobody can tell. */
export type Discovery = { ok: true; regions: string[]; unreachable: string[] } | { ok: false; gap: Gap };

/** A list of all regions at once, and what is in it (`services`). */
export interface EverywhereList {
  path: string;
  what: string;
}

/**
 * Asks all regions in one call; never rejects. Only v1 has such lists (gcloud lists by them), v2 refuses
 * the location `-`; so the regions come from v1, where only the region of each item is looked at, and
 * the documents from v2. A region that neither holds nor fails to answer needs no call of its own, and no
 * list of regions stands anywhere.
 */
export async function discoverRegions(
  context: Pick<ReaderContext, 'transport' | 'signal'>,
  { path, what }: EverywhereList,
): Promise<Discovery> {
  const regions = new Set<string | null>();
  let unplaced = 0;
  const take = (items: JsonObject[]): void => {
    for (const region of items.map(regionOf)) {
      unplaced += region === null ? 1 : 0;
      regions.add(region);
    }
  };
  try {
    const end = await readKnativeList(context, { path, take });
    if (!end.ok) return end;
    if (unplaced > 0) return unplacedItems(unplaced, what);
    return {
      ok: true,
      regions: [...regions].filter((region) => region !== null),
      unreachable: end.unreachable.map(lastSegment),
    };
  } catch (error) {
    return { ok: false, gap: { status: 'ERROR', detail: describeError(error) } };
  }
}

/** Every region a discovery speaks of. */
export function regionsSeen(found: Discovery): string[] {
  return found.ok ? [...new Set([...found.regions, ...found.unreachable])] : [];
}

/** The outcome of a region that Cloud Run itself calls unreachable. */
export function unreachableRegion(refs: ScopeRef[], region: string): ScopeOutcome[] {
  const gap = { status: 'UNREACHABLE' as const, detail: `Cloud Run reports that ${region} did not answer` };
  return refs.map((ref) => notRead(ref, gap));
}

/** What is to be said, without a region, of those that were not asked one by one. */
export function elsewhere(
  refs: ScopeRef[],
  found: Discovery,
  { what, regionsRead }: { what: string; regionsRead: number },
): ScopeOutcome[] {
  if (!found.ok) {
    const { status, detail } = found.gap;
    return refs.map((ref) =>
      notRead(ref, { status, detail: `${what} in other regions cannot be seen: ${detail}` }),
    );
  }
  return regionsRead === 0 ? refs.map((ref) => readWhole(ref)) : [];
}

function regionOf({ metadata }: JsonObject): string | null {
  const labels = isObject(metadata) && isObject(metadata.labels) ? metadata.labels : {};
  const region = labels['cloud.googleapis.com/location'];
  return typeof region === 'string' && region !== '' ? region : null;
}

function unplacedItems(count: number, what: string): Discovery {
  return {
    ok: false,
    gap: { status: 'ERROR', detail: `Google names no region for ${count} of the ${what}` },
  };
}

/** `projects/P/locations/R`, `locations/R` and `R` are all seen for a place that did not answer. */
function lastSegment(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1);
}
