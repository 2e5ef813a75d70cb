import { describe, expect, it } from '@jest/globals';
import { chooseChecks } from '../../shared/checks/evaluation/choose.ts';

describe('chooseChecks', () => {
  it.each([
    ['numbers', ['5', '6', '7'], [5, 6, 7]],
    ['ids', ['resources', 'env-keys'], [5, 6]],
    ['one check twice, out of order', ['7', 'resources', '5'], [5, 7]],
  ])('takes %s', (_name, words, numbers) => {
    expect(chooseChecks(words)).toEqual(numbers);
  });

  it.each([
    ['a mistyped id', ['ingres'], /"ingres" is not a check; did you mean "ingress"\?/],
    ['a number there is not', ['1', '99'], /"99" is not a check; the checks are numbered 1 to \d+/],
    ['several at once', ['ingres', 'networks'], /"ingress"\?; "networks" is not a check/],
    ['part of a number', ['1.0'], /"1.0" is not a check/],
    ['nothing', [], /names no check/],
  ])('refuses %s', (_name, words, message) => {
    expect(() => chooseChecks(words)).toThrow(message);
  });
});
