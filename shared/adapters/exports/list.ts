import { isObject, type JsonObject } from '../../snapshot/json.ts';
import type { Gap } from '../../snapshot/model.ts';
import { type Answer, type ExportFolder, faulty } from './folder.ts';
import { isProtoNamed, PROTO_NAMED } from './proto-names.ts';

/** The names Google's REST lists keep their elements under. */
const ROOTS = [
  'services',
  'items',
  'accounts',
  'keys',
  'secrets',
  'versions',
  'revisions',
  'jobs',
  'workerPools',
];

/** The elements of a list. `page`: the REST page they came in, which may cover less than a gcloud list does; else null. */
export interface ExportedList {
  file: string;
  elements: unknown[];
  page: JsonObject | null;
}

/** The elements of a gcloud list (JSON array, YAML stream) or of a complete REST answer; a gap for anything less. */
export function listOf(answer: Extract<Answer, { kind: 'read' }>): ExportedList | Gap {
  const list = elementsOf(answer);
  return !isGap(list) && list.elements.some(isProtoNamed) ? faulty(answer.file, PROTO_NAMED) : list;
}

function elementsOf(answer: Extract<Answer, { kind: 'read' }>): ExportedList | Gap {
  const { file, documents, stream } = answer;
  const [only] = documents;
  if (documents.length === 1 && Array.isArray(only)) return { file, elements: only, page: null };
  if (documents.length === 1 && isObject(only)) {
    const fault = pageFault(only);
    if (fault !== null) return faulty(file, fault);
    const elements = pageElements(only);
    if (elements !== null) return { file, elements, page: only };
  }
  if (stream) return { file, elements: documents, page: null };
  if (documents.length > 1) {
    return faulty(
      file,
      'holds several answers, one behind another: save what the list command prints, whole',
    );
  }
  return faulty(file, 'is not a list: save what the list command prints, whole');
}

/** Whether `listOf` answered with a gap. */
export function isGap(value: ExportedList | Gap): value is Gap {
  return 'status' in value;
}

function pageElements(page: JsonObject): unknown[] | null {
  // REST prints {} where there is nothing: empty fields are left out.
  if (Object.keys(page).length === 0) return [];
  const root = ROOTS.find((name) => Array.isArray(page[name]));
  const elements = root === undefined ? null : page[root];
  if (Array.isArray(elements)) return elements;
  const hollow = typeof page.kind === 'string' && page.kind.endsWith('List');
  return hollow || Object.keys(page).every((key) => key === 'unreachable') ? [] : null;
}

function pageFault(page: JsonObject): string | null {
  const next = page.nextPageToken ?? (isObject(page.metadata) ? page.metadata.continue : undefined);
  if (typeof next === 'string' && next !== '') {
    return 'is the first page of a longer list (it names a next page): save the whole list';
  }
  return null;
}

/** The gap of an empty list beside files of things it should name: a failed list command prints [] too. `mine`: which files. */
export async function emptyYetUsed(
  {
    folder,
    subfolders,
    mine,
  }: { folder: ExportFolder; subfolders: string[]; mine: (stem: string) => boolean },
  list: ExportedList,
): Promise<Gap | null> {
  if (list.elements.length > 0) return null;
  for (const subfolder of subfolders) {
    if (!(await folder.stems(subfolder)).some(mine)) continue;
    const fault = `is empty although ${folder.label(subfolder)}/ holds files: did the list command fail?`;
    return faulty(list.file, fault);
  }
  return null;
}
