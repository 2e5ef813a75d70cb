import { describe, expect, test } from '@jest/globals';
import { looksLikeToken, tellableName } from '../../../shared/snapshot/normalise/token.ts';
import { reduce } from '../../properties/read.ts';

/** Assembled here, so that no scanner takes these invented ones for leaked ones. */
const invented = (prefix: string, rest: string) => prefix + rest;

describe('looksLikeToken', () => {
  test.each([
    invented('sk_' + 'live_', '51HxQyZ2eZvKYlo2C9'),
    invented('gh' + 'p_', '16C7e42F292c6912E7710c838347Ae178B4a'),
    invented('xo' + 'xb-', '123456789012-abcdefghijkl'),
    invented('AI' + 'za', 'SyD3kd92hHs02ksQwe9'),
    invented('AK' + 'IA', 'IOSFODNN7EXAMPLE2'),
    invented('eyJ', 'hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x'),
    'dGhpcyBpcyBub3QgYSB0b2tlbiAx2x3',
  ])('%s', (text) => {
    expect(looksLikeToken(text)).toBe(true);
  });

  test.each([
    'DATABASE_URL',
    'GOOGLE_APPLICATION_CREDENTIALS_JSON_2024',
    'firebase-functions-hash',
    '4376aa28f8d5d81d712f5d96b62c09120674d7ce',
    '6e9b94b1-ac10-4e0e-9316-d9ef87a75235',
    'us-central1-docker.pkg.dev/shop-prod/app/image',
    'https://shop-450503644772.us-central1.run.app',
    'theQuickBrownFoxJumpsOverTheLazyDog',
    'projects/450503644772/locations/us-central1/builds/09a2fd3a-b0db-4be1-868b-18b8d3c5fdde',
    '',
  ])('not %s', (text) => {
    expect(looksLikeToken(text)).toBe(false);
  });
});

test('two tokens stay two names, and one stays one', () => {
  const place = { reduce: (value: string) => reduce('prod', value) };
  const [a, b] = ['1', '2'].map((end) =>
    tellableName(invented('gh' + 'p_', `16C7e42F292c6912E7710c${end}`), place),
  );
  expect(a).toMatch(/^ghp_…[0-9a-f]{8}$/);
  expect(a).not.toBe(b);
  expect(tellableName('DATABASE_URL', place)).toBe('DATABASE_URL');
});
