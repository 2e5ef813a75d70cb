import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Gap } from '../../snapshot/model.ts';
import type { FileReading, WorkflowSource } from '../../workflows/source.ts';

/** GitHub takes no workflow beyond half of this. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads the working tree of a checkout, whatever branch it stands on. `folder` is relative to the folder of
 * the contract; nothing outside the checkout is read, also not through links.
 */
export function createCheckout({ contract, folder }: { contract: string; folder: string }): WorkflowSource {
  const remote = /^[a-z]+:\/\//i.test(contract);
  return {
    read: async ({ path }) => {
      if (remote) return unread(`the contract stands in a bucket, and ${folder} beside it is no checkout`);
      const root = await realFolder(resolve(dirname(contract), folder));
      if (root === null) return unread(`there is no checkout at ${folder}, beside the contract`);
      return readInside(root, { path, folder });
    },
  };
}

async function realFolder(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : null;
  } catch {
    return null;
  }
}

async function readInside(
  root: string,
  { path, folder }: { path: string; folder: string },
): Promise<FileReading> {
  try {
    const real = await realpath(join(root, path));
    if (!isInside(root, real)) return unread(`${path} leads out of the checkout at ${folder}`, 'ERROR');
    const facts = await stat(real);
    if (!facts.isFile()) return unread(`${path} is no file in the checkout at ${folder}`, 'ERROR');
    if (facts.size > MAX_BYTES) return unread(`${path} is larger than a workflow may be (1 MiB)`, 'ERROR');
    return { status: 'read', text: await readFile(real, 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return unread(`there is no ${path} in the checkout at ${folder}`);
    if (code === 'EACCES') return unread(`${path} of the checkout at ${folder} may not be read`, 'DENIED');
    return unread(`${path} of the checkout at ${folder} could not be read (${code ?? 'unknown'})`, 'ERROR');
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function unread(detail: string, status: Gap['status'] = 'NOT_CAPTURED'): FileReading {
  return { status: 'unread', gap: { status, detail } };
}
