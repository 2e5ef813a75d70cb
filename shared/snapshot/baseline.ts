import type { Gap, Reading, ResourceDocument } from './model.ts';

/**
 * What the next pass compares a scope with: the current reading where it is OK, with the documents it
 * could not read carried over from before, so that they are compared once they can be read again; the
 * previous reading where the current one is not OK.
 */
export function mergeReading(previous: Reading | null, current: Reading): Reading {
  if (current.status !== 'OK') return previous ?? current;
  const known = previous?.status === 'OK' ? previous.documents : {};
  const carried: Record<string, ResourceDocument> = {};
  const gaps: Record<string, Gap> = {};
  for (const [id, gap] of Object.entries(current.gaps)) {
    const document = Object.hasOwn(known, id) ? known[id] : undefined;
    // What was never read stays a gap: read at last, it is not new.
    if (document === undefined) gaps[id] = gap;
    else carried[id] = document;
  }
  return { ...current, documents: { ...current.documents, ...carried }, gaps };
}
