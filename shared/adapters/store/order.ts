import type { OutboxEntry } from '../../alerts/model.ts';
import { type FindingRecord, SEVERITIES, type Transition } from '../../findings/model.ts';
import { compareText } from '../../snapshot/model.ts';

/** An entry with its place among those of its own commit. */
export interface QueuedEntry {
  entry: OutboxEntry;
  position: number;
}

/** Worst first, then the newest, then by fingerprint. */
export function worstFirst(records: FindingRecord[]): FindingRecord[] {
  return records.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      instant(b.firstSeenAt) - instant(a.firstSeenAt) ||
      compareText(a.fingerprint, b.fingerprint),
  );
}

/** Oldest first; entries of one commit as that commit listed them. */
export function oldestFirst(queued: QueuedEntry[]): OutboxEntry[] {
  return queued
    .toSorted(
      (a, b) =>
        instant(a.entry.createdAt) - instant(b.entry.createdAt) ||
        a.position - b.position ||
        compareText(a.entry.id, b.entry.id),
    )
    .map((item) => item.entry);
}

/**
 * The instant (milliseconds since 1970) a batch of transitions is filed under: its newest. So the newest n
 * batches always hold the newest n transitions.
 */
export function filedAt(transitions: Transition[]): number {
  return Math.max(...transitions.map((transition) => instant(transition.at)));
}

/** The newest transitions of batches that come newest first; those of one instant stay in their batch's order. */
export function newestTransitions(
  batches: Transition[][],
  limit: number,
  since: string | null = null,
): Transition[] {
  const from = since === null ? Number.NEGATIVE_INFINITY : instant(since);
  return batches
    .flat()
    .filter((transition) => instant(transition.at) >= from)
    .toSorted((a, b) => instant(b.at) - instant(a.at))
    .slice(0, limit);
}

function instant(text: string): number {
  return Date.parse(text);
}
