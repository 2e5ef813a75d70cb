import type { RawDocument, ScopeOutcome } from '../../estate/source.ts';
import { type ExportFile, exportCommand } from '../../report/export-commands.ts';
import { isObject } from '../../snapshot/json.ts';
import { type Gap, type ResourceClass, UNNAMED } from '../../snapshot/model.ts';
import type { NameOf } from './elements.ts';
import { type ExportFolder, faulty } from './folder.ts';
import { type ExportedList, emptyYetUsed, isGap, listOf } from './list.ts';
import { addGap, gapOutcome, missing, noGaps, readOutcome } from './outcome.ts';
import { regionIn } from './owner-file.ts';
import { type Owners, ownersOf } from './owners.ts';

/** A resource class whose elements stand in one list of the project. */
export interface ListClass {
  resource: ResourceClass;
  file: ExportFile;
  nameOf: NameOf;
  /** Folders with files of the list's elements. */
  subfolders: string[];
  /** Whether regions have lists of their own, `FILE.REGION.json`, and so files that name the region. */
  regional: boolean;
}

/** One list: the project's, or that of one region. */
export interface ListContext {
  folder: ExportFolder;
  project: string;
  region: string | null;
}

/** Reads the list of one class, an element a document. What is no element of the class is a gap. */
export async function readList(
  context: ListContext,
  listed: ListClass,
  emit: (document: RawDocument) => void,
): Promise<{ outcome: ScopeOutcome; owners: Owners }> {
  const scope = { resource: listed.resource, region: context.region };
  const list = await usableList(context, listed);
  if (isGap(list)) {
    const outcome = gapOutcome(scope, list);
    return { outcome, owners: ownersOf(outcome, []) };
  }
  const { documents, gaps } = nameElements(list, listed, context);
  for (const document of documents) emit(document);
  const outcome = readOutcome(scope, gaps);
  const read = documents.map((document) => document.name);
  return { outcome, owners: ownersOf(outcome, read) };
}

async function usableList(
  { folder, project, region }: ListContext,
  { file, subfolders, regional }: ListClass,
): Promise<ExportedList | Gap> {
  const answer = await folder.answer(region === null ? file : `${file}.${region}`);
  if (answer.kind === 'gap') return answer.gap;
  if (answer.kind === 'absent') {
    return missing(folder.label(`${file}.json`), exportCommand(file, { project, owner: '', region: '' }));
  }
  const list = listOf(answer);
  if (isGap(list)) return list;
  const mine = (stem: string) => !regional || regionIn(stem) === region;
  return (await emptyYetUsed({ folder, subfolders, mine }, list)) ?? list;
}

/** The regions with a list of their own. */
export async function regionsWithList(
  folder: ExportFolder,
  { file, regional }: ListClass,
): Promise<string[]> {
  if (!regional) return [];
  const stems = await folder.stems('');
  return stems.flatMap((stem) => (stem.startsWith(`${file}.`) ? [stem.slice(file.length + 1)] : []));
}

function nameElements(
  { file, elements }: ExportedList,
  { resource, nameOf }: ListClass,
  { project, region }: ListContext,
): { documents: RawDocument[]; gaps: Record<string, Gap> } {
  const gaps = noGaps();
  const documents: RawDocument[] = [];
  for (const [index, body] of elements.entries()) {
    const name = isObject(body) ? nameOf(body, { project, region }) : null;
    if (name !== null) documents.push({ resource, region, name, body });
    else addGap(gaps, UNNAMED, faulty(`${file}[${index}]`, `is nothing of ${resource} in ${project}`));
  }
  return { documents, gaps };
}
