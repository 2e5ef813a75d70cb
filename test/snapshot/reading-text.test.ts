import { expect, test } from '@jest/globals';
import { canonicalJson, sha256 } from '../../shared/snapshot/canonical-json.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import type { Reading } from '../../shared/snapshot/model.ts';
import { wholeText, writeReading } from '../../shared/snapshot/reading-text.ts';

/** Names that end in ä are longer in bytes than in characters. */
function readingOf(count: number): Reading {
  const names = Array.from({ length: count }, (_, index) => `s-${index}-ä`);
  return {
    environment: 'prod',
    project: 'p',
    region: 'r',
    resource: 'run.services',
    status: 'OK',
    detail: null,
    documents: Object.fromEntries(
      names.map((name) => [`run.services/r/${name}`, { name, fields: { b: name, a: '€' }, evidence: {} }]),
    ),
    gaps: { 'run.services/r/z': { status: 'DENIED', detail: 'no' } },
  };
}

test.each([0, 1, 2, 10_000])(
  'a reading of %d documents is its canonical JSON, stored by its hash',
  (count) => {
    const reading = readingOf(count);
    const written = writeReading(reading);
    const text = canonicalJson(reading as unknown as Json);
    expect(wholeText(written)).toBe(text);
    expect(written.id).toBe(sha256(text));
    expect(written.documents.map(({ id }) => id)).toEqual(Object.keys(reading.documents).sort());
    for (const document of written.documents) {
      expect(document.member).toBe(`${JSON.stringify(document.id)}:`);
      expect(document.text.startsWith('{"evidence":{},"fields":{"a":"€"')).toBe(true);
    }
  },
);
