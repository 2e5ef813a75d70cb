import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Gap } from '../../snapshot/model.ts';
import { entriesOf, readInside, whyNothingIn } from './files.ts';
import { gapOfErrorBody, gapOfWords } from './gcloud-words.ts';
import { parseExport } from './parse.ts';

const FORMATS = ['.json', '.yaml', '.yml'];

/**
 * What the folder says of one thing. `file` is relative to the exports folder. `stream`: a YAML list, one
 * element a document.
 */
export type Answer =
  | { kind: 'read'; file: string; documents: unknown[]; stream: boolean }
  | { kind: 'gap'; file: string; gap: Gap }
  | { kind: 'absent' };

/** One project's folder of exports. Reads inside the exports folder only; what is wrong with a file is a gap. */
export class ExportFolder {
  readonly #root: string;
  readonly #project: string;
  readonly #signal: AbortSignal;
  readonly #listings = new Map<string, Promise<string[]>>();

  constructor(root: string, project: string, signal: AbortSignal) {
    this.#root = root;
    this.#project = project;
    this.#signal = signal;
  }

  /** A path inside the project's folder, as people are told it. */
  label(path: string): string {
    return `${this.#project}/${path}`;
  }

  /** The gap of a project of which there is nothing at all; null where there is something. */
  async nothing(): Promise<Gap | null> {
    if ((await this.#entries('')).length > 0) return null;
    const why = await whyNothingIn(join(this.#root, this.#project));
    if (why !== null && why !== 'ENOENT')
      return faulty(`the folder ${this.#project}`, `cannot be read (${why})`);
    const is = why === null ? `the folder ${this.#project} is empty` : `there is no folder ${this.#project}`;
    return {
      status: 'NOT_CAPTURED',
      detail: `${is}; the script that plumbline export-commands prints fills it`,
    };
  }

  /** The names things have in a subfolder, whether their file holds an answer or an error. */
  async stems(subfolder: string): Promise<string[]> {
    const stems = (await this.#entries(subfolder))
      .filter((name) => name.endsWith('.error') || FORMATS.some((format) => name.endsWith(format)))
      .map((name) => withoutFormat(name.replace(/\.error$/, '')));
    return [...new Set(stems)];
  }

  /** What stands under a name without its ending, e.g. `project-iam` or `run-iam/backend`. */
  async answer(stem: string): Promise<Answer> {
    const cut = stem.lastIndexOf('/') + 1;
    const names = await this.#entries(stem.slice(0, Math.max(cut - 1, 0)));
    const base = stem.slice(cut);
    const present = (endings: string[]) =>
      endings.filter((ending) => names.includes(base + ending)).map((ending) => stem + ending);
    const [error] = present([...FORMATS.map((format) => `${format}.error`), '.error']);
    const files = present(FORMATS);
    if (error !== undefined) return this.#failed(error, files);
    const other = files.length === 0 ? otherName(names, base, cut === 0) : null;
    if (other !== null) return this.#misnamed(stem.slice(0, cut) + other, `${base}.json`);
    const answers = await Promise.all(files.map((file) => this.#read(file)));
    return this.#one(answers);
  }

  #entries(subfolder: string): Promise<string[]> {
    const known = this.#listings.get(subfolder);
    if (known !== undefined) return known;
    // A project id never holds a slash; one that does would name another folder.
    const listing = /[/\\]|^\.*$/.test(this.#project)
      ? Promise.resolve([])
      : entriesOf(join(this.#root, this.#project, subfolder));
    this.#listings.set(subfolder, listing);
    return listing;
  }

  async #failed(error: string, files: string[]): Promise<Answer> {
    const read = await readInside(this.#root, this.label(error));
    const label = this.label(error);
    const gap = read.ok ? gapOfWords(label, read.text) : faulty(label, read.fault);
    const older = files[0] === undefined ? '' : ` (${this.label(files[0])} may be older and is not used)`;
    return { kind: 'gap', file: label, gap: { ...gap, detail: gap.detail + older } };
  }

  #misnamed(path: string, due: string): Answer {
    const file = this.label(path);
    const what = COMPRESSED.test(path)
      ? 'is compressed: unpack it as'
      : 'is not read under that name: call it';
    return { kind: 'gap', file, gap: { status: 'NOT_CAPTURED', detail: `${file} ${what} ${due}` } };
  }

  async #read(path: string): Promise<Answer> {
    const file = this.label(path);
    if (this.#signal.aborted) {
      return { kind: 'gap', file, gap: faulty(file, 'was not read: the pass was stopped before') };
    }
    const read = await readInside(this.#root, file);
    const parsed = read.ok ? parseExport(read.text) : read;
    if (!parsed.ok) return { kind: 'gap', file, gap: faulty(file, parsed.fault) };
    const refused = gapOfErrorBody(file, parsed.documents[0]);
    if (refused !== null) return { kind: 'gap', file, gap: refused };
    return { kind: 'read', file, documents: parsed.documents, stream: parsed.stream };
  }

  #one(answers: Answer[]): Answer {
    const [first, ...others] = answers;
    if (first === undefined) return { kind: 'absent' };
    const broken = answers.find((answer) => answer.kind === 'gap');
    if (broken !== undefined || first.kind !== 'read') return broken ?? first;
    const other = others.find(
      (answer) => answer.kind === 'read' && !isDeepStrictEqual(answer.documents, first.documents),
    );
    if (other === undefined || other.kind !== 'read') return first;
    const fault = `and ${other.file} say different things: keep the newer one`;
    return { kind: 'gap', file: first.file, gap: faulty(first.file, fault) };
  }
}

/** A gap for a file whose content cannot be used. */
export function faulty(file: string, fault: string): Gap {
  return { status: 'ERROR', detail: `${file} ${fault}` };
}

const COMPRESSED = /\.(?:gz|zip|zst|xz|bz2)$/i;

/** What the script leaves of a command that failed or was stopped. */
const UNFINISHED = /\.(?:error|part|words)$/;

/** The file that was meant for a name that has none: `run-services.json.gz`, `Run-Services.JSON`, `run-services.json.txt`. */
function otherName(names: readonly string[], base: string, anyCase: boolean): string | null {
  const plain = (name: string) => (anyCase ? name.toLowerCase() : name);
  const starts = FORMATS.map((format) => plain(base) + format);
  const meant = (name: string) => starts.some((start) => plain(name).startsWith(start));
  return names.find((name) => !UNFINISHED.test(name) && meant(name)) ?? null;
}

function withoutFormat(name: string): string {
  const format = FORMATS.find((ending) => name.endsWith(ending));
  return format === undefined ? name : name.slice(0, -format.length);
}
