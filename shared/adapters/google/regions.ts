import { isObject, type JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import { readPages } from './pages.ts';
import type { ReaderContext } from './reader.ts';

/** In which regions of a project services were seen, and which regions did not answer; or why nobody can tell. */
export type Discovery = { ok: true; regions: string[]; unreachable: string[] } | { ok: false; gap: Gap };

/** The v1 API alone lists all regions at once. Only the region of each service is looked at. */
export async function discoverRegions({ transport, target, signal }: ReaderContext): Promise<Discovery> {
  const regions = new Set<string>();
  let unplaced = 0;
  const end = await readPages({
    ask: (token) =>
      transport.get({
        host: 'run.googleapis.com',
        path: `/v1/projects/${target.project}/locations/-/services`,
        ...(token === null ? {} : { query: { continue: token } }),
        signal,
      }),
    items: 'items',
    take: (services) => {
      for (const region of services.map(regionOf)) {
        unplaced += region === null ? 1 : 0;
        regions.add(region ?? '');
      }
    },
    nextToken: (page) => (isObject(page.metadata) ? page.metadata.continue : undefined),
  });
  if (!end.ok) {
    return end;
  }
  regions.delete('');
  return unplaced === 0
    ? { ok: true, regions: [...regions], unreachable: end.unreachable.map(lastSegment) }
    : {
        ok: false,
        gap: { status: 'ERROR', detail: `Google names no region for ${unplaced} of the services` },
      };
}

function regionOf(service: JsonObject): string | null {
  const metadata = isObject(service.metadata) ? service.metadata : {};
  const labels = isObject(metadata.labels) ? metadata.labels : {};
  const region = labels['cloud.googleapis.com/location'];
  return typeof region === 'string' && region !== '' ? region : null;
}

/** `projects/P/locations/R`, `locations/R` and `R` are all seen for a place that did not answer. */
function lastSegment(place: string): string {
  return place.slice(place.lastIndexOf('/') + 1);
}
