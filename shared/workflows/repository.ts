import type { Gap } from '../snapshot/model.ts';
import { mapOf, mapsOf, parseDocument, textOf, type WorkflowDocument } from './document.ts';
import type { WorkflowSource } from './source.ts';

/** What became of one file that a workflow consists of. */
export type RepositoryPart =
  | { status: 'parsed'; document: WorkflowDocument }
  | { status: 'broken'; problem: string }
  | { status: 'unread'; gap: Gap };

/** A workflow's file and every file of the repository it is made of, by path. */
export type WorkflowParts = ReadonlyMap<string, RepositoryPart>;

/** GitHub lets no workflow reach further than this; what lies beyond is not read. */
const MOST_FILES = 64;
const LOCAL = /^\.\/(?!(?:.*\/)?\.\.(?:\/|$))([\w./-]+)$/;

/** The path of a reusable workflow or an action of the same repository (`./…`); null for what lies elsewhere. */
export function localPath(uses: string): string | null {
  return LOCAL.exec(uses)?.[1]?.replace(/\/+$/, '') ?? null;
}

/** The file of a reusable workflow, or of the action in a folder. */
export function fileOf(path: string): string {
  return /\.ya?ml$/.test(path) ? path : `${path}/action.yml`;
}

/** Reads a workflow of a branch with all that it uses of the same repository. */
export async function readParts(
  source: WorkflowSource,
  { branch, path }: { branch: string; path: string },
  signal: AbortSignal,
): Promise<WorkflowParts> {
  const parts = new Map<string, RepositoryPart>();
  let next = [path];
  while (next.length > 0) {
    const wanted = [...new Set(next)].filter((one) => !parts.has(one)).slice(0, MOST_FILES - parts.size);
    const read = await Promise.all(wanted.map((one) => readPart(source, { branch, path: one }, signal)));
    wanted.forEach((one, index) => {
      const part = read[index];
      if (part !== undefined) parts.set(one, part);
    });
    next = read.flatMap((part) => (part.status === 'parsed' ? usedFiles(part.document) : []));
    if (wanted.length === 0) break;
  }
  return parts;
}

async function readPart(
  source: WorkflowSource,
  file: { branch: string; path: string },
  signal: AbortSignal,
): Promise<RepositoryPart> {
  const reading = await source.read(file, signal);
  if (reading.status === 'read') return parseDocument(reading.text, file.path);
  const other = file.path.replace(/\/action\.yml$/, '/action.yaml');
  return other === file.path ? reading : readPart(source, { ...file, path: other }, signal);
}

/** The files of the repository that a workflow or an action names in `uses`. */
function usedFiles({ root }: WorkflowDocument): string[] {
  const jobs = Object.values(mapOf(root.jobs)).map(mapOf);
  const steps = [mapOf(root.runs), ...jobs].flatMap((one) => mapsOf(one.steps).map(({ map }) => map));
  return [...jobs, ...steps].flatMap(({ uses }) => {
    const path = localPath(textOf(uses) ?? '');
    return path === null ? [] : [fileOf(path)];
  });
}
