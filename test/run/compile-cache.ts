import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUN_FOLDER } from './run-folder.ts';

/**
 * NODE_COMPILE_CACHE of the processes that tests start: what one has compiled, the next does not compile
 * again. It goes with the run that has filled it.
 */
export const COMPILE_CACHE = join(process.env[RUN_FOLDER] ?? tmpdir(), 'plumbline-compile-cache');
