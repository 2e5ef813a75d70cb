import type { Piece, ShellWord } from './shell-lexer.ts';

/** Shell variables that are known; a list where it is an array. */
export type Variables = Map<string, string | string[]>;

const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=/;
/** Beyond this a word is no name, flag or list of settings: its further variables stay as they are written. */
const LONGEST_WORD = 64 * 1024;
const WHOLE_ARRAY = /^\$(?:\{([A-Za-z_]\w*)\[[@*]\]\}|([@*]))$/;

/** The words that one written word becomes: variables put in, and split at blanks where they are not quoted. */
export function expandWord(word: ShellWord, variables: Variables): string[] {
  const array = wholeArray(word, variables);
  if (array !== null) return array;
  const words: string[] = [''];
  let quoted = false;
  let length = 0;
  for (const piece of word) {
    const text = textOf(piece, variables, length);
    length += text.length;
    quoted ||= piece.quoted;
    const parts = piece.kind === 'variable' && !piece.quoted ? text.split(/\s+/) : [text];
    const [first = '', ...rest] = parts;
    words[words.length - 1] += first;
    for (const part of rest) words.push(part);
  }
  return quoted ? words : words.filter((text) => text !== '');
}

/** A word as one text, whatever blanks its variables hold. */
export function joinWord(word: ShellWord, variables: Variables): string {
  let joined = '';
  for (const piece of word) joined += textOf(piece, variables, joined.length);
  return joined;
}

/** The variable a word sets (`NAME=…`); null where it sets none. */
export function assignedName(word: ShellWord): string | null {
  const [first] = word;
  if (first === undefined || first.kind !== 'text' || first.quoted) return null;
  return ASSIGNMENT.exec(first.text)?.[1] ?? null;
}

/** What stands behind the `=` of an assignment, as one text. */
export function assignedValue(word: ShellWord, variables: Variables): string {
  return joinWord(word, variables).replace(ASSIGNMENT, '');
}

function wholeArray(word: ShellWord, variables: Variables): string[] | null {
  const pieces = word.filter((piece) => piece.kind !== 'text' || piece.text !== '');
  const [only] = pieces;
  if (pieces.length !== 1 || only === undefined) return null;
  const [, name, all] = (only.kind === 'text' ? WHOLE_ARRAY.exec(only.text) : null) ?? [];
  const value = variables.get(all === undefined ? (name ?? '') : '@');
  return Array.isArray(value) ? value : null;
}

/** A variable that is not known, or has no place any more behind `length` characters, stays as it is written. */
function textOf(piece: Piece, variables: Variables, length: number): string {
  if (piece.kind === 'text') return piece.text;
  const value = variables.get(piece.name);
  return typeof value === 'string' && length + value.length <= LONGEST_WORD ? value : piece.written;
}
