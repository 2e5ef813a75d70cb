import { holdsCredential, holdsRandomRun, replaceCredentials } from '../../credentials.ts';
import type { Place } from './context.ts';
import { sortedSet, textAt, textSetAt } from './read.ts';

const SHORTEST = 16;
const SHOWN = 4;

/** Whether a name or short text likely holds a pasted credential. */
export function looksLikeToken(text: string): boolean {
  return mayHold(text) && (holdsCredential(text) || holdsRandomRun(text));
}

/** Credentials have digits or stand in an address; most names have neither, and are done here. */
function mayHold(text: string): boolean {
  return text.length >= SHORTEST && (hasDigit(text) || text.includes('://'));
}

function hasDigit(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x30 && unit <= 0x39) return true;
  }
  return false;
}

/** A name that may be told: one that looks like a credential becomes its first four characters and a keyed fingerprint's first eight. */
export function tellableName(name: string, place: Pick<Place, 'reduce'>): string {
  return looksLikeToken(name) ? shortened(name, place) : name;
}

function shortened(found: string, place: Pick<Place, 'reduce'>): string {
  return `${found.slice(0, SHOWN)}…${place.reduce(found).fingerprint.slice(0, 8)}`;
}

/** What stands between a credential and the words or parameters around it. */
const BETWEEN = /([\s"'`(),;:?&=/[\]{}<>|\\]+)/;

/** A text that people write (a description, a path), each credential pasted into it told as `tellableName` tells one. */
export function wordsAt(value: unknown, where: string, place: Pick<Place, 'reduce'>): string | undefined {
  const text = textAt(value, where);
  return text === undefined ? undefined : tellableWords(text, place);
}

/** A set of such texts: sorted by code unit, each once; undefined where empty. */
export function wordSetAt(value: unknown, where: string, place: Pick<Place, 'reduce'>): string[] | undefined {
  const texts = textSetAt(value, where);
  return texts === undefined ? undefined : sortedSet(texts.map((text) => tellableWords(text, place)));
}

function tellableWords(text: string, place: Pick<Place, 'reduce'>): string {
  if (!mayHold(text)) return text;
  const plain = replaceCredentials(text, (found) => shortened(found, place));
  if (!holdsRandomRun(plain)) return plain;
  const told = eachWord(plain, BETWEEN, place);
  // Base64 may hold what stands between words elsewhere.
  return told === plain ? eachWord(plain, /(\s+)/, place) : told;
}

function eachWord(text: string, between: RegExp, place: Pick<Place, 'reduce'>): string {
  return text
    .split(between)
    .map((word) => (holdsRandomRun(word) ? shortened(word, place) : word))
    .join('');
}
