import { annotationClass, labelClass } from '../catalogue/names.ts';
import type { JsonObject } from '../json.ts';
import type { Place } from './context.ts';
import { inOrder, isAbsent, objectAt, put, textAt } from './read.ts';
import { tellableName } from './token.ts';
import { tellableText } from './unknown.ts';

/** Labels without the noise clients and the platform put there. */
export function labels(value: unknown, place: Place, where: string): JsonObject | undefined {
  return named(value, { place, where, classOf: labelClass });
}

/** Annotations without noise; those of the platform's own namespaces that nobody knows stay, to be reported. */
export function annotations(value: unknown, place: Place, where: string): JsonObject | undefined {
  return named(value, { place, where, classOf: annotationClass });
}

function named(
  value: unknown,
  { place, where, classOf }: { place: Place; where: string; classOf: (key: string) => string },
): JsonObject | undefined {
  const raw = objectAt(value, where);
  const out: JsonObject = {};
  for (const key in raw) {
    if (isAbsent(raw[key]) || classOf(key) === 'noise') continue;
    const text = textAt(raw[key], `${where}.*`) ?? '';
    put(out, tellableName(key, place), tellableText(text, place));
  }
  return inOrder(out);
}
