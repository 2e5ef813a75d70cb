import { matchesPath, parsePath } from '../snapshot/path.ts';

/**
 * Whether a check's path speaks of a changed path: the same one, or (a check may name a setting by the
 * end of its path) a trailing run of it. A whole resource is only itself.
 */
export function speaksOf(checkPath: string | null, changedPath: string | null): boolean {
  if (checkPath === changedPath) return true;
  return checkPath !== null && changedPath !== null && matchesPath(checkPath, changedPath);
}

/**
 * Whether a changed path is what a check's path speaks of, or a part of it: the version of the secret
 * behind the environment key that is judged. A whole root, such as a policy, covers only itself.
 */
export function covers(checkPath: string | null, changedPath: string | null): boolean {
  if (speaksOf(checkPath, changedPath)) return true;
  if (checkPath === null || changedPath === null) return false;
  const [outer, inner] = [parsePath(checkPath), parsePath(changedPath)];
  return (
    outer.length > 1 &&
    outer.length < inner.length &&
    outer.every((segment, index) => segment === inner[index])
  );
}
