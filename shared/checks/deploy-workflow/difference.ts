import type { Json } from '../../snapshot/json.ts';
import type { FilePlace } from '../../workflows/model.ts';

/** Two values of one thing. */
export type Sides<T> = [candidate: T, reference: T];

/** One of two sides: the candidate or the reference. */
export type Side = 0 | 1;

/** One way in which two workflows are not built alike. */
export interface Difference {
  /** Segments of the path, from the root of the workflow that the difference belongs to. */
  path: string[];
  /** What the sentence is about: `job deploy`, `step "Test" of job build`; empty for the workflow itself. */
  subject: string;
  /** What it is that differs, as a noun; null where the subject is missing on one side. */
  what: string | null;
  values: Sides<Json>;
  /** Where each side says it; null where it says nothing. */
  at: Sides<FilePlace | null>;
  /** Whose workflow is to be mended: the one that lacks something, or else the candidate's. */
  belongsTo: Side;
  /** Something that holds a deployment up on one side only. */
  gate: boolean;
  /** Whether it is a breach of one structure, or something people may well want to differ. */
  breach: boolean;
}

/** Something that one side alone has. */
export function missingThing(
  has: Side,
  path: string[],
  { subject, at, gate = false }: { subject: string; at: FilePlace; gate?: boolean },
): Difference {
  return {
    path,
    subject,
    what: null,
    values: has === 0 ? ['present', null] : [null, 'present'],
    at: has === 0 ? [at, null] : [null, at],
    belongsTo: has === 0 ? 1 : 0,
    gate,
    breach: true,
  };
}

/** What a difference of two values stands at. */
export interface Whereabouts {
  subject: string;
  /** Of each side: names differ between environments. */
  paths: Sides<string[]>;
  at: Sides<FilePlace | null>;
}

/** Two values that are not the same; nothing where they are. */
export function differing(
  { subject, paths, at }: Whereabouts,
  key: string,
  said: { what: string; values: Sides<Json>; breach?: boolean; belongsTo?: Side; gate?: boolean },
): Difference[] {
  const { what, values, breach = true, belongsTo = 0, gate = false } = said;
  if (same(values)) return [];
  return [{ path: [...paths[belongsTo], key], subject, what, values, at, belongsTo, gate, breach }];
}

/** `continue-on-error` of one side: what fails there holds nothing up. */
export function toleranceOf(about: Whereabouts, values: Sides<boolean>): Difference[] {
  const belongsTo = values[0] ? 0 : 1;
  return differing(about, 'continue-on-error', { what: 'continue-on-error', values, belongsTo, gate: true });
}

/** What both lists hold, in pairs, and what one of them alone holds; equal keys are paired in their order. */
export function matched<T>(
  [candidate, reference]: Sides<readonly T[]>,
  keyOf: (item: T) => string,
): { pairs: Sides<T>[]; alone: { item: T; has: Side }[] } {
  const waiting = Map.groupBy(reference, keyOf);
  const met = new Set<T>();
  const pairs: Sides<T>[] = [];
  const alone: { item: T; has: Side }[] = [];
  for (const item of candidate) {
    const other = waiting.get(keyOf(item))?.find((one) => !met.has(one));
    if (other === undefined) alone.push({ item, has: 0 });
    else {
      met.add(other);
      pairs.push([item, other]);
    }
  }
  for (const item of reference) if (!met.has(item)) alone.push({ item, has: 1 });
  return { pairs, alone };
}

/** Whether two values are equal, in every part. */
export function same([a, b]: Sides<Json>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
