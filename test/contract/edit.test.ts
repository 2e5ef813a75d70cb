import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type ContractEdit, editContract } from '../../shared/contract/edit.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { SAMPLE } from './sample.ts';

const TEXT = `# head
services:
  web: # a role
    cpu: "1" # one
    env: &shared
      A: secret

  api:
    env: *shared
    flow: { a: 1, b: { c: 2 } }
    empty: {}
last: true # end`;

interface Case {
  name: string;
  edit: ContractEdit;
  line: string;
}

const CASES: Case[] = [
  {
    name: 'a value is replaced, its comment stays',
    edit: { path: ['services', 'web', 'cpu'], value: '2' },
    line: '    cpu: "2" # one',
  },
  {
    name: 'a key is added to a block, at its indentation',
    edit: { path: ['services', 'web', 'ingress'], value: 'all' },
    line: '    ingress: all',
  },
  {
    name: 'maps that are missing on the way are made',
    edit: { path: ['services', 'web', 'ingress', 'prod'], value: 'all' },
    line: '    ingress: { prod: all }',
  },
  {
    name: 'a key is added to a flow map',
    edit: { path: ['services', 'api', 'flow', 'b', 'd'], value: 3 },
    line: '    flow: { a: 1, b: { c: 2, d: 3 } }',
  },
  {
    name: 'an empty flow map gets its first key',
    edit: { path: ['services', 'api', 'empty', 'x'], value: true },
    line: '    empty: { x: true }',
  },
  {
    name: 'an alias is written out before it is changed',
    edit: { path: ['services', 'api', 'env', 'B'], value: 'literal' },
    line: '    env: { A: secret, B: literal }',
  },
  {
    name: 'text that YAML would read as something else is quoted',
    edit: { path: ['services', 'web', 'cpu'], value: 'true' },
    line: '    cpu: "true" # one',
  },
  {
    name: 'a key is added to the root, after a last line without end',
    edit: { path: ['target'], value: 95 },
    line: 'target: 95',
  },
];

describe('editContract', () => {
  it.each(CASES)('$name', ({ edit, line }) => {
    const edited = editContract(TEXT, edit) ?? '';
    expect(edited.split('\n')).toContain(line);
    expect(at(parse(edited), edit.path)).toEqual(edit.value);
    expect(changedLines(TEXT, edited)).toBeLessThanOrEqual(1);
  });

  it.each(CASES)('ends its lines as the text does: $name', ({ edit }) => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    expect(editContract(windows(TEXT), edit)).toBe(windows(editContract(TEXT, edit) ?? ''));
  });

  it('makes one line of a list in a block, and what follows stays on its own', () => {
    const text = 'a:\n  roles:\n    - one\n    - two\n\n  after: here # kept\n';
    const edit = { path: ['a', 'roles'], value: { dev: ['one'], prod: ['one', 'three'] } };
    expect(editContract(text, edit)).toBe(
      'a:\n  roles: { dev: [ one ], prod: [ one, three ] }\n\n  after: here # kept\n',
    );
  });

  it('answers null where the way leads through something that is no map', () => {
    expect(editContract(TEXT, { path: ['last', 'x'], value: 1 })).toBeNull();
    expect(editContract('- a\n- b\n', { path: ['x'], value: 1 })).toBeNull();
  });

  it('puts any value anywhere in a real contract, and changes nothing else', () => {
    const paths = [
      ['services', 'backend', 'ingress', 'prod'],
      ['services', 'backend', 'resources', 'maxInstances', 'prod'],
      ['services', 'web', 'env', 'KEY'],
      ['services', 'backend', 'env', 'DATABASE_URL'],
      ['profiles', 'dev', 'iap'],
      ['target'],
    ];
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.array(fc.string(), { maxLength: 3 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string(), { maxKeys: 3 }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...paths), value, (path, put) => {
        const edited = editContract(SAMPLE, { path, value: put as Json });
        const expected = structuredClone(parse(SAMPLE)) as Record<string, unknown>;
        setAt(expected, path, put);
        expect(parse(edited ?? '')).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

function at(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
}

function setAt(document: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let node = document;
  for (const key of path.slice(0, -1)) {
    node[key] ??= {};
    node = node[key] as Record<string, unknown>;
  }
  node[path.at(-1) ?? ''] = value;
}

/** Lines of the first text that the second one lacks. */
function changedLines(before: string, after: string): number {
  const kept = after.split('\n');
  return before.split('\n').filter((line) => !kept.includes(line)).length;
}
