import type { CaptureTarget } from '../../estate/source.ts';
import { exportCommand } from '../../report/export-commands.ts';
import type { JsonObject } from '../../snapshot/json.ts';
import { compareText, type Gap } from '../../snapshot/model.ts';
import type { ExportFolder } from './folder.ts';
import { type ExportedList, emptyYetUsed, isGap } from './list.ts';
import { missing } from './outcome.ts';
import type { Collected } from './service-collection.ts';

/** The regions there is something to say of: asked for, found, or silent when the list was made; `[null]` where there is none. */
export function regionsOf({ list, services }: Collected, target: CaptureTarget): (string | null)[] {
  const silent = list === null || isGap(list) ? [] : silentRegions(list.page);
  const regions = new Set([...target.regions, ...services.map(({ region }) => region), ...silent]);
  return regions.size === 0 ? [null] : [...regions].sort(compareText);
}

/** Why services of a region may be unseen; null where the list is complete for it. */
export async function coverGap(
  folder: ExportFolder,
  { list, services }: Collected,
  { target, region }: { target: CaptureTarget; region: string | null },
): Promise<Gap | null> {
  const command = exportCommand('run-services', { project: target.project, owner: '', region: '' });
  if (list === null) return missing(folder.label('run-services.json'), command);
  if (isGap(list)) return list;
  if (region !== null && silentRegions(list.page).includes(region)) {
    return { status: 'UNREACHABLE', detail: `${list.file}: region ${region} did not answer` };
  }
  const found = services.filter((service) => service.file.startsWith(`${list.file}[`));
  const asked = target.regions.length <= 1 && list.elements.length === 0;
  if (isRegionalPage(list) && !asked && !found.some((service) => service.region === region)) {
    const detail = `${list.file} is the v2 list of another region; this lists them all: ${command}`;
    return { status: 'NOT_CAPTURED', detail };
  }
  return emptyYetUsed({ folder, subfolders: ['run-services', 'run-iam'], mine: () => true }, list);
}

/** Whether a list is a page of the v2 API, which covers one region; v1's `items` cover all, as gcloud's list does. */
export function isRegionalPage({ page }: ExportedList): boolean {
  return page !== null && !Array.isArray(page.items) && page.kind === undefined;
}

/** The regions that did not answer when a page was made: v1 names silent regions in short, v2 as `projects/P/locations/R`. */
export function silentRegions(page: JsonObject | null): string[] {
  if (page === null || !Array.isArray(page.unreachable)) return [];
  return page.unreachable.flatMap((place) =>
    typeof place === 'string' ? (place.split('/').at(-1) ?? []) : [],
  );
}
