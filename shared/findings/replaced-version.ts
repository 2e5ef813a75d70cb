import { isObject } from '../snapshot/json.ts';
import { parsePath } from '../snapshot/path.ts';
import type { Difference } from './describe-change.ts';

/** Whether a secret has another version under a number it had before. */
export function isReplacedVersion({ path, before, after }: Difference): boolean {
  if (path === null || parsePath(path)[0] !== 'versions') return false;
  return [before, after].every((side) => isObject(side) && side.createTime !== undefined);
}
