import { describe, expect, test } from '@jest/globals';
import { looksLikeToken, tellableName, wordsAt } from '../../../shared/snapshot/normalise/token.ts';
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

describe('a text that people write', () => {
  const place = { reduce: (value: string) => reduce('prod', value) };
  const token = invented('sk_' + 'live_', '4eC39HqLyjWDarjtT1zdp7dc');
  const base64 = 'q83vEjRWeJ/+aB1c2D3/e4F5g6H+7iJ8k9L==';
  const words = (text: string) => wordsAt(text, 'description', place);

  test.each([
    ['a token alone', token, /^sk_l…[0-9a-f]{8}$/],
    ['a token in a sentence', `use ${token}, please`, /^use sk_l…[0-9a-f]{8}, please$/],
    ['a token in a path', `/health?verbose=1&token=${token}`, /^\/health\?verbose=1&token=sk_l…[0-9a-f]{8}$/],
    ['a short one by how it begins', `/x?k=${invented('AK' + 'IA', 'IOSFODNN7EXAMPLE2')}`, /^\/x\?k=AKIA…/],
    ['base64 with its own separators', `key ${base64}`, /^key q83v…[0-9a-f]{8}$/],
  ])('%s is shortened, the rest stays', (_, text, told) => {
    expect(words(text)).toMatch(told);
    expect(words(text)).not.toBe(words(text.replace(/7/, '8')));
    expect(words(words(text) ?? '')).toBe(words(text));
  });

  test.each([
    'Deployed by build 6e9b94b1-ac10-4e0e-9316-d9ef87a75235 of 2026-02-27',
    '/healthz?verbose=12',
    '/workspace/app2/v10',
    'Browser key prod (auth) 2025-12-02T17:41:55.120934Z',
  ])('%s stays as it is', (text) => {
    expect(words(text)).toBe(text);
  });

  test('absent stays absent', () => {
    expect([words(''), wordsAt(undefined, 'description', place)]).toEqual([undefined, undefined]);
  });
});
