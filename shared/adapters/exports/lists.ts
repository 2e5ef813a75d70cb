import type { RawDocument, ScopeOutcome } from '../../estate/source.ts';
import { type ExportFile, exportCommand } from '../../report/export-commands.ts';
import { isObject } from '../../snapshot/json.ts';
import { type Gap, type ResourceClass, UNNAMED } from '../../snapshot/model.ts';
import type { NameOf } from './elements.ts';
import { type ExportFolder, faulty } from './folder.ts';
import { type ExportedList, emptyYetUsed, isGap, listOf } from './list.ts';
import { addGap, gapOutcome, missing, noGaps, readOutcome } from './outcome.ts';
import { type Owners, ownersOf } from './owners.ts';

/** A resource class whose elements stand in one list of the project. */
export interface ListClass {
  resource: ResourceClass;
  file: ExportFile;
  nameOf: NameOf;
  /** Folders with files of the list's elements. */
  subfolders: string[];
}

/** Reads the list of one class, an element a document. What is no element of the class is a gap. */
export async function readList(
  { folder, project }: { folder: ExportFolder; project: string },
  listed: ListClass,
  emit: (document: RawDocument) => void,
): Promise<{ outcome: ScopeOutcome; owners: Owners }> {
  const scope = { resource: listed.resource, region: null };
  const list = await usableList({ folder, project }, listed);
  if (isGap(list)) {
    const outcome = gapOutcome(scope, list);
    return { outcome, owners: ownersOf(outcome, []) };
  }
  const { documents, gaps } = nameElements(list, listed, project);
  for (const document of documents) emit(document);
  const outcome = readOutcome(scope, gaps);
  const read = documents.map((document) => document.name);
  return { outcome, owners: ownersOf(outcome, read) };
}

async function usableList(
  { folder, project }: { folder: ExportFolder; project: string },
  { file, subfolders }: ListClass,
): Promise<ExportedList | Gap> {
  const answer = await folder.answer(file);
  if (answer.kind === 'gap') return answer.gap;
  if (answer.kind === 'absent') {
    return missing(folder.label(`${file}.json`), exportCommand(file, { project, owner: '', region: '' }));
  }
  const list = listOf(answer);
  return isGap(list) ? list : ((await emptyYetUsed(folder, list, subfolders)) ?? list);
}

function nameElements(
  { file, elements }: ExportedList,
  { resource, nameOf }: ListClass,
  project: string,
): { documents: RawDocument[]; gaps: Record<string, Gap> } {
  const gaps = noGaps();
  const documents: RawDocument[] = [];
  for (const [index, body] of elements.entries()) {
    const name = isObject(body) ? nameOf(body, project) : null;
    if (name !== null) documents.push({ resource, region: null, name, body });
    else addGap(gaps, UNNAMED, faulty(`${file}[${index}]`, `is nothing of ${resource} in ${project}`));
  }
  return { documents, gaps };
}
