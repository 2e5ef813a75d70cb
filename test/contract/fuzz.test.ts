import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { adviceOn } from '../../shared/contract/advice.ts';
import { ContractError } from '../../shared/contract/contract-error.ts';
import { loadContract } from '../../shared/contract/load.ts';
import type { Contract } from '../../shared/contract/model.ts';
import { contractJsonSchema } from '../../shared/contract/schema.ts';
import { readYaml } from '../../shared/contract/yaml-source.ts';
import { isObject, type Json } from '../../shared/snapshot/json.ts';
import { SAMPLE } from './sample.ts';
import { documentsOf } from './schema-values.ts';

/** Loads anything; a contract must answer, an error must place every problem inside the file. */
function holds(text: string): void {
  let contract: Contract;
  try {
    contract = loadContract(text, 'f.yaml');
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    const lines = text.split(/\r\n|\r|\n/).length;
    expect(error.issues.length).toBeGreaterThan(0);
    for (const { line, column, message } of error.issues) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(message).not.toMatch(/undefined|\[object|^$|Invalid input/);
    }
    return;
  }
  expect(adviceOn(contract, new Date(0)).every(({ line }) => line >= 1)).toBe(true);
  for (const role of contract.roles) {
    for (const { name } of contract.environments) expect(contract.intent(role, name).role).toBe(role);
  }
}

const SAMPLE_VALUE = readYaml(SAMPLE, 'c.yaml').value;
const KEYS = [...new Set(SAMPLE.match(/[A-Za-z]+(?=:)/g) ?? [])];

/** Values a hand might leave in a contract. */
const odd = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1.5,
    '',
    ' ',
    '=',
    '72h',
    'dev',
    'prod',
    'secret',
    'required',
    '__proto__',
  ),
  fc.string(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(
    fc.constantFrom('dev', 'prod', 'qa', ...KEYS),
    fc.constantFrom<Json>('a', 1, false, null, ['b']),
    {
      maxKeys: 3,
    },
  ),
) as fc.Arbitrary<Json>;

describe('whatever the text, there is a contract or located problems', () => {
  test('random text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300, unit: 'binary' }), holds), { numRuns: 250 });
  });

  test('text made of what YAML is made of', () => {
    const piece = fc.constantFrom(
      ...[
        '- ',
        ': ',
        '\n',
        '  ',
        '{',
        '}',
        '[',
        ']',
        ',',
        '&a ',
        '*a',
        '<<: ',
        '? ',
        '| ',
        '> ',
        '!t ',
        '"',
        "'",
        '#',
      ],
      ...['---\n', '...\n', '%YAML 1.1\n', 'services', 'dev', 'a', '1', '~', '\t', '\u2028', '\r'],
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(text, holds), { numRuns: 500 });
  });

  test('any JSON as YAML', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => holds(stringify(value))),
      { numRuns: 75 },
    );
  });

  test('the language with other values', () => {
    const document = fc.dictionary(
      fc.constantFrom(...KEYS),
      fc.oneof(odd, fc.dictionary(fc.constantFrom(...KEYS), odd)),
    );
    fc.assert(
      fc.property(document, (value) => holds(stringify({ ...(SAMPLE_VALUE as object), ...value }))),
      { numRuns: 75 },
    );
  });

  test('documents that the schema allows, and some it hardly does', () => {
    const documents = documentsOf(contractJsonSchema());
    fc.assert(
      fc.property(documents, (document) => holds(stringify(document))),
      { numRuns: 40 },
    );
  });

  test('documents that the schema allows, with values replaced', () => {
    const mutated = documentsOf(contractJsonSchema()).chain((document) => {
      const paths = pathsOf(document, []);
      return fc.tuple(fc.constant(document), fc.constantFrom(...paths), odd);
    });
    fc.assert(
      fc.property(mutated, ([document, path, value]) => {
        const changed = structuredClone(document);
        setAt(changed, path, value);
        holds(stringify(changed));
      }),
      { numRuns: 40 },
    );
  });

  test('a contract with one value replaced, removed or doubled', () => {
    const paths = pathsOf(SAMPLE_VALUE, []);
    const mutation = fc.tuple(fc.constantFrom(...paths), fc.option(odd, { nil: undefined }));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const document = structuredClone(SAMPLE_VALUE);
        for (const [path, value] of mutations) setAt(document, path, value);
        holds(stringify(document));
      }),
      { numRuns: 100 },
    );
  });

  test('a contract cut or spliced anywhere', () => {
    const place = fc.nat(SAMPLE.length);
    fc.assert(
      fc.property(place, place, fc.string({ maxLength: 4 }), (a, b, splice) => {
        holds(SAMPLE.slice(0, Math.min(a, b)) + splice + SAMPLE.slice(Math.max(a, b)));
      }),
      { numRuns: 250 },
    );
  });
});

type Path = (string | number)[];

function pathsOf(value: Json, path: Path): Path[] {
  const children = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return children.flatMap(([key, child]) => [[...path, key], ...pathsOf(child, [...path, key])]);
}

function setAt(document: Json, path: Path, value: Json | undefined): void {
  let parent: Json | undefined = document;
  for (const segment of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return;
    parent = (parent as Record<string | number, Json>)[segment];
  }
  if (typeof parent !== 'object' || parent === null) return;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete (parent as Record<string | number, Json>)[last];
  else (parent as Record<string | number, Json>)[last] = value;
}
