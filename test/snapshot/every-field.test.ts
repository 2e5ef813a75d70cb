import { describe, expect, test } from '@jest/globals';
import { catalogueOf, classOf } from '../../shared/snapshot/catalogue.ts';
import { diffFields } from '../../shared/snapshot/diff-fields.ts';
import type { FieldClass } from '../../shared/snapshot/model.ts';
import { formatPath } from '../../shared/snapshot/path.ts';
import { documentOf } from '../properties/read.ts';
import type { Leaf } from './protos.ts';
import { SUBJECTS, type Subject } from './subjects.ts';

type Doc = Record<string, unknown>;

/** Names a list is keyed by: they are no field of the canonical document, but where the others stand. */
const KEYS = new Set(['name', 'mountPath', 'path']);
/** A resource's own name and owner are not its settings. */
const NAMES = new Set(['name', 'service']);

describe.each(SUBJECTS)('each field of $message, changed alone', (subject) => {
  const leaves = subject.leaves.filter(({ path }) => !NAMES.has(path));

  test.each(leaves)('$path', ({ path, samples }) => {
    const [before, after] = samples.map((sample) => fieldsWith(subject, path, sample));
    const expected = classFor(subject, path);
    if (isNoise(subject, { path })) {
      expect(after).toEqual(before);
      expect(before).toEqual(documentOf(subject.resource, 'svc', subject.body(subject.base)).fields);
      return;
    }
    const found = diffFields(before ?? {}, after ?? {}, catalogueOf(subject.resource));
    expect(found.length).toBeGreaterThan(0);
    for (const { segments } of found) expect(formatPath(segments)).toContain(placeOf(subject, path));
    if (isKey(subject, path)) return;
    expect(new Set(found.map((difference) => difference.class))).toEqual(new Set([expected]));
  });
});

function classFor({ resource, root }: Subject, path: string): FieldClass {
  return classOf(resource, [...root, ...path.split('.')]);
}

function isNoise(subject: Subject, { path }: Pick<Leaf, 'path'>): boolean {
  return classFor(subject, path) === 'noise' && !isKey(subject, path);
}

function isKey({ holder }: Subject, path: string): boolean {
  const segments = path.split('.');
  const isHeld = path.startsWith(`${holder}containers.`) || path.startsWith(`${holder}volumes.`);
  return isHeld && segments.at(-2) === '*' && KEYS.has(segments.at(-1) ?? '');
}

/** The part of a canonical path that does not depend on a list's keys. */
function placeOf(subject: Subject, path: string): string {
  const { holder, root } = subject;
  const place = (text: string) => [...root, text].join('.');
  if (path.startsWith(`${holder}volumes.*.cloudSqlInstance`)) return place(`${holder}cloudSqlInstances`);
  if (isKey(subject, path)) return place(holder).replace(/\.$/, '');
  const isContainer = path.startsWith(`${holder}containers.*.`);
  return place((isContainer ? path.replace('*', 'main') : path).split('.*')[0] ?? '');
}

function fieldsWith(subject: Subject, path: string, value: unknown) {
  const message = structuredClone(subject.base);
  setAt(message, path.split('.'), value);
  return documentOf(subject.resource, 'svc', subject.body(message)).fields;
}

/** `*` is the first element of a list of messages, or a key of a map. */
function setAt(target: Doc, [name = '', next, ...rest]: string[], value: unknown): void {
  if (next === undefined) target[name] = value;
  else if (next !== '*') setAt(objectIn(target, name, {}), [next, ...rest], value);
  else if (rest.length === 0) objectIn(target, name, {}).k = value;
  else setAt(objectIn(objectIn(target, name, []), '0', {}), rest, value);
}

function objectIn(target: Doc, name: string, empty: object): Doc {
  target[name] ??= empty;
  return target[name] as Doc;
}
