import type { RawDocument, ScopeOutcome } from '../../estate/source.ts';
import { type ExportFile, exportCommand } from '../../report/export-commands.ts';
import { compareText, type Gap, type ResourceClass, UNNAMED } from '../../snapshot/model.ts';
import { foreignElement, foreignPolicy } from './elements.ts';
import { type Answer, type ExportFolder, faulty } from './folder.ts';
import { isGap, listOf } from './list.ts';
import { addGap, gapOutcome, missing, noGaps, readOutcome } from './outcome.ts';
import { ownerAnswer, regionIn } from './owner-file.ts';
import type { Owners } from './owners.ts';

/** A resource class with one file for each owner. */
export interface OwnedClass {
  resource: ResourceClass;
  /** The folder the files lie in. */
  file: ExportFile;
  holds: 'policy' | 'keys' | 'versions';
  /** Whether files of a region are called `NAME.REGION`, and others of no region `NAME`. */
  placed: boolean;
}

export interface OwnedContext {
  folder: ExportFolder;
  project: string;
  owners: Owners;
  /** Owners whose name is taken in another region too: their file must name the region. */
  ambiguous: ReadonlySet<string>;
}

type OwnerAnswer = { body: unknown } | { gap: Gap };

/**
 * Reads one class of one scope, a file an owner. An owner without a file is a gap; a scope without any
 * file, or where every owner was refused for the same reason, is one gap as a whole.
 */
export async function readOwned(
  context: OwnedContext,
  owned: OwnedClass,
  emit: (document: RawDocument) => void,
): Promise<ScopeOutcome> {
  const { folder, owners } = context;
  const scope = { resource: owned.resource, region: owners.region };
  const refused = await folder.answer(stemOf(owned, owned.file, owners.region));
  if (refused.kind === 'gap') return gapOutcome(scope, refused.gap);
  const names = await namesOf(context, owned);
  const gaps = noGaps();
  let read = 0;
  for (const name of names) {
    const answer = await readOwner(context, owned, name);
    if ('gap' in answer) addGap(gaps, name, answer.gap);
    else {
      emit({ ...scope, name, body: answer.body });
      read += 1;
    }
  }
  const whole = read > 0 ? null : wholeGap(Object.values(gaps), owners.unnamed);
  if (whole !== null) return gapOutcome(scope, whole);
  if (owners.unnamed !== null) addGap(gaps, UNNAMED, owners.unnamed);
  return readOutcome(scope, gaps);
}

/** The known owners; where their list is missing, whoever has a file. Beside a failed list a file may be of any age. */
async function namesOf({ folder, owners }: OwnedContext, { file, placed }: OwnedClass): Promise<string[]> {
  if (owners.unnamed?.status !== 'NOT_CAPTURED') return owners.names;
  const stems = (await folder.stems(file)).filter((stem) => !placed || regionIn(stem) === owners.region);
  const suffix = owners.region === null ? null : `.${owners.region}`;
  const mine = stems.flatMap((stem) => {
    if (suffix !== null && stem.endsWith(suffix)) return [stem.slice(0, -suffix.length)];
    return owners.sole ? [stem] : [];
  });
  return [...new Set([...owners.names, ...mine])].sort(compareText);
}

async function readOwner(context: OwnedContext, owned: OwnedClass, name: string): Promise<OwnerAnswer> {
  const { folder, owners, ambiguous } = context;
  const answer = await ownerAnswer({ folder, name, ambiguous, region: owners.region, ...owned });
  return usable(answer, owned, { context, name });
}

/** What a file or folder is called, given the region it is of. */
function stemOf({ placed }: OwnedClass, stem: string, region: string | null): string {
  return placed && region !== null ? `${stem}.${region}` : stem;
}

function usable(
  answer: Answer,
  owned: OwnedClass,
  { context, name }: { context: OwnedContext; name: string },
): OwnerAnswer {
  const { file, holds } = owned;
  if (answer.kind === 'gap') return answer;
  if (answer.kind === 'absent') {
    const { region } = context.owners;
    const command = exportCommand(file, { project: context.project, owner: name, region: region ?? '' });
    return { gap: missing(context.folder.label(`${file}/${stemOf(owned, name, region)}.json`), command) };
  }
  if (holds === 'policy') {
    const fault =
      answer.documents.length === 1 ? foreignPolicy(answer.documents[0]) : 'is not one IAM policy';
    return fault === null ? { body: answer.documents[0] } : { gap: faulty(answer.file, fault) };
  }
  const list = listOf(answer);
  if (isGap(list)) return { gap: list };
  const fault = foreignElement(list.elements, holds, name);
  return fault === null ? { body: list.elements } : { gap: faulty(answer.file, fault) };
}

/** One gap for a scope of which nothing was read; null where there was nothing to read or the reasons differ. */
function wholeGap([first, ...others]: Gap[], unnamed: Gap | null): Gap | null {
  if (first === undefined) {
    if (unnamed === null) return null;
    return { status: 'NOT_CAPTURED', detail: `whose they would be is not known: ${unnamed.detail}` };
  }
  if (others.some((gap) => gap.status !== first.status)) return null;
  // The words stand for every owner, also where one of them is told of alone.
  const all = others.length === 0 ? '' : `none of ${others.length + 1} was read, the first because `;
  return { status: first.status, detail: all + first.detail };
}
