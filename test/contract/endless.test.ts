import { describe, expect, test } from '@jest/globals';
import { repeatsRepetition } from '../../shared/contract/language/endless.ts';
import { ignoredServices } from '../../shared/contract/language/services.ts';

describe('an expression that may take for ever', () => {
  test.each([
    '(a+)+$',
    '^(?:a*)*b',
    '(a|a)*b',
    '((a+)b?)+',
    '(x(y|z))+',
    '(\\w+\\.)*example',
    '(?:[a-z]{2,}-){5,}',
    '([)a]+)+',
    '(a+){500}',
    '(aa?)+$',
    '(a{1,2})*b',
    '(?:a+?)+',
    '(?<word>a+)+',
  ])('%s', (source) => {
    expect(repeatsRepetition(source)).toBe(true);
  });

  test.each([
    '^https://frontend-app-[a-z0-9-]+\\.a\\.run\\.app/\\*$',
    '^https://.*-[0-9]+\\.us-central1\\.run\\.app/\\*$',
    '^(?:dev|prod) key$',
    '(?:www\\.)?acme\\.com',
    '([a-z]+)-([0-9]+)',
    '(ab){2}',
    '(?:abc)+',
    '[(+)]+',
    '\\(a+\\)+',
    '(a+)?b',
    '(?=.*a)b+',
    '(?:ab)+?c?',
    '(a{2})+',
    'a+?b*?',
  ])('not %s', (source) => {
    expect(repeatsRepetition(source)).toBe(false);
  });
});

test('a glob of many stars or with groups is refused, one of few is not', () => {
  const says = (glob: string) => ignoredServices().safeParse([glob]).success;
  expect(['*a*a*a*a*a*b', '*(a)*(a)b', '+(a|aa)b', '@(a|b)'].filter(says)).toEqual([]);
  expect(['preview-*', '**-pr-*', 'managed-by:*', '{a,b}-*', 'x?[0-9]'].filter(says)).toHaveLength(5);
});
