import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PlumblineError } from '../../errors.ts';
import { compareText } from '../../snapshot/model.ts';

const SHOWN = 8;

/**
 * Throws one clear line where a `--from` folder cannot be meant: it is not there, it is no folder, or
 * none of the contract's projects has a folder in it. One missing project is a gap, not an error.
 */
export function checkExportsDirectory(dir: string, projects: readonly string[]): void {
  const kind = kindOf(dir);
  if (kind === 'missing') {
    throw refused(dir, 'there is no such folder; fill one with the script plumbline export-commands prints');
  }
  if (kind === 'other') throw refused(dir, 'is not a folder');
  if (projects.some((project) => kindOf(join(dir, project)) === 'folder')) return;
  throw refused(dir, `needs a folder for each project (${projects.join(', ')}); it holds ${held(dir)}`);
}

function refused(dir: string, why: string): PlumblineError {
  return new PlumblineError('INPUT_INVALID', `--from ${JSON.stringify(dir)}: ${why}`);
}

function kindOf(path: string): 'folder' | 'other' | 'missing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'other';
  } catch {
    return 'missing';
  }
}

function held(dir: string): string {
  const folders = readdirSync(dir)
    .filter((name) => kindOf(join(dir, name)) === 'folder')
    .sort(compareText)
    .map((name) => JSON.stringify(name));
  if (folders.length === 0) return 'none';
  const more = folders.length > SHOWN ? ` and ${folders.length - SHOWN} more` : '';
  return folders.slice(0, SHOWN).join(', ') + more;
}
