import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const PARENT = existsSync(MEMORY) ? MEMORY : tmpdir();

/** A new folder for the stores of a test: in memory where the machine has such a place, so that no commit waits for a disk. */
export function quickFolder(prefix: string): string {
  return mkdtempSync(join(PARENT, prefix));
}
