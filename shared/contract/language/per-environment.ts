import { z } from 'zod';
import { environmentName, type Names } from './names.ts';
import { must } from './words.ts';

/** A value the contract gives once for all environments, or one for each it names. */
export type Varying<T> =
  | { everywhere: true; value: T }
  | { everywhere: false; values: ReadonlyMap<string, T> };

/** Makes a setting of a schema: given once (profiles), or once or by environment (services). */
export type Vary = <S extends z.ZodType>(schema: S) => z.ZodType<Varying<z.output<S>>>;

/** The message of alternatives that leave it to the first of them to say what is due. */
export const SAY_THE_FIRST = '';

/** A setting that stands inside one environment already. */
export const plain: Vary = (schema) => schema.transform(once);

/** A setting given once or as `{ environment: value }`. */
export function perEnvironment(names: Names): Vary {
  return (schema) => {
    const map = z
      .record(environmentName(names), schema, must('a map of environments'))
      .refine((values) => Object.keys(values).length > 0, { error: 'names no environment' })
      .meta({ minProperties: 1 })
      .transform(byEnvironment)
      .describe('One value for each environment named.');
    return z.union([schema.transform(once), map], { error: () => SAY_THE_FIRST });
  };
}

function once<T>(value: T): Varying<T> {
  return { everywhere: true, value };
}

function byEnvironment<T>(values: Record<string, T>): Varying<T> {
  return { everywhere: false, values: new Map(Object.entries(values)) };
}

/** What a setting says for one environment; undefined where it says nothing. */
export function valueFor<T>(varying: Varying<T> | undefined, environment: string): T | undefined {
  if (varying === undefined) return undefined;
  return varying.everywhere ? varying.value : varying.values.get(environment);
}
