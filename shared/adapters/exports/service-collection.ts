import type { CaptureTarget } from '../../estate/source.ts';
import { type Gap, UNNAMED } from '../../snapshot/model.ts';
import { type ExportFolder, faulty } from './folder.ts';
import { type ExportedList, isGap, listOf } from './list.ts';
import { identifyRunDocument, type RunDocument, SERVICE } from './run-document.ts';

/** A service whose region is known. */
export type PlacedService = RunDocument & { region: string };

/** A trouble with one service (`*`: with one that cannot be named); it may be in any region. */
export interface Trouble {
  name: string;
  gap: Gap;
}

/** Everything a project's folder holds about services. `list`: the complete list, why there is none, or null where it is missing. */
export interface Collected {
  list: ExportedList | Gap | null;
  services: PlacedService[];
  troubles: Trouble[];
}

/** Collects the services of `run-services.json`, then those saved one by one under `run-services/`. */
export async function collectServices(folder: ExportFolder, target: CaptureTarget): Promise<Collected> {
  const answer = await folder.answer('run-services');
  const list = answer.kind === 'absent' ? null : answer.kind === 'gap' ? answer.gap : listOf(answer);
  const collected: Collected = { list, services: [], troubles: [] };
  if (list !== null && !isGap(list)) {
    for (const [index, value] of list.elements.entries()) {
      take(collected, { value, file: `${list.file}[${index}]`, name: UNNAMED }, target);
    }
  }
  for (const name of await folder.stems('run-services'))
    await takeSingle(collected, { folder, name }, target);
  return collected;
}

async function takeSingle(
  collected: Collected,
  { folder, name }: { folder: ExportFolder; name: string },
  target: CaptureTarget,
): Promise<void> {
  const answer = await folder.answer(`run-services/${name}`);
  if (answer.kind === 'read') {
    const [only, ...others] = answer.documents.filter((value) => value !== null);
    for (const value of [only, ...others]) take(collected, { value, file: answer.file, name }, target);
  }
  // A refused describe takes nothing from the list, which holds the same document.
  const listed = collected.services.some((service) => service.name === name);
  if (answer.kind === 'gap' && !(listed && answer.file.endsWith('.error'))) {
    collected.troubles.push({ name, gap: answer.gap });
  }
}

function take(
  collected: Collected,
  { value, file, name }: { value: unknown; file: string; name: string },
  target: CaptureTarget,
): void {
  const identified = identifyRunDocument(value, SERVICE, { file, project: target.project });
  if (!identified.ok) {
    collected.troubles.push({ name, gap: faulty(file, identified.fault) });
    return;
  }
  const service = identified.document;
  // People trim labels from what they save; with one region asked for, there is nothing to guess.
  const [only, ...others] = target.regions;
  const region = service.region ?? (others.length === 0 ? only : undefined);
  if (region !== undefined) collected.services.push({ ...service, region });
  else {
    const fault = 'names no region: keep its label cloud.googleapis.com/location';
    collected.troubles.push({ name: service.name, gap: faulty(file, fault) });
  }
}
