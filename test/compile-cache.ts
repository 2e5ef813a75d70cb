import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** NODE_COMPILE_CACHE of the processes that tests start: what one has compiled, the next does not compile again. */
export const COMPILE_CACHE = join(tmpdir(), 'plumbline-compile-cache');
