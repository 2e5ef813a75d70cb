import { z } from 'zod';
import { suggest } from '../suggest.ts';
import { shown } from './words.ts';

/** One of a few words; the message names them, and the likeliest where the word is mistyped. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T): z.ZodEnum<ToEnum<T>> {
  return z.enum(values, {
    error: ({ input }) => {
      const near = typeof input === 'string' ? suggest(input, values) : null;
      const hint = near === null ? '' : `; did you mean "${near}"?`;
      const found = input === undefined ? 'is missing; it must be' : 'must be';
      const what = input === undefined ? '' : `, not ${shown(input)}`;
      return `${found} ${either(values)}${what}${hint}`;
    },
  }) as z.ZodEnum<ToEnum<T>>;
}

type ToEnum<T extends readonly string[]> = { [K in T[number]]: K };

/** `a, b or c`. */
export function either(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}
