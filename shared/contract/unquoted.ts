import { Lexer, LineCounter, parseDocument, visit } from 'yaml';
import type { ContractIssue } from './model.ts';

/** Words that were meant as a value and, without quotes, are a comment. */
export interface Unquoted {
  offset: number;
  words: string;
}

/** A comment is set off by a blank (`# why`), as people write them; a channel or a number of a ticket is not. */
const MEANT = /^[ \t]*(#[^\s#].*?)(?=\s+#|\s*$)/m;
const MEANT_IN_BRACKETS = /^#[^\s#,\]}][^\s,\]}]*/;
const BRACKET_OR_COMMA = /[,\]}]/;
/** More than anybody writes before trying it once. */
const MOST = 20;

/** The words behind an empty value that were most likely meant to be it; null where there are none. */
export function unquotedValue(text: string, offset: number): string | null {
  const line = text.slice(offset).split(/[\r\n]/, 1)[0] ?? '';
  return MEANT.exec(line)?.[1] ?? null;
}

/**
 * Sentences that end where an unquoted word begins a comment (`reason: see #1234`): YAML reads them, and
 * nothing says so. One word before a comment is as people comment a setting.
 */
export function cutSentences(text: string, file: string): ContractIssue[] {
  const lines = new LineCounter();
  const cut: ContractIssue[] = [];
  visit(parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false }), {
    Scalar(key, { type, value, comment, range }) {
      const isSentence = key !== 'key' && type === 'PLAIN' && typeof value === 'string' && /\s/.test(value);
      if (!isSentence || comment == null || !range || !MEANT.test(`#${comment}`)) return;
      const { line, col } = lines.linePos(range[0]);
      const message = `"${value}" ends where #${comment} begins a comment; put all of it in quotes if it is meant`;
      cut.push({ file, line, column: col, path: '', message });
    },
  });
  return cut;
}

/** The text with every unquoted word in quotes that took brackets or commas behind it along, and these words. */
export interface Requoted {
  text: string;
  words: Unquoted[];
}

/**
 * What YAML cannot read because of such words inside of brackets (`{ channel: #drift }`): quoted, it is
 * read further. Null where quotes mend nothing.
 */
export function requoted(text: string): Requoted | null {
  const words: Unquoted[] = [];
  let mended = text;
  for (let next = firstInBrackets(mended, 0); next !== null && words.length < MOST; ) {
    const { offset, words: found } = next;
    words.push({ offset: offset - 2 * words.length, words: found });
    mended = `${mended.slice(0, offset)}"${found}"${mended.slice(offset + found.length)}`;
    next = firstInBrackets(mended, offset);
  }
  return words.length > 0 && faults(mended) < faults(text) ? { text: mended, words } : null;
}

function faults(text: string): number {
  return parseDocument(text, { prettyErrors: false, uniqueKeys: false }).errors.length;
}

/** What the lexer says of its own and the text does not hold: a document, a scalar, the end of brackets that never closed. */
const MARKS = new Set(['\u0002', '\u001f', '\u0018']);
const DEPTH: Record<string, number> = { '{': 1, '[': 1, '}': -1, ']': -1 };

function firstInBrackets(text: string, from: number): Unquoted | null {
  let offset = 0;
  let depth = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '\u0018') depth = 0;
    if (MARKS.has(lexeme)) continue;
    depth += DEPTH[lexeme] ?? 0;
    const words = depth > 0 && offset >= from ? MEANT_IN_BRACKETS.exec(lexeme)?.[0] : undefined;
    if (words !== undefined && BRACKET_OR_COMMA.test(lexeme)) return { offset, words };
    offset += lexeme.length;
  }
  return null;
}
