import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { documentId } from '../../../shared/adapters/firestore/layout.ts';

test.each([
  ['jualuma', 'jualuma'],
  ['a/b', 'a%2Fb'],
  ['.', '%2E'],
  ['..', '%2E%2E'],
  ['__name__', '%5F%5Fname%5F%5F'],
  ['a.b_c', 'a.b_c'],
])('the document of %s is %s', (name, id) => {
  expect(documentId(name)).toBe(id);
});

test('any name has a legal document id of its own', () => {
  const name = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.stringMatching(/^[._]{1,6}$/));
  fc.assert(
    fc.property(name, (text) => {
      const id = documentId(text);
      expect(id).not.toMatch(/\/|^\.{1,2}$|^__.*__$/);
      expect(decodeURIComponent(id)).toBe(text);
    }),
  );
});
