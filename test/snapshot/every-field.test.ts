import { describe, expect, test } from '@jest/globals';
import { catalogueOf, classOf } from '../../shared/snapshot/catalogue.ts';
import { diffFields } from '../../shared/snapshot/diff-fields.ts';
import { formatPath } from '../../shared/snapshot/path.ts';
import { documentOf } from '../properties/read.ts';
import { rest } from './bodies.ts';
import { type Leaf, serviceLeaves } from './protos.ts';

type Doc = Record<string, unknown>;

/** Names a list is keyed by: they are no field of the canonical document, but where the others stand. */
const KEYS = new Set(['name', 'mountPath', 'path']);
/** The service's own name is not its setting. */
const LEAVES = serviceLeaves().filter(({ path }) => path !== 'name');

describe('each field of the protos, changed alone', () => {
  test.each(LEAVES)('$path', ({ path, samples }) => {
    const [before, after] = samples.map((sample) => fieldsWith(path, sample));
    const found = diffFields(before ?? {}, after ?? {}, catalogueOf('run.services'));
    const expected = classOf('run.services', path.split('.'));
    if (expected === 'noise' && !isKey(path)) {
      expect(after).toEqual(before);
      return;
    }
    expect(found.map(({ segments }) => formatPath(segments).startsWith(placeOf(path)))).toEqual(
      found.map(() => true),
    );
    expect(found.length).toBeGreaterThan(0);
    if (!isKey(path))
      expect(new Set(found.map((difference) => difference.class))).toEqual(new Set([expected]));
  });
});

describe('each field of the protos that is noise', () => {
  test.each(LEAVES.filter((leaf) => isNoise(leaf)))('$path: dropped where it is set', ({ path, samples }) => {
    expect(fieldsWith(path, samples[0])).toEqual(documentOf('run.services', 'svc', rest()).fields);
  });
});

function isNoise({ path }: Leaf): boolean {
  return classOf('run.services', path.split('.')) === 'noise' && !isKey(path);
}

function isKey(path: string): boolean {
  const segments = path.split('.');
  return segments.at(-2) === '*' && path.startsWith('template.') && KEYS.has(segments.at(-1) ?? '');
}

/** The part of a canonical path that does not depend on a list's keys. */
function placeOf(path: string): string {
  if (path.startsWith('template.volumes.*.cloudSqlInstance')) return 'template.cloudSqlInstances';
  const fixed = path.startsWith('template.containers.*.') ? path.replace('*', 'main') : path;
  return (isKey(path) ? 'template' : fixed).split('.*')[0] ?? '';
}

function fieldsWith(path: string, value: unknown) {
  const body = structuredClone(rest());
  setAt(body, path.split('.'), value);
  return documentOf('run.services', 'svc', body).fields;
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
