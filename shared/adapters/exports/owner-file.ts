import type { Gap } from '../../snapshot/model.ts';
import { type Answer, type ExportFolder, faulty } from './folder.ts';

/** One owner's file: where it lies, and what may be confused with it. */
export interface OwnerFile {
  folder: ExportFolder;
  /** The folder of the files. */
  file: string;
  name: string;
  region: string | null;
  /** Owners whose name is taken in another region too: their file must name the region. */
  ambiguous: ReadonlySet<string>;
  /** Whether every file of a region must name it, since others of the same name may have none. */
  placed: boolean;
}

/** The region a file names that is called `NAME.REGION`, where no name holds a dot. */
export function regionIn(stem: string): string | null {
  const dot = stem.indexOf('.');
  return dot < 0 ? null : stem.slice(dot + 1);
}

/** What the folder holds of one owner: `NAME.REGION` before `NAME`, which must not be of any of several regions. */
export async function ownerAnswer(wanted: OwnerFile): Promise<Answer> {
  const { folder, file, name, region, ambiguous } = wanted;
  if (!/^[^/\\\p{C}]+$/u.test(name)) return unusable(file, 'cannot have a file of this name');
  const plain = `${file}/${name}`;
  const placed = await folder.answer(region === null ? plain : `${plain}.${region}`);
  if (wanted.placed) return placed;
  const answer = placed.kind === 'absent' ? await folder.answer(plain) : placed;
  if (placed.kind === 'absent' && answer.kind !== 'absent' && ambiguous.has(name)) {
    const fault = `may be of any region with a service of this name: call it ${name}.REGION.json`;
    return unusable(answer.file, fault);
  }
  return answer;
}

function unusable(file: string, fault: string): { kind: 'gap'; file: string; gap: Gap } {
  return { kind: 'gap', file, gap: faulty(file, fault) };
}
