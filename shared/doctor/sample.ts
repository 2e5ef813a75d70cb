import { compareText } from '../snapshot/model.ts';

/** The first, the middle and the last by region and name: the same ones for the same estate. */
export function sampleOf<T extends { name: string; region: string | null }>(members: T[]): T[] {
  const sorted = members.toSorted(
    (a, b) => compareText(a.region ?? '', b.region ?? '') || compareText(a.name, b.name),
  );
  const last = sorted.length - 1;
  const places = new Set([0, Math.floor(last / 2), last]);
  return sorted.filter((_, place) => places.has(place));
}
