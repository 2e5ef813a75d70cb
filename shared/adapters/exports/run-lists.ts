import type { RawDocument, ScopeOutcome } from '../../estate/source.ts';
import type { ExportFile } from '../../report/export-commands.ts';
import { compareText, type Gap, type ResourceClass, UNNAMED } from '../../snapshot/model.ts';
import { type Answer, type ExportFolder, faulty } from './folder.ts';
import { type ExportedList, isGap, listOf } from './list.ts';
import { addGap, gapOutcome, noGaps, readOutcome } from './outcome.ts';
import { identifyRunDocument, type RunDocument, type RunKind } from './run-document.ts';
import { isRegionalPage, silentRegions } from './service-cover.ts';

/** A class of Cloud Run whose list is optional: without its file nothing is said of it. */
export interface RunListClass {
  resource: ResourceClass;
  file: ExportFile;
  kind: RunKind;
  /** Whether gcloud lists one region at a time. */
  regional: boolean;
  /** What a list that was not read is to coverage. */
  gapOf: (gap: Gap) => Gap;
}

export interface RunListContext {
  folder: ExportFolder;
  project: string;
  /** The regions the contract names; `[null]` where it names none. */
  asked: (string | null)[];
  /** The regions something is said of, of services. */
  ofServices: (string | null)[];
}

type Region = string | null;

/** One file of a class, `FILE.json` or `FILE.REGION.json`: `regions` are those it can speak of. */
interface Part {
  answer: Answer;
  regions: Region[];
}

/** What one list holds, by region; `unplaced`: what belongs to a region that cannot be told. */
interface Contents {
  placed: Map<Region, RunDocument[]>;
  unplaced: Gap[];
}

/** Reads `FILE.json` and `FILE.REGION.json`, a document an element; a region that no file speaks of has no outcome. */
export async function readRunList(
  context: RunListContext,
  listed: RunListClass,
  emit: (document: RawDocument) => void,
): Promise<ScopeOutcome[]> {
  const { resource } = listed;
  const outcomes: ScopeOutcome[] = [];
  for (const part of await partsOf(context, listed)) {
    const list = part.answer.kind === 'read' ? listOf(part.answer) : gapIn(part.answer);
    if (isGap(list)) {
      const gap = listed.gapOf(list);
      outcomes.push(...part.regions.map((region) => gapOutcome({ resource, region }, gap)));
      continue;
    }
    const contents = contentsOf(list, listed.kind, { project: context.project, regions: part.regions });
    for (const region of coveredBy(list, contents, { listed, part })) {
      const documents = contents.placed.get(region) ?? [];
      for (const { name, body } of documents) emit({ resource, region, name, body });
      outcomes.push(outcomeOf({ resource, region }, list, contents.unplaced));
    }
  }
  return outcomes;
}

/** gcloud is asked for domain mappings where services are, and for the rest everywhere at once. */
async function partsOf(context: RunListContext, { file, regional }: RunListClass): Promise<Part[]> {
  const { folder } = context;
  const regions = regional ? context.ofServices : context.asked;
  const stems = (await folder.stems('')).filter((stem) => stem === file || stem.startsWith(`${file}.`));
  return Promise.all(
    stems.map(async (stem) => ({
      answer: await folder.answer(stem),
      regions: stem === file ? regions : [stem.slice(file.length + 1)],
    })),
  );
}

function gapIn(answer: Exclude<Answer, { kind: 'read' }>): Gap {
  return answer.kind === 'gap' ? answer.gap : { status: 'NOT_CAPTURED', detail: 'the file is gone' };
}

function contentsOf(
  { file, elements }: ExportedList,
  kind: RunKind,
  { project, regions }: { project: string; regions: Region[] },
): Contents {
  const contents: Contents = { placed: new Map(), unplaced: [] };
  const [only, ...others] = regions;
  for (const [index, element] of elements.entries()) {
    const place = `${file}[${index}]`;
    const identified = identifyRunDocument(element, kind, { file: place, project });
    if (!identified.ok) {
      contents.unplaced.push(faulty(place, identified.fault));
      continue;
    }
    const region = identified.document.region ?? (others.length === 0 ? only : null);
    if (region === null || region === undefined) {
      contents.unplaced.push(faulty(place, 'names no region: keep its label cloud.googleapis.com/location'));
    } else {
      contents.placed.set(region, [...(contents.placed.get(region) ?? []), identified.document]);
    }
  }
  return contents;
}

/** A list of one region at a time speaks of the regions it shows, and of the only one it can be of. */
function coveredBy(
  list: ExportedList,
  { placed }: Contents,
  { listed, part }: { listed: RunListClass; part: Part },
): Region[] {
  const partial = listed.regional || isRegionalPage(list);
  const asked = partial && part.regions.length > 1 ? [] : part.regions;
  const seen = new Set([...asked, ...placed.keys(), ...silentRegions(list.page)]);
  if (seen.size > 1) seen.delete(null);
  return [...seen].sort((a, b) => compareText(a ?? '', b ?? ''));
}

function outcomeOf(
  scope: { resource: ResourceClass; region: Region },
  { file, page }: ExportedList,
  unplaced: Gap[],
): ScopeOutcome {
  if (scope.region !== null && silentRegions(page).includes(scope.region)) {
    const detail = `${file}: region ${scope.region} did not answer`;
    return gapOutcome(scope, { status: 'UNREACHABLE', detail });
  }
  const gaps = noGaps();
  for (const gap of unplaced) addGap(gaps, UNNAMED, gap);
  return readOutcome(scope, gaps);
}
