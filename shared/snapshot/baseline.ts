import { gapFor, type Reading, type ResourceDocument, resourceId, UNNAMED } from './model.ts';
import { withObserved } from './not-observed.ts';

/**
 * What the next pass compares a scope with: the current reading where it is OK, with the documents it
 * could not read, and the settings they did not show, carried over from before, so that they are compared
 * once they can be read again; the previous reading where the current one is not OK.
 */
export function mergeReading(previous: Reading | null, current: Reading): Reading {
  if (current.status !== 'OK') return previous ?? current;
  const known = previous?.status === 'OK' ? previous : null;
  const unnamed = resourceId(current, UNNAMED);
  const carried: Record<string, ResourceDocument> = {};
  for (const [id, document] of Object.entries(known?.documents ?? {}))
    if (gapFor(current, id) !== null) carried[id] = document;
  // What was never read stays a gap: read at last, it is not new. What was once read whole is known.
  const gaps = Object.entries(current.gaps).filter(([id]) =>
    id === unnamed ? known === null || Object.hasOwn(known.gaps, unnamed) : !Object.hasOwn(carried, id),
  );
  const read = Object.entries(current.documents).map(
    ([id, document]) => [id, withObserved(document, known?.documents[id])] as const,
  );
  return {
    ...current,
    documents: { ...Object.fromEntries(read), ...carried },
    gaps: Object.fromEntries(gaps),
  };
}
