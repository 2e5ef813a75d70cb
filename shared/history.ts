import { durationMs } from './contract/language/time.ts';
import type { Transition } from './findings/model.ts';
import type { RunRecord, StateStore } from './ports.ts';

/** What happened at one time: a run with all it decided, or what a person settled between two runs. */
export type HistoryEntry =
  | { kind: 'run'; at: string; run: RunRecord }
  | { kind: 'settlement'; at: string; transition: Transition };

/** Runs shown where nobody says since when. */
const RUNS_SHOWN = 50;
/** Far above what is kept: an hourly monitor of 90 days has 2,160 runs. */
const MOST = 20_000;

/** Runs and settlements since an instant (RFC 3339), or the last fifty runs with what was settled since; newest first. */
export async function readHistory(
  store: Pick<StateStore, 'listRuns' | 'listTransitions'>,
  since: string | null,
): Promise<HistoryEntry[]> {
  const runs = await store.listRuns(since === null ? RUNS_SHOWN : MOST, since);
  const from = since ?? (runs.length < RUNS_SHOWN ? null : (runs.at(-1)?.startedAt ?? null));
  const transitions = await store.listTransitions(MOST, from);
  const entries: HistoryEntry[] = [
    ...runs.map((run) => ({ kind: 'run' as const, at: run.startedAt, run })),
    ...transitions
      .filter(({ runId }) => runId === null)
      .map((transition) => ({ kind: 'settlement' as const, at: transition.at, transition })),
  ];
  return entries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/**
 * The instant `--since` names: a duration before now (`36h`, `7d`), the beginning of a day (UTC), or an
 * RFC 3339 time; null where it is none of them.
 */
export function sinceInstant(text: string, now: Date): string | null {
  const before = durationMs(text);
  if (before !== null) return new Date(now.getTime() - before).toISOString();
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return null;
  const isDay = text.length === 10;
  return isDay && !instant.toISOString().startsWith(text) ? null : instant.toISOString();
}
