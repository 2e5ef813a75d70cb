import type { z } from 'zod';
import { isObject, type Json } from '../snapshot/json.ts';
import type { ClashParams } from './language/clash.ts';
import { SAY_THE_FIRST } from './language/per-environment.ts';
import type { Path } from './yaml-source.ts';

/**
 * One problem of the schema, with the path it stands at; `keyed` where the key itself is wrong, `other`
 * where it contradicts a second place.
 */
export interface SchemaProblem {
  path: Path;
  keyed: boolean;
  message: string;
  other?: Path;
}

type ZodIssue = z.core.$ZodIssue;

/** Every problem of a rejected document; of alternatives, those of the one the author most likely meant. */
export function schemaProblems(issues: readonly ZodIssue[], document: Json): SchemaProblem[] {
  return issues.flatMap((issue) => expand(issue, [], document));
}

function expand(issue: ZodIssue, prefix: Path, document: Json): SchemaProblem[] {
  const path = [...prefix, ...segments(issue.path)];
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: [...path, key],
      keyed: true,
      message: messages[index] ?? '',
    }));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, keyed: true, message: issue.issues[0]?.message ?? issue.message }];
  }
  if (issue.code === 'invalid_union') {
    const fallback = issue.message === SAY_THE_FIRST ? issue.errors[0] : undefined;
    const meant = meantBranch(issue.errors, valueAt(document, path)) ?? fallback;
    if (meant !== undefined) return meant.flatMap((inner) => expand(inner, path, document));
  }
  return [{ path, keyed: false, message: issue.message, ...otherPlace(issue, path) }];
}

function otherPlace(issue: ZodIssue, path: Path): { other?: Path } {
  const clash = issue.code === 'custom' ? (issue.params?.clash as ClashParams | undefined) : undefined;
  if (clash === undefined) return {};
  return { other: [...path.slice(0, path.length - clash.up), ...clash.other] };
}

/** The alternative whose kind fits what was written and that complains least; null where none fits. */
function meantBranch(branches: readonly ZodIssue[][], value: Json | undefined): ZodIssue[] | null {
  const container = typeof value === 'object' && value !== null;
  const fitting = branches.filter((branch) => !branch.some((issue) => isOtherKind(issue, container)));
  return fitting.reduce<ZodIssue[] | null>(
    (best, branch) => (best === null || complaints(branch) < complaints(best) ? branch : best),
    null,
  );
}

/** How much an alternative finds wrong: each key it does not know counts. */
function complaints(branch: readonly ZodIssue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);
}

/** Whether an alternative takes another kind of value altogether (a map where text stands). */
function isOtherKind(issue: ZodIssue, container: boolean): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_type') return true;
  if (issue.code === 'invalid_union') {
    return issue.errors.every((branch) => branch.some((inner) => isOtherKind(inner, container)));
  }
  return container && (issue.code === 'invalid_value' || issue.code === 'invalid_format');
}

function segments(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment));
}

function valueAt(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document;
  for (const segment of path) {
    if (Array.isArray(value)) value = value[Number(segment)];
    else if (isObject(value) && Object.hasOwn(value, segment)) value = value[segment];
    else return undefined;
  }
  return value;
}
