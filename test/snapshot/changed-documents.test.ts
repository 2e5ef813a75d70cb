import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changedDocuments } from '../../shared/snapshot/changed-documents.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Reading, ResourceDocument } from '../../shared/snapshot/model.ts';
import { readingText } from '../../shared/snapshot/reading-json.ts';
import { writeReading } from '../../shared/snapshot/reading-text.ts';

function readingOf(texts: Record<string, string>, detail: string | null = null): Reading {
  const document = (name: string, text: string): ResourceDocument => ({
    name,
    fields: { description: text, labels: { [text]: '{"documents":{' } },
    evidence: { uid: text },
  });
  const documents = Object.entries(texts).map(([name, text]) => [
    `run.services/r/${name}`,
    document(name, text),
  ]);
  return {
    environment: 'prod',
    project: 'p',
    region: 'r',
    resource: 'run.services',
    status: 'OK',
    detail,
    documents: Object.fromEntries(documents),
    gaps: {},
  };
}

function idsOf(before: Reading, after: Reading): string[][] {
  const { before: old, after: now } = changedDocuments(readingText(before), after, writeReading(after));
  return [old, now].map(({ documents }) => Object.keys(documents).map((id) => id.split('/').at(-1) ?? id));
}

describe('the documents that are not the same text', () => {
  const usual = { a: '1', b: '2', c: '3', d: '4' };
  const cases: [string, Record<string, string>, Record<string, string>, string[][]][] = [
    ['nothing changed', usual, usual, [[], []]],
    ['one changed', usual, { ...usual, b: 'x' }, [['b'], ['b']]],
    [
      'the first and the last',
      usual,
      { ...usual, a: 'x', d: 'x' },
      [
        ['a', 'd'],
        ['a', 'd'],
      ],
    ],
    ['one is gone', usual, { a: '1', c: '3', d: '4' }, [['b'], []]],
    ['one is new', { a: '1', c: '3' }, { a: '1', b: '2', c: '3' }, [[], ['b']]],
    ['new at both ends', { m: '1' }, { a: '1', m: '1', z: '1' }, [[], ['a', 'z']]],
    ['all are gone', usual, {}, [['a', 'b', 'c', 'd'], []]],
    ['all are new', {}, { a: '1' }, [[], ['a']]],
    ['one took the place of another', { a: '1', b: '2' }, { a: '1', c: '2' }, [['b'], ['c']]],
    ['brackets and quotes in it', { a: '"}]{', b: '\\"' }, { a: '"}]{', b: '\\"}' }, [['b'], ['b']]],
    ["a name that is one's beginning", { a: '1', ab: '1' }, { a: '2', ab: '1' }, [['a'], ['a']]],
  ];
  test.each(cases)('%s', (_, before, after, expected) => {
    expect(idsOf(readingOf(before), readingOf(after))).toEqual(expected);
  });

  test('a detail that looks like documents misleads nobody', () => {
    const detail = 'x","documents":{"run.services/r/a":{';
    expect(idsOf(readingOf({ a: '1', b: '1' }, detail), readingOf({ a: '1', b: '2' }))).toEqual([
      ['b'],
      ['b'],
    ]);
  });

  test('one text under another id is another document', () => {
    const before = readingOf({ a: '1' });
    const [document] = Object.values(before.documents);
    const after = { ...before, documents: { 'run.services/r/b': document as ResourceDocument } };
    expect(idsOf(before, after)).toEqual([['a'], ['b']]);
  });

  test('a text that is damaged is refused', () => {
    const now = readingOf({ a: '2' });
    const text = readingText(readingOf({ a: '1' }));
    for (const damaged of ['', '{}', text.slice(0, -3), text.replace('"fields":{', '"fields":{{')])
      expect(() => changedDocuments(damaged, now, writeReading(now))).toThrow(
        expect.objectContaining({ code: 'STORE_CORRUPT' }),
      );
  });

  test('are all that a difference can be in', () => {
    const texts = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.string({ maxLength: 3 }), {
      maxKeys: 6,
    });
    fc.assert(
      fc.property(texts, texts, texts, (common, one, other) => {
        const [before, after] = [readingOf({ ...common, ...one }), readingOf({ ...common, ...other })];
        const changed = changedDocuments(readingText(before), after, writeReading(after));
        expect(diffReadings(changed.before, changed.after)).toEqual(diffReadings(before, after));
      }),
      { numRuns: 1_000 },
    );
  });
});
