import type { Path } from '../yaml-source.ts';

/** Two statements of a contract that cannot both hold, told at one of them with the place of the other. */
export interface Contradiction {
  path: Path;
  message: string;
}
