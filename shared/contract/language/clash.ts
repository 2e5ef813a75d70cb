import type { z } from 'zod';
import type { Path } from '../yaml-source.ts';

/** Two statements that cannot both hold; the paths are relative to what is refined. */
export interface Clash {
  path: Path;
  other: Path;
  message: string;
}

/** What the loader needs to find the other statement of a clash: how far up the common root is, and the way down. */
export interface ClashParams {
  up: number;
  other: Path;
}

/** Says that two statements cannot both hold, at the first; the loader adds the place of the other. */
export function addClash(context: z.RefinementCtx, { path, other, message }: Clash): void {
  const params: ClashParams = { up: path.length, other };
  context.addIssue({ code: 'custom', path: [...path], message, params: { clash: params } });
}
