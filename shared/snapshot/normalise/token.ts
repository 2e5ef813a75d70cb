import type { Place } from './context.ts';
import { textAt } from './read.ts';

const SHORTEST = 16;

/** How the issuers of credentials begin them; each is followed by a long random run. */
const ISSUED =
  /^(?:(?:sk|rk|pk)_(?:live|test)_|sk-|gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AIza|AKIA|ASIA|ya29\.|GOCSPX-|SG\.|npm_|hf_|whsec_|shpat_|dop_v1_|eyJ[A-Za-z0-9_-]+\.|-----BEGIN )/;

/** An unbroken run of this length, with both letter cases and several digits, was typed by no person. */
const RUN = /[A-Za-z0-9+/=]{24,}/g;
const SEVERAL = 3;

/** Whether a name or short text is likely a pasted credential. Plain hex (commits, digests, ids) is not. */
export function looksLikeToken(text: string): boolean {
  // Random text of that length has digits; most names have none, and are done here.
  if (text.length < SHORTEST || !hasDigits(text)) return false;
  return ISSUED.test(text) || (hasBothCases(text) && (text.match(RUN)?.some(isRandom) ?? false));
}

function isRandom(run: string): boolean {
  return hasBothCases(run) && run.replace(/[^0-9]/g, '').length >= SEVERAL;
}

function hasDigits(text: string): boolean {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x30 && unit <= 0x39) count += 1;
    if (count === 2) return true;
  }
  return false;
}

function hasBothCases(text: string): boolean {
  let [lower, upper] = [false, false];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x61 && unit <= 0x7a) lower = true;
    else if (unit >= 0x41 && unit <= 0x5a) upper = true;
  }
  return lower && upper;
}

/** A name that may be told: one that looks like a credential becomes its first four characters and a keyed fingerprint's first eight. */
export function tellableName(name: string, place: Pick<Place, 'reduce'>): string {
  return looksLikeToken(name) ? `${name.slice(0, 4)}…${place.reduce(name).fingerprint.slice(0, 8)}` : name;
}

/** What stands between a credential and the words or parameters around it. */
const BETWEEN = /([\s"'`(),;:?&=/]+)/;

/** A text that people write (a description, a path), each credential pasted into it told as `tellableName` tells one. */
export function wordsAt(value: unknown, where: string, place: Pick<Place, 'reduce'>): string | undefined {
  const text = textAt(value, where);
  return text === undefined ? undefined : tellableWords(text, place);
}

function tellableWords(text: string, place: Pick<Place, 'reduce'>): string {
  if (text.length < SHORTEST || !hasDigits(text)) return text;
  const told = text
    .split(BETWEEN)
    .map((word) => tellableName(word, place))
    .join('');
  // Base64 may hold what stands between words elsewhere.
  return told === text ? told.replace(/\S+/g, (word) => tellableName(word, place)) : told;
}
