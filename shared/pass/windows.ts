import type { Attributed } from '../attribution/attribute-pass.ts';
import { windowChanges } from '../break-glass/changes.ts';
import type { BreakGlassWindow } from '../break-glass/model.ts';
import { windowsFor } from '../break-glass/request.ts';
import { withPass } from '../break-glass/window.ts';
import type { Comparison } from '../compare-baseline.ts';
import type { StateStore } from '../ports.ts';
import type { Pass, PassDeps } from './model.ts';

/** The break-glass windows a pass was asked for; most passes are asked for none, and read nothing. */
export async function askedWindows(
  store: StateStore,
  { lease, startedAt }: Pass,
): Promise<BreakGlassWindow[]> {
  if (lease.requests.length === 0) return [];
  return windowsFor(lease.requests, await store.listWindows(), startedAt);
}

/** The windows of a pass with what it saw changed. */
export function keptWindows(
  { contract }: PassDeps,
  { runId, startedAt }: Pass,
  seen: Pick<Attributed, 'decisions' | 'actors'> & { windows: BreakGlassWindow[]; comparison: Comparison },
): BreakGlassWindow[] {
  if (seen.windows.length === 0) return [];
  const { changes } = seen.comparison;
  const { findings } = seen.decisions;
  const at = startedAt.toISOString();
  const kept = windowChanges({ contract, changes, findings, actors: seen.actors, at });
  return seen.windows.map((window) => withPass(window, { runId, changes: kept }));
}
