import type { ScopeRef } from '../../estate/source.ts';

/** A scope of one environment came to its end, read or not; `total` grows while regions are discovered. */
export interface ProgressEvent extends ScopeRef {
  environment: string;
  /** Scopes of the environment that came to their end. */
  done: number;
  /** Scopes of the environment known so far. */
  total: number;
}

/** Counts the scopes of one environment while they are read. */
export interface ScopeProgress {
  begun(refs: ScopeRef[]): void;
  ended(refs: ScopeRef[]): void;
}

/** Answers a count that tells of every scope once, when it comes to its end. */
export function createScopeProgress(
  environment: string,
  tell: (event: ProgressEvent) => void,
): ScopeProgress {
  const known = new Set<string>();
  const done = new Set<string>();
  return {
    begun: (refs) => {
      for (const ref of refs) known.add(keyOf(ref));
    },
    ended: (refs) => {
      for (const ref of refs) {
        if (done.has(keyOf(ref))) continue;
        known.add(keyOf(ref));
        done.add(keyOf(ref));
        const { resource, region } = ref;
        tell({ environment, resource, region, done: done.size, total: known.size });
      }
    },
  };
}

function keyOf({ resource, region }: ScopeRef): string {
  return `${resource}|${region ?? '-'}`;
}
