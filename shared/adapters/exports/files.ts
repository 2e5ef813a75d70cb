import { constants, type Dirent } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isObject } from '../../snapshot/json.ts';
import { compareText } from '../../snapshot/model.ts';

/** The largest file that is read; a list of ten thousand services is about 60 MB. */
const MAX_BYTES = 512 * 1024 * 1024;

export type FileText = { ok: true; text: string } | { ok: false; fault: string };

/** The names in a folder, sorted; empty where there is no such folder. */
export async function entriesOf(folder: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.map((entry) => entry.name).sort(compareText);
}

/** Why nothing stands in a folder, as a code of the file system; null where it is merely empty. */
export function whyNothingIn(folder: string): Promise<string | null> {
  return readdir(folder).then(() => null, codeOf);
}

/** Reads a regular file that lies, links resolved, inside `root`; anything else is a fault, and a pipe is never waited for. */
export async function readInside(root: string, relative: string): Promise<FileText> {
  try {
    const path = await realpath(join(root, relative));
    if (!path.startsWith((await realpath(root)) + sep)) {
      return { ok: false, fault: 'leads out of the exports folder and is not followed' };
    }
    return await readRegular(path);
  } catch (error) {
    return { ok: false, fault: `cannot be opened (${codeOf(error)})` };
  }
}

async function readRegular(path: string): Promise<FileText> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { ok: false, fault: 'is not a file' };
    if (stat.size > MAX_BYTES) return { ok: false, fault: 'is larger than 512 MB' };
    const bytes = await handle.readFile();
    if (COMPRESSED.some((mark) => bytes.subarray(0, 4).toString('hex').startsWith(mark)))
      return { ok: false, fault: 'is compressed: unpack it' };
    return { ok: true, text: textOf(bytes) };
  } finally {
    await handle.close();
  }
}

/** How gzip, zip, Zstandard, xz and bzip2 begin. */
const COMPRESSED = ['1f8b', '504b0304', '28b52ffd', 'fd377a58', '425a68'];

/**
 * UTF-8, or what the byte order mark says: `>` of Windows PowerShell writes UTF-16. Without a mark, UTF-16 is
 * known by the zero beside its first character, which JSON and YAML never begin with.
 */
function textOf(bytes: Buffer): string {
  const [first, second] = bytes;
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || (second === 0 && first !== 0)) return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 'feff' || (first === 0 && second !== 0)) return new TextDecoder('utf-16be').decode(bytes);
  return bytes.toString('utf8');
}

function codeOf(error: unknown): string {
  return isObject(error) && typeof error.code === 'string' ? error.code : 'unknown reason';
}
