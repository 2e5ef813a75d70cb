import { PlumblineError } from '../../errors.ts';

/**
 * The steps that bring a store from the schema it has to the one this version knows, in order; `steps[n]`
 * leads from version n to n + 1 and version 0 is an empty store. Throws STORE_SCHEMA for a newer store.
 */
export function pendingSteps<T>(found: number, steps: readonly T[], place: string): T[] {
  if (found > steps.length) throw newerSchema(found, steps.length, place);
  return steps.slice(found);
}

/** The error for a store that a later version of Plumbline has written. */
export function newerSchema(found: number, known: number, place: string): PlumblineError {
  return new PlumblineError(
    'STORE_SCHEMA',
    `${place} has store schema ${found}, this version of Plumbline knows ${known}: upgrade Plumbline, or name another store in PLUMBLINE_STORE`,
  );
}
