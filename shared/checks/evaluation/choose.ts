import { didYouMean } from '../../contract/suggest.ts';
import { PlumblineError } from '../../errors.ts';
import type { Check } from '../model.ts';
import { CHECKS } from '../table.ts';

/**
 * The numbers of the checks that words name, each by its number or id, in order and once each. Throws a
 * USAGE error that names every word that is no check.
 */
export function chooseChecks(words: readonly string[]): number[] {
  const unknown = words.filter((word) => checkNamed(word) === undefined);
  if (words.length === 0) throw new PlumblineError('USAGE', '--only names no check; say for example 5,6,7');
  if (unknown.length > 0) throw new PlumblineError('USAGE', `--only: ${unknown.map(noSuchCheck).join('; ')}`);
  return [...new Set(words.flatMap((word) => checkNamed(word)?.number ?? []))].sort((a, b) => a - b);
}

/** Whether any of the checks looks at what is read of the estate. */
export function readEstate(numbers: readonly number[]): boolean {
  return CHECKS.some(({ number, readsEstate }) => numbers.includes(number) && readsEstate !== false);
}

/** The check of an id or a number; undefined for a word that is neither. */
export function checkNamed(word: string): Check | undefined {
  return CHECKS.find(({ id, number }) => id === word || String(number) === word);
}

/** Says that a word is no check, and what would be one. */
export function noSuchCheck(word: string): string {
  const numbers = CHECKS.map(({ number }) => number);
  const hint = /^\d+$/.test(word)
    ? `the checks are numbered ${Math.min(...numbers)} to ${Math.max(...numbers)}`
    : didYouMean(
        word,
        CHECKS.map(({ id }) => id),
      );
  return `${JSON.stringify(word)} is not a check; ${hint}`;
}
