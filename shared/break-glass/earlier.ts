import type { FindingRecord } from '../findings/model.ts';
import type { BreakGlassWindow } from './model.ts';
import { isAbout } from './window.ts';

/** What an earlier window took, and what is neither put back nor written back of it. */
export interface EarlierWindow {
  window: BreakGlassWindow;
  /** Open findings that belong to it, worst first. */
  findings: FindingRecord[];
}

/**
 * What still stands from windows that were opened before this one, in its environments: it belongs to
 * them, and whoever was told to look at this one must know of it. `windows`, `findings`: all there are.
 */
export function standingFromEarlier(
  window: BreakGlassWindow,
  windows: readonly BreakGlassWindow[],
  findings: readonly FindingRecord[],
): EarlierWindow[] {
  const open = findings.filter(({ state, environment }) => state === 'open' && isAbout(window, environment));
  return windows
    .filter(({ id, openedAt }) => id !== window.id && openedAt <= window.openedAt)
    .map((one) => ({ window: one, findings: open.filter(({ windowId }) => windowId === one.id) }))
    .filter((one) => one.findings.length > 0);
}
