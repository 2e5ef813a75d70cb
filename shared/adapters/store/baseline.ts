import type { Baseline } from '../../ports.ts';

/** Content ids that a new baseline refers to and the old one did not, and the reverse. */
export function referenceChange(before: Baseline, after: Baseline): { entered: string[]; left: string[] } {
  const old = contentIds(before);
  const next = contentIds(after);
  return {
    entered: [...next].filter((id) => !old.has(id)),
    left: [...old].filter((id) => !next.has(id)),
  };
}

/** Every content id a baseline refers to. */
export function contentIds(baseline: Baseline): Set<string> {
  return new Set(Object.values(baseline).map((pointer) => pointer.sha256));
}
