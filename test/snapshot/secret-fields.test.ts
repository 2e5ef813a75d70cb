import { describe, expect, test } from '@jest/globals';
import { catalogueOf, classOf } from '../../shared/snapshot/catalogue.ts';
import { diffFields } from '../../shared/snapshot/diff-fields.ts';
import type { ResourceClass } from '../../shared/snapshot/model.ts';
import { formatPath } from '../../shared/snapshot/path.ts';
import { documentOf } from '../properties/read.ts';
import { type Leaf, leavesInSecrets } from './protos.ts';

interface Subject {
  message: 'Secret' | 'SecretVersion';
  resource: ResourceClass;
  /** Where the message's fields stand in a canonical document. */
  root: string[];
  base: object;
  body: (message: object) => unknown;
}

const SUBJECTS: Subject[] = [
  {
    message: 'Secret',
    resource: 'secretmanager.secrets',
    root: [],
    base: { name: 'projects/1/secrets/svc' },
    body: (message) => message,
  },
  {
    message: 'SecretVersion',
    resource: 'secretmanager.versions',
    root: ['versions', '1'],
    base: { name: 'projects/1/secrets/svc/versions/1', state: 'ENABLED' },
    body: (message) => [message],
  },
];
/** A resource's own name, and what a list is keyed by. */
const NAMES = new Set(['name']);
/** The protos' samples do not fit what these may hold. */
const SAMPLES: Record<string, [unknown, unknown]> = {
  'versionAliases.*': [1, 2],
  state: ['ENABLED', 'DISABLED'],
};

describe.each(SUBJECTS)('$message', ({ message, resource, root, base, body }) => {
  const leaves = leavesInSecrets(message);
  const classFor = (path: string) => classOf(resource, [...root, ...path.split('.')]);
  const fieldsWith = (path: string, value: unknown) =>
    documentOf(resource, 'svc', body(withValue(base, path.split('.'), value))).fields;

  test('every field of the protos has a class', () => {
    expect(leaves.length).toBeGreaterThan(8);
    expect(leaves.filter(({ path }) => classFor(path) === 'unclassified')).toEqual([]);
  });

  test.each(leaves.filter(({ path }) => !NAMES.has(path)))('$path, changed alone', (leaf: Leaf) => {
    const { path, samples } = leaf;
    const [before, after] = (SAMPLES[path] ?? samples).map((sample) => fieldsWith(path, sample));
    const found = diffFields(before ?? {}, after ?? {}, catalogueOf(resource));
    if (classFor(path) === 'noise') {
      expect(found).toEqual([]);
      return;
    }
    expect(found.length).toBeGreaterThan(0);
    const place = [...root, ...(path.split('.*')[0] ?? '').split('.')];
    for (const { segments } of found) expect(formatPath(segments)).toContain(formatPath(place.slice(0, 2)));
    expect(new Set(found.map((one) => one.class))).toEqual(new Set([classFor(path)]));
  });
});

test('the type of a secret is the same by name and by number', () => {
  const typed = (secretType: unknown) =>
    documentOf('secretmanager.secrets', 'svc', { name: 'projects/1/secrets/svc', secretType }).fields;
  expect(typed(50)).toEqual(typed('OTHER'));
  expect(typed(3)).toEqual({ secretType: 'CERTIFICATE' });
  expect(typed('SECRET_TYPE_UNSPECIFIED')).toEqual({});
});

/** `*` is the first element of a list of messages, or a key of a map. */
function withValue(base: object, [name = '', next, ...rest]: string[], value: unknown): object {
  const target = structuredClone(base) as Record<string, unknown>;
  const inner = (target[name] ?? {}) as object;
  if (next === undefined) target[name] = value;
  else if (next !== '*') target[name] = withValue(inner, [next, ...rest], value);
  else if (rest.length === 0) target[name] = { k: value };
  else target[name] = [withValue({}, rest, value)];
  return target;
}
