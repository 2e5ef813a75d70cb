import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type FindingIdentity,
  findingFingerprint,
  resourceOf,
  valueHash,
} from '../../shared/findings/identity.ts';
import { fingerprintOf } from './fixtures.ts';

const identity = fc.record({
  estate: fc.string(),
  environment: fc.string(),
  resource: fc.string(),
  path: fc.option(fc.string(), { nil: null }),
  rule: fc.string(),
});

describe('identity', () => {
  test('is sha256 in hex, and two identities never share one', () => {
    fc.assert(
      fc.property(identity, identity, (a: FindingIdentity, b: FindingIdentity) => {
        expect(findingFingerprint(a)).toMatch(/^[0-9a-f]{64}$/);
        expect(findingFingerprint(a) === findingFingerprint(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test('parts do not run into each other', () => {
    const base = { estate: 'e', environment: 'prod', path: null, rule: 'drift' };
    expect(findingFingerprint({ ...base, resource: 'a|b' })).not.toBe(
      findingFingerprint({ ...base, environment: 'prod|a', resource: 'b' }),
    );
  });

  test('no path is not an empty path', () => {
    const base = { estate: 'e', environment: 'prod', resource: 'r', rule: 'drift' };
    expect(findingFingerprint({ ...base, path: null })).not.toBe(findingFingerprint({ ...base, path: '' }));
  });

  test('the value hash is blind to key order and to nothing else', () => {
    const hash = (value: Parameters<typeof valueHash>[1]) => valueHash(fingerprintOf, value);
    expect(hash({ a: 1, b: 2 })).toBe(hash({ b: 2, a: 1 }));
    expect(hash({ a: 1, b: 2 })).not.toBe(hash({ a: 1, b: '2' }));
    expect(hash(null)).not.toBe(hash('null'));
  });

  test.each([
    ['its resource', { resource: 'r', role: 'backend' }, 'r'],
    ['its role', { resource: null, role: 'backend' }, 'role/backend'],
    ['the estate', { resource: null, role: null }, 'estate'],
  ])('a result is named by %s', (_name, result, expected) => {
    expect(resourceOf(result)).toBe(expected);
  });
});
