import { didYouMean } from '../contract/suggest.ts';
import { PlumblineError } from '../errors.ts';
import { CHECKS } from './table.ts';

/**
 * The numbers of the checks that words name, each by its number or id, in order and once each. Throws a
 * USAGE error that names every word that is no check.
 */
export function chooseChecks(words: readonly string[]): number[] {
  const unknown = words.filter((word) => numberOf(word) === undefined);
  if (words.length === 0) throw new PlumblineError('USAGE', '--only names no check; say for example 5,6,7');
  if (unknown.length > 0) throw new PlumblineError('USAGE', `--only: ${unknown.map(problem).join('; ')}`);
  return [...new Set(words.flatMap((word) => numberOf(word) ?? []))].sort((a, b) => a - b);
}

function numberOf(word: string): number | undefined {
  return CHECKS.find(({ id, number }) => id === word || String(number) === word)?.number;
}

function problem(word: string): string {
  const numbers = CHECKS.map(({ number }) => number);
  const hint = /^\d+$/.test(word)
    ? `the checks are numbered ${Math.min(...numbers)} to ${Math.max(...numbers)}`
    : didYouMean(
        word,
        CHECKS.map(({ id }) => id),
      );
  return `there is no check "${word}"; ${hint}`;
}
