import { describe, expect, test } from '@jest/globals';
import { keepPlaces } from '../../shared/contract/places.ts';
import { type Path, readYaml } from '../../shared/contract/yaml-source.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { SAMPLE } from './sample.ts';

const MANY = Array.from(
  { length: 100 },
  (_, at) => `  role-${at}: { names: role-${at}, ports: [${at}, 1.10] }`,
);

describe('places kept without the syntax tree', () => {
  test.each([
    ['the sample', SAMPLE],
    ['a map too large to be searched', `services:\n${MANY.join('\n')}\n`],
    ['keys that objects put in an order of their own', 'a:\n  z: 1\n  10: x\n  2: { b: 1.0 }\n  y: true\n'],
    ['aliases and merges', 'a: &a { x: 1.50, y: [1, 2] }\nb:\n  <<: *a\n  y: 2\nc: *a\nd: [*a, null]\n'],
  ])('are where the tree has them: %s', (_, text) => {
    const source = readYaml(text, 'c.yaml');
    const kept = keepPlaces(source);
    for (const path of [...pathsOf(source.value), ['nothing'], ['a', 'nothing', 'below'], ['d', 9]]) {
      expect([path, kept.locate(path)]).toEqual([path, source.locate(path)]);
      expect([path, kept.plainText(path)]).toEqual([path, source.plainText(path)]);
    }
  });

  test('a number is kept as it is written', () => {
    const kept = keepPlaces(readYaml('a: { b: 1.10 }\n', 'c.yaml'));
    expect([kept.plainText(['a', 'b']), kept.plainText(['a']), kept.plainText(['c'])]).toEqual([
      '1.10',
      null,
      null,
    ]);
  });
});

function pathsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}
