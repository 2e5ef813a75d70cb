import type { CaptureTarget, RawDocument, ScopeOutcome } from '../../estate/source.ts';
import { compareText, type Gap, UNNAMED } from '../../snapshot/model.ts';
import type { ExportFolder } from './folder.ts';
import { addGap, gapOutcome, noGaps, readOutcome } from './outcome.ts';
import { type Collected, collectServices, type PlacedService, type Trouble } from './service-collection.ts';
import { coverGap, regionsOf } from './service-cover.ts';

const SEEN_SINGLY = 'only services saved one by one are seen; whether there are others is not known';

/** What was read of the services of one region. */
export interface ServiceRegion {
  outcome: ScopeOutcome;
  documents: RawDocument[];
}

/**
 * Reads `run-services.json` and the single services of `run-services/`. With the list, each region found
 * and each region asked for is read; with single services alone, they are what is seen of the scope and
 * `gaps['*']` says that there may be others. Answers what was read, one entry a region.
 */
export async function readServices(
  folder: ExportFolder,
  target: CaptureTarget,
  emit: (document: RawDocument) => void,
): Promise<ServiceRegion[]> {
  const collected = await collectServices(folder, target);
  const regions: ServiceRegion[] = [];
  for (const region of regionsOf(collected, target)) {
    const cover = await coverGap(folder, collected, { target, region });
    const read = readRegion(collected, region, cover);
    for (const document of read.documents) emit(document);
    regions.push(read);
  }
  return regions;
}

function readRegion(
  { list, services, troubles }: Collected,
  region: string | null,
  cover: Gap | null,
): ServiceRegion {
  const scope = { resource: 'run.services', region } as const;
  const here = services.filter((service) => service.region === region);
  // Beside a list that failed, single files are of unknown age: they would hide that the scope is blind.
  const broken = troubles.filter((trouble) => mayBeIn(trouble, region, services));
  if (cover !== null && (list !== null || here.length === 0)) {
    const told = list === null ? (broken[0]?.gap ?? cover) : cover;
    return { outcome: gapOutcome(scope, told), documents: [] };
  }
  const gaps = noGaps();
  if (cover !== null) addGap(gaps, UNNAMED, cover);
  for (const { name, gap } of broken) addGap(gaps, name, gap);
  // Two documents of one service are both handed over: only in canonical form can they be compared.
  const documents = here
    .filter(({ name }) => !Object.hasOwn(gaps, name))
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ name, body }): RawDocument => ({ ...scope, name, body }));
  return { outcome: readOutcome(scope, gaps, cover === null ? null : SEEN_SINGLY), documents };
}

/** A broken document belongs to the regions its service is known in, or it may belong to any. */
function mayBeIn({ name }: Trouble, region: string | null, services: PlacedService[]): boolean {
  const known = services.filter((service) => service.name === name);
  return known.length === 0 || known.some((service) => service.region === region);
}
