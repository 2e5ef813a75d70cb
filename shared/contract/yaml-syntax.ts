import { type Document, parseDocument, type YAMLError } from 'yaml';
import type { ContractIssue, Location } from './model.ts';
import { requoted } from './unquoted.ts';

/** Where an offset of a text is. */
export type At = (offset: number) => Location;

/** What the YAML itself has wrong; where words without quotes are the cause, these and what is wrong beside them. */
export function syntaxIssues({ errors, warnings }: Document, text: string, at: At): ContractIssue[] {
  if (errors.length === 0) return warnings.map((fault) => syntaxIssue(fault, at));
  const mended = requoted(text);
  if (mended === null)
    return [...pastedBlanks(text, at), ...[...errors, ...warnings].map((fault) => syntaxIssue(fault, at))];
  const { words } = mended;
  const before = (offset: number) => words.filter((one, index) => one.offset + 2 * index < offset).length;
  const rest = parseDocument(mended.text, { prettyErrors: false, uniqueKeys: false }).errors;
  return [
    ...words.map((one) => ({ ...at(one.offset), path: '', message: commentWords(one.words) })),
    ...rest.map((fault) => syntaxIssue(fault, (offset) => at(offset - 2 * before(offset)))),
  ];
}

function syntaxIssue({ pos, code, message }: YAMLError, at: At): ContractIssue {
  return {
    ...at(pos[0]),
    path: '',
    message: `is not valid YAML: ${SYNTAX[code] ?? oneLine(message)}`,
  };
}

/** Blanks as web pages and chats have them, where YAML knows plain ones only: before a line's text or behind a colon. */
const PASTED_BLANK = /(?<=^[ \t]*|:)[\u00a0\u2007\u202f\u3000]/gmu;

const MOST_BLANKS = 20;

function pastedBlanks(text: string, at: At): ContractIssue[] {
  return [...text.matchAll(PASTED_BLANK)].slice(0, MOST_BLANKS).map(({ index }) => ({
    ...at(index),
    path: '',
    message: 'has a no-break space here, as pasted text has them; YAML parts words by plain ones only',
  }));
}

function commentWords(words: string): string {
  return `${words} begins a comment here, which takes the rest of the line along; put it in quotes: "${words}"`;
}

/** Where the parser's words are for programmers. */
const SYNTAX: Partial<Record<string, string>> = {
  BAD_SCALAR_START: 'text that begins with this mark is to be in quotes',
  MULTIPLE_DOCS: 'a contract is one document, and a second one begins here',
};

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
