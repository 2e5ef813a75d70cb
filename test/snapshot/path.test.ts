import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatPath, getAt, matchesPath, parsePath } from '../../shared/snapshot/path.ts';

describe('formatPath', () => {
  test.each([
    [['template', 'containers', 'main', 'env', 'PLAID_ENV'], 'template.containers.main.env.PLAID_ENV'],
    [
      ['iamPolicy', 'bindings', 'roles/run.invoker', 'allUsers'],
      'iamPolicy.bindings["roles/run.invoker"].allUsers',
    ],
    [['labels', 'a"b'], 'labels["a\\"b"]'],
    [['a b', 'c'], '["a b"].c'],
    [['', 'c'], '[""].c'],
    [['a', '*'], 'a["*"]'],
  ])('%j is %s', (segments, text) => {
    expect(formatPath(segments)).toBe(text);
    expect(parsePath(text)).toEqual(segments);
  });

  test('is undone by parsePath, whatever the segments', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (segments) => {
        expect(parsePath(formatPath(segments))).toEqual(segments);
      }),
    );
  });

  test('any text can be parsed', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parsePath(text))));
  });
});

describe('getAt', () => {
  const fields = { a: { 'b.c': { d: 1 }, list: [1] } };

  test.each([
    ['a["b.c"].d', 1],
    ['a.list', [1]],
    ['a.list.0', undefined],
    ['a.constructor', undefined],
    ['a.missing.deeper', undefined],
  ])('%s', (path, value) => {
    expect(getAt(fields, parsePath(path))).toEqual(value);
  });
});

describe('matchesPath', () => {
  test.each([
    ['ingress', 'ingress', true],
    ['labels.release-id', 'labels.release-id', true],
    ['labels.release-id', 'template.labels.release-id', true],
    ['image', 'template.containers.main.image', true],
    ['env.*', 'template.containers.main.env.KEY', true],
    ['containers.*.env.KEY', 'template.containers.main.env.KEY', true],
    ['bindings["roles/run.invoker"].*', 'iamPolicy.bindings["roles/run.invoker"].allUsers', true],
    ['bindings.*.allUsers', 'iamPolicy.bindings["roles/run.invoker"].allUsers', true],
    ['labels', 'labels.release-id', false],
    ['id', 'labels.release-id', false],
    ['*', 'a.b', true],
    ['a.b.c', 'b.c', false],
    ['env["*"]', 'env.KEY', false],
    ['', 'ingress', false],
  ])('%s on %s: %s', (pattern, path, matches) => {
    expect(matchesPath(pattern, path)).toBe(matches);
  });
});
