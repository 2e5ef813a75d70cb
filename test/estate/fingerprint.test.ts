import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createFingerprint } from '../../shared/estate/fingerprint.ts';

const KEY = new Uint8Array(32).fill(7);

describe('a fingerprint', () => {
  const fingerprint = createFingerprint(KEY);
  test('is the HMAC-SHA-256 of the value in hex', () => {
    expect(fingerprint('sandbox')).toBe(createHmac('sha256', KEY).update('sandbox').digest('hex'));
    expect(fingerprint('')).toMatch(/^[0-9a-f]{64}$/);
  });
  test('is the one that node gives, for every key and value', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 500 })),
        (key, value) => {
          expect(createFingerprint(key)(value)).toBe(createHmac('sha256', key).update(value).digest('hex'));
        },
      ),
      { numRuns: 1_000 },
    );
  });
  test.each([0, 32, 63, 64, 65, 128])('is the one that node gives for a key of %i bytes', (length) => {
    const key = new Uint8Array(length).fill(9);
    const value = 'line\nbreak, lone \ud800 surrogate, ü and 😀';
    expect(createFingerprint(key)(value)).toBe(createHmac('sha256', key).update(value).digest('hex'));
  });
  test('is equal for equal values, and differs by value and by key', () => {
    expect(fingerprint('sandbox')).toBe(createFingerprint(new Uint8Array(KEY))('sandbox'));
    expect(fingerprint('sandbox')).not.toBe(fingerprint('sandbox '));
    expect(fingerprint('sandbox')).not.toBe(createFingerprint(new Uint8Array(32))('sandbox'));
  });
});
