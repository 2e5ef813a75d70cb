/** A piece of a word: text as it stands, or a variable to be put in. */
export type Piece =
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'variable'; name: string; written: string; quoted: boolean };

export type ShellWord = Piece[];

/** Words up to an operator (`;` also for the end of a line and of the script). */
export interface Segment {
  words: ShellWord[];
  end: string;
  /** The scripts of its command substitutions, `$(…)` and between backticks: they run before it does. */
  inner: string[];
}

const OPERATORS = ['&&', '||', ';;', ';', '|', '&', '(', ')', '\n'];
const VARIABLE = /\$([A-Za-z_]\w*|\d)|\$\{([A-Za-z_]\w*|\d+)(?::?-[^}]*)?\}/y;
const REDIRECTION = /\d*(?:<<<|<<-?|<>|>>|>\||>&|<&|&>>|&>|<|>)/y;
/** A variable where no brace closes any more. */
const BARE_VARIABLE = /\$([A-Za-z_]\w*|\d)()/y;

const BEFORE_TEST = new Set(['if', 'elif', 'while', 'until', '!']);

/** A word's text where it is one plain piece; empty otherwise. */
export function plain(word: ShellWord | undefined): string {
  const [only] = word ?? [];
  return word?.length === 1 && only?.kind === 'text' && !only.quoted ? only.text : '';
}

/** Reads a POSIX or Bash script as segments of words. Never throws: what is not closed ends with the script. */
export function lexShell(script: string): Segment[] {
  const reader = new ScriptReader(script.replaceAll('\r\n', '\n'));
  reader.readAll();
  return reader.segments;
}

class ScriptReader {
  readonly segments: Segment[] = [];
  readonly #text: string;
  /** Where the last `}` and `}}` stand: behind them none is looked for, however many are opened. */
  readonly #lastBrace: number;
  readonly #lastBraces: number;
  #at = 0;
  #words: ShellWord[] = [];
  #inner: string[] = [];
  #word: ShellWord | null = null;
  /** Inside `[[ … ]]`, where `&&`, `(` and `<` are a test's own. */
  #testing = false;
  /** The next word is where a redirection leads. */
  #redirected = false;
  /** The redirection is a here-document, so that the word is its last line. */
  #here = false;
  #hereEnds: string[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#lastBrace = text.lastIndexOf('}');
    this.#lastBraces = text.lastIndexOf('}}');
  }

  readAll(): void {
    while (this.#at < this.#text.length) this.#step();
    this.#endSegment('\n');
  }

  #step(): void {
    const char = this.#text.charAt(this.#at);
    if (char === '\\') this.#escape();
    else if (char === "'") this.#single();
    else if (char === '"') this.#double();
    else if (char === '$') this.#dollar(false);
    else if (char === '`') this.#backticks(false);
    else if (char === ' ' || char === '\t') this.#blank();
    else if (char === '#' && this.#word === null) this.#skipTo('\n');
    else if (!this.#redirection()) this.#other();
  }

  #other(): void {
    const operator = OPERATORS.find((known) => this.#text.startsWith(known, this.#at));
    if (operator === undefined) this.#literal(this.#at + 1, false);
    else if (this.#testing && operator !== '\n' && operator !== ';') this.#literal(this.#at + 1, false);
    else if (operator === '(' && this.#isArithmetic()) this.#at = this.#after('))', this.#at) + 1;
    else this.#operator(operator);
  }

  #escape(): void {
    const next = this.#text.charAt(this.#at + 1);
    if (next !== '\n') this.#push({ kind: 'text', text: next, quoted: true });
    this.#at += 2;
  }

  #single(): void {
    const end = this.#after("'", this.#at + 1);
    const text = this.#text.slice(this.#at + 1, this.#text[end - 1] === "'" ? end - 1 : end);
    this.#push({ kind: 'text', text, quoted: true });
    this.#at = end;
  }

  #double(): void {
    this.#push({ kind: 'text', text: '', quoted: true });
    this.#at += 1;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') {
      const char = this.#text.charAt(this.#at);
      if (char === '$') this.#dollar(true);
      else if (char === '`') this.#backticks(true);
      else if (char === '\\' && '"\\$`\n'.includes(this.#text.charAt(this.#at + 1))) this.#escape();
      else this.#literal(this.#at + 1, true);
    }
    this.#at += 1;
  }

  /** A variable is a piece of its own; what cannot be known (`$(…)`, `${{…}}`, `${X#…}`) stays as it is written. */
  #dollar(quoted: boolean): void {
    const variable = this.#match(this.#at < this.#lastBrace ? VARIABLE : BARE_VARIABLE);
    if (variable === null) {
      const end = this.#afterUnit();
      if (/^\$\((?!\()/.test(this.#text.slice(this.#at, this.#at + 3)))
        this.#inner.push(this.#text.slice(this.#at + 2, end - 1));
      this.#literal(end, quoted);
      return;
    }
    const [written, short, long] = variable;
    this.#push({ kind: 'variable', name: short ?? long ?? '', written, quoted });
    this.#at += written.length;
  }

  #backticks(quoted: boolean): void {
    const end = this.#after('`', this.#at + 1);
    this.#inner.push(this.#text.slice(this.#at + 1, end - 1));
    this.#literal(end, quoted);
  }

  /** `((…))` where a command would stand: it computes, and runs nothing. */
  #isArithmetic(): boolean {
    const line = this.#text.slice(this.#at).match(/^\(\(.*\)\)/);
    return line !== null && this.#word === null && this.#words.every((word) => BEFORE_TEST.has(plain(word)));
  }

  #afterUnit(): number {
    if (this.#text.startsWith('$(', this.#at)) return this.#afterParentheses();
    if (this.#text.startsWith('${{', this.#at) && this.#at < this.#lastBraces)
      return this.#text.indexOf('}}', this.#at) + 2;
    if (this.#text.startsWith('${', this.#at) && this.#at < this.#lastBrace)
      return this.#text.indexOf('}', this.#at) + 1;
    return this.#at + 1;
  }

  #afterParentheses(): number {
    let depth = 0;
    for (let at = this.#at + 1; at < this.#text.length; at += 1) {
      if (this.#text[at] === '(') depth += 1;
      if (this.#text[at] === ')') depth -= 1;
      if (depth === 0) return at + 1;
    }
    return this.#text.length;
  }

  #redirection(): boolean {
    if (this.#testing) return false;
    const found = this.#word === null || /[<>]/.test(this.#text.charAt(this.#at)) ? REDIRECTION : null;
    const match = found === null ? null : this.#match(found);
    if (match === null) return false;
    this.#endWord();
    this.#at += match[0].length;
    this.#redirected = true;
    this.#here = /<<-?$/.test(match[0]) && !match[0].endsWith('<<<');
    return true;
  }

  #operator(operator: string): void {
    this.#at += operator.length;
    this.#endSegment(operator);
    if (operator === '\n') this.#skipHereDocuments();
  }

  #blank(): void {
    this.#endWord();
    this.#at += 1;
  }

  #skipTo(mark: string): void {
    const end = this.#text.indexOf(mark, this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #skipHereDocuments(): void {
    for (const last of this.#hereEnds.splice(0)) {
      let line: string | null = null;
      while (line !== last && this.#at < this.#text.length) {
        const from = this.#at;
        this.#skipTo('\n');
        line = this.#text.slice(from, this.#at).trim();
        this.#at += 1;
      }
    }
  }

  #literal(end: number, quoted: boolean): void {
    this.#push({ kind: 'text', text: this.#text.slice(this.#at, end), quoted });
    this.#at = end;
  }

  #push(piece: Piece): void {
    const last = this.#word?.at(-1);
    if (last?.kind === 'text' && piece.kind === 'text' && last.quoted === piece.quoted)
      last.text += piece.text;
    else {
      this.#word ??= [];
      this.#word.push(piece);
    }
  }

  #endWord(): void {
    const word = this.#word;
    this.#word = null;
    if (word === null) return;
    if (this.#redirected) {
      if (this.#here)
        this.#hereEnds.push(word.map((piece) => (piece.kind === 'text' ? piece.text : '')).join(''));
      this.#redirected = false;
    } else {
      this.#words.push(word);
      if (/^(?:\[\[|\]\])$/.test(plain(word))) this.#testing = plain(word) === '[[';
    }
  }

  #endSegment(end: string): void {
    this.#endWord();
    this.#redirected = false;
    this.#testing = false;
    this.segments.push({ words: this.#words, end, inner: this.#inner });
    this.#words = [];
    this.#inner = [];
  }

  #after(mark: string, from: number): number {
    const end = this.#text.indexOf(mark, from);
    return end === -1 ? this.#text.length : end + 1;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }
}
