import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeReading,
  encodeReading,
  missingReading,
  readingId,
  splitChunks,
} from '../../shared/adapters/reading-codec.ts';

describe('readings as bytes', () => {
  test('the id is the sha256 of the UTF-8 text, in hex', () => {
    expect(readingId('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(readingId('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  });

  test('any well-formed text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const id = readingId(text);
        expect(decodeReading(id, encodeReading(id, text))).toBe(text);
      }),
    );
  });

  test('any split joins to the same bytes, in pieces no larger than asked for', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        const chunks = splitChunks(Buffer.from(bytes), size);
        expect(Buffer.concat(chunks)).toEqual(Buffer.from(bytes));
        expect(chunks.length).toBe(Math.max(1, Math.ceil(bytes.length / size)));
        expect(chunks.every((chunk) => chunk.length <= size)).toBe(true);
      }),
    );
  });

  test('a text under an id that is not its own is refused before it is stored', () => {
    expect(() => encodeReading(readingId('a'), 'b')).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });

  test.each([
    { name: 'another text', bytes: encodeReading(readingId('b'), 'b') },
    { name: 'cut short', bytes: encodeReading(readingId('a'), 'a').subarray(0, -4) },
    { name: 'no gzip', bytes: randomBytes(40) },
    { name: 'nothing', bytes: Buffer.alloc(0) },
  ])('damaged bytes ($name) are an error', ({ bytes }) => {
    expect(() => decodeReading(readingId('a'), bytes)).toThrow(
      expect.objectContaining({ code: 'STORE_CORRUPT', retryable: false }),
    );
  });

  test('a missing one says how long readings are kept', () => {
    expect(missingReading('abc')).toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringContaining('90 days'),
    });
  });
});
