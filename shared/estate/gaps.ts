import { compareText, type Gap, type GapStatus } from '../snapshot/model.ts';

/** Gaps that nobody but a person can mend come first; those that pass by themselves come last. */
const WORST_FIRST: readonly GapStatus[] = [
  'DENIED',
  'API_DISABLED',
  'ERROR',
  'UNREACHABLE',
  'THROTTLED',
  'NOT_CAPTURED',
];

const NAMED = 5;

/** Orders gap statuses, the one a person must act on first. */
export function compareGapStatus(a: GapStatus, b: GapStatus): number {
  return WORST_FIRST.indexOf(a) - WORST_FIRST.indexOf(b);
}

/**
 * One gap that stands for several members of a scope: the worst status, and words that say how many of
 * `total` were not read, name the first of them and repeat how the worst is mended. Null for no gaps.
 */
export function summariseGaps(gaps: Record<string, Gap>, total: number): Gap | null {
  const members = Object.entries(gaps).sort(
    ([a, left], [b, right]) => compareGapStatus(left.status, right.status) || compareText(a, b),
  );
  const worst = members[0]?.[1];
  if (worst === undefined) {
    return null;
  }
  const named = members.slice(0, NAMED).map(([name, gap]) => `${name} (${gap.status})`);
  const rest = members.length > NAMED ? ` and ${members.length - NAMED} more` : '';
  return {
    status: worst.status,
    detail: `${members.length} of ${total} not read: ${named.join(', ')}${rest}: ${worst.detail}`,
  };
}
