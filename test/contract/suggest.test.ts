import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { didYouMean, editDistance, suggest } from '../../shared/contract/suggest.ts';

describe('suggest', () => {
  test.each([
    ['a dropped letter', 'prd', ['dev', 'prod'], 'prod'],
    ['a swap', 'ingerss', ['ingress', 'invoker'], 'ingress'],
    ['another case', 'PROD', ['dev', 'prod'], 'prod'],
    ['a longer form', 'production', ['dev', 'stage', 'prod'], 'prod'],
    ['a related form', 'staging', ['dev', 'stage', 'prod'], 'stage'],
    ['the nearest of several', 'role', ['rules', 'roles'], 'roles'],
    ['another word altogether', 'frontend', ['dev', 'stage', 'prod'], null],
    ['short words are not alike because they are short', 'qa', ['dev', 'prod'], null],
    ['nothing known', 'x', [], null],
  ])('%s', (_, word, known, expected) => {
    expect(suggest(word, known)).toBe(expected);
  });

  test('the tail of a message', () => {
    expect(didYouMean('prd', ['prod'])).toBe('did you mean "prod"?');
    expect(didYouMean('frontend', ['dev', 'prod'])).toBe('known: dev, prod');
    expect(didYouMean('x', [])).toBe('none is defined');
    expect(
      didYouMean(
        'zzzzzz',
        Array.from({ length: 30 }, (_, at) => `r${at}`),
      ),
    ).toMatch(/, … \(30\)$/);
  });
});

describe('editDistance', () => {
  const word = fc.string({ maxLength: 12 });
  test('is nothing for equal words, and the same both ways', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  test.each([
    ['ab', 'ba', 1],
    ['abc', 'ac', 1],
    ['kitten', 'sitting', 3],
  ])('%s to %s is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});
