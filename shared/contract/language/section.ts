import { z } from 'zod';
import { didYouMean } from '../suggest.ts';
import { addClash } from './clash.ts';
import { must } from './words.ts';

/** A map whose keys are all known. The message about unknown ones has one line for each, in their order. */
export function section<S extends z.ZodRawShape>(due: string, shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  const wrongKind = must(due);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `is not a key of ${due}; ${didYouMean(key, known)}`).join('\n')
        : wrongKind.error(issue),
  });
}

/** A list without repetitions. */
export function listOf<S extends z.ZodType>(due: string, item: S): z.ZodArray<S> {
  return z.array(item, must(due)).superRefine((items, context) => {
    const seen = new Map<string, number>();
    for (const [index, value] of items.entries()) {
      const key = JSON.stringify(value);
      const first = seen.get(key);
      if (first !== undefined) {
        const message = `repeats entry ${first + 1} of the list`;
        addClash(context, { path: [index], other: [first], message });
      }
      seen.set(key, first ?? index);
    }
  });
}

/** A list with at least one entry and without repetitions. */
export function someOf<S extends z.ZodType>(due: string, item: S): z.ZodArray<S> {
  return listOf(due, item).min(1, { error: `is empty; it must be ${due}` });
}
