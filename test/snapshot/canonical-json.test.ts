import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, sha256 } from '../../shared/snapshot/canonical-json.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { shuffled } from '../properties/shuffle.ts';

describe('canonicalJson', () => {
  test.each<[string, Json, string]>([
    [
      'sorts keys by code unit, not by number or locale',
      { b: 1, a: 2, B: 3, '10': 4, '9': 5, é: 6 },
      '{"10":4,"9":5,"B":3,"a":2,"b":1,"é":6}',
    ],
    [
      'sorts below lists and ordered objects',
      { a: [{ y: 1, x: [{ d: 1, c: 2 }] }] },
      '{"a":[{"x":[{"c":2,"d":1}],"y":1}]}',
    ],
    ['keeps lists in order', [3, 1, 2], '[3,1,2]'],
    ['writes numbers as JSON', [1, 80.0, -0, 1e21, 0.1], '[1,80,0,1e+21,0.1]'],
    ['escapes what JSON must', 'a"b\\c\n\u2028\ud800', '"a\\"b\\\\c\\n\u2028\\ud800"'],
    ['writes what is empty', [{}, [], '', null, true], '[{},[],"",null,true]'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('keeps members every object inherits', () => {
    expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"z":1,"a":2}}'))).toBe(
      '{"__proto__":{"a":2,"z":1},"b":1}',
    );
  });

  test('is the same for every order of keys, and says the same as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, seed) => {
        const json = value as Json;
        const text = canonicalJson(json);
        expect(canonicalJson(reordered(json, seed))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
      }),
      { numRuns: 300 },
    );
  });
});

test('sha256 is the hash of the UTF-8 bytes', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
});

/** Other order of keys, the same order of lists. */
function reordered(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map((item) => reordered(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const keys = shuffled(Object.keys(value), seed);
  return Object.fromEntries(keys.map((key) => [key, reordered(value[key] ?? null, seed)]));
}
