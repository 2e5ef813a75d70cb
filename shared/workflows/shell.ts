import { lexShell, type Segment, type ShellWord } from './shell-lexer.ts';
import { assignedName, assignedValue, expandWord, joinWord, type Variables } from './shell-words.ts';

/** One command of a script with its words, variables put in as far as they are known. */
export interface ShellCommand {
  words: string[];
  /** Runs in one case only (`if`, `case`), decided while the script runs. */
  conditional: boolean;
}

/** More than any script of a workflow; loops over loops reach it early. */
const MOST_COMMANDS = 2_000;
/** Commands looked at, however often; what loops without a command in them ends here. */
const MOST_STEPS = 50_000;
/** Characters that variables may become in all of a script: values made of values double with every line. */
const MOST_CHARACTERS = 1024 * 1024;
const LONGEST_SCRIPT = 64 * 1024;
const DEEPEST = 4;
/** Loops inside loops that are run through. */
const DEEPEST_LOOP = 16;

const OPENING = new Set(['if', 'case']);
const CLOSING = new Set(['fi', 'esac']);
const LEADING = new Set([
  'then',
  'else',
  'elif',
  'do',
  'done',
  'while',
  'until',
  '!',
  '{',
  '}',
  'time',
  'exec',
  'command',
]);
const DECLARING = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);
const SHELLS = new Set(['bash', 'sh']);

/**
 * The commands of a Bash script in their order: joined lines, quotes, `&&`, variables of `variables` and of
 * the script itself, `for x in a b` run through, functions run where they are called, `bash -c` looked into.
 * Never throws.
 */
export function commandsOf(script: string, variables: ReadonlyMap<string, string>): ShellCommand[] {
  return new Interpreter(new Map(variables), 0, { characters: MOST_CHARACTERS }).run(script);
}

/** What is left to a script and the scripts inside it. */
interface Budget {
  characters: number;
}

class Interpreter {
  readonly #variables: Variables;
  readonly #budget: Budget;
  readonly #level: number;
  readonly #commands: ShellCommand[] = [];
  readonly #functions = new Map<string, readonly Segment[]>();
  #depth = 0;
  #calls = 0;
  #loops = 0;
  #steps = 0;

  constructor(variables: Variables, level: number, budget: Budget) {
    this.#variables = variables;
    this.#budget = budget;
    this.#level = level;
  }

  run(script: string): ShellCommand[] {
    this.#all(lexShell(script.slice(0, LONGEST_SCRIPT)));
    return this.#commands;
  }

  #all(segments: readonly Segment[]): void {
    for (let at = 0; at < segments.length && !this.#isOver(); at += 1) {
      this.#steps += 1;
      const segment = segments[at];
      if (segment === undefined) return;
      const words = this.#stripped(segment.words);
      const defined = definedName(segments, at);
      if (defined !== null) at = this.#define(segments, { at, name: defined });
      else if (plain(words[0]) === 'for') at = this.#loop(segments, { at, words });
      else if (segment.end === '(' && this.#isArray(words)) at = this.#array(segments, { at, words });
      else this.#simple(words);
    }
  }

  #isOver(): boolean {
    return this.#commands.length >= MOST_COMMANDS || this.#steps >= MOST_STEPS;
  }

  /** Without the words that only lead: `then`, `do`, `!`; `if` and `case` begin what runs in one case only. */
  #stripped(words: readonly ShellWord[]): ShellWord[] {
    let at = 0;
    for (; at < words.length; at += 1) {
      const word = plain(words[at]);
      if (OPENING.has(word)) this.#depth += 1;
      else if (CLOSING.has(word)) this.#depth = Math.max(0, this.#depth - 1);
      else if (!LEADING.has(word)) break;
      if (word === 'case') return [];
    }
    return words.slice(at);
  }

  /** Runs the body once for each item; answers the place of its `done`. */
  #loop(segments: readonly Segment[], { at, words }: { at: number; words: ShellWord[] }): number {
    const end = doneOf(segments, at);
    if (this.#loops >= DEEPEST_LOOP) return end;
    this.#loops += 1;
    const body = segments.slice(at + 1, end);
    const name = plain(words[1]);
    const items = this.#expanded(words.slice(3));
    for (const item of items) {
      if (this.#isOver()) break;
      this.#variables.set(name, item);
      this.#all(body);
    }
    if (items.length === 0) this.#all(body);
    this.#variables.delete(name);
    this.#loops -= 1;
    return end;
  }

  #isArray(words: readonly ShellWord[]): boolean {
    const last = words.at(-1);
    return last !== undefined && assignedName(last) !== null && assignedValue(last, this.#variables) === '';
  }

  #array(segments: readonly Segment[], { at, words }: { at: number; words: ShellWord[] }): number {
    const name = assignedName(words.at(-1) ?? []) ?? '';
    const items: string[] = [];
    let next = at + 1;
    for (; next < segments.length; next += 1) {
      const segment = segments[next];
      for (const item of this.#expanded(segment?.words ?? [])) items.push(item);
      if (segment?.end === ')') break;
    }
    const before = this.#variables.get(name);
    const appends = joinWord(words.at(-1) ?? [], this.#variables).endsWith('+=');
    this.#variables.set(name, appends && Array.isArray(before) ? [...before, ...items] : items);
    return next;
  }

  #simple(written: readonly ShellWord[]): void {
    let words = written;
    const declares = DECLARING.has(plain(words[0]));
    if (declares) words = words.slice(1);
    const first = words.findIndex((word) => assignedName(word) === null);
    const assignments = first === -1 || declares ? words : words.slice(0, first);
    for (const word of assignments) this.#assign(word);
    if (first === -1 || declares) return;
    const command = this.#expanded(words.slice(first));
    if (command.length === 0) return;
    const body = this.#functions.get(command[0] ?? '');
    if (command[0] === 'shift') this.#arguments(this.#given().slice(Number(command[1] ?? 1) || 1));
    else if (body !== undefined) this.#call(body, command.slice(1));
    else {
      this.#commands.push({ words: command, conditional: this.#depth > 0 });
      this.#nested(command);
    }
  }

  /** Keeps the body of a function; answers the place of its closing brace. */
  #define(segments: readonly Segment[], { at, name }: { at: number; name: string }): number {
    const end = braceOf(segments, at);
    const { words = [], end: mark = ';' } = segments[at] ?? {};
    const brace = words.findIndex((word) => plain(word) === '{');
    const first = brace === -1 ? [] : [{ words: words.slice(brace + 1), end: mark }];
    this.#functions.set(name, [...first, ...segments.slice(at + 1, end)]);
    return end;
  }

  #call(body: readonly Segment[], given: string[]): void {
    if (this.#calls >= DEEPEST) return;
    const before = this.#given();
    this.#calls += 1;
    this.#arguments(given);
    this.#all(body);
    this.#arguments(before);
    this.#calls -= 1;
  }

  #given(): string[] {
    const given = this.#variables.get('@');
    return Array.isArray(given) ? given : [];
  }

  #arguments(given: string[]): void {
    for (const index of this.#given().keys()) this.#variables.delete(String(index + 1));
    this.#variables.set('@', given);
    for (const [index, value] of given.entries()) this.#variables.set(String(index + 1), value);
  }

  /** What is assigned in one case only is not known afterwards. */
  #assign(word: ShellWord): void {
    const name = assignedName(word);
    if (name === null) return;
    if (this.#depth > 0) this.#variables.delete(name);
    else {
      const value = assignedValue(word, this.#known());
      this.#variables.set(name, value);
      this.#budget.characters -= value.length;
    }
  }

  #expanded(words: readonly ShellWord[]): string[] {
    const all: string[] = [];
    for (const word of words) {
      const expanded = expandWord(word, this.#known());
      for (const one of expanded) all.push(one);
      this.#budget.characters -= expanded.reduce((sum, one) => sum + one.length + 1, 0);
    }
    return all;
  }

  /** Where nothing is left no variable is known any more, and what names one stays as it is written. */
  #known(): Variables {
    if (this.#budget.characters < 0) this.#variables.clear();
    return this.#variables;
  }

  #nested(words: readonly string[]): void {
    const script = SHELLS.has(words[0] ?? '') && words[1] === '-c' ? words[2] : undefined;
    if (script === undefined || this.#level >= DEEPEST) return;
    const inner = new Interpreter(new Map(this.#variables), this.#level + 1, this.#budget).run(script);
    const conditional = this.#depth > 0;
    this.#commands.push(...inner.map((one) => ({ ...one, conditional: one.conditional || conditional })));
  }
}

/** The name of a function that is defined here (`name() {`, `function name {`); null where none is. */
function definedName(segments: readonly Segment[], at: number): string | null {
  const { words = [], end } = segments[at] ?? {};
  const bare = words.map(plain).filter((word) => word !== 'function');
  const [name = '', brace] = bare;
  if (!/^[A-Za-z_][\w-]*$/.test(name)) return null;
  const next = segments[at + 1];
  if (end === '(' && bare.length === 1 && next?.end === ')' && next.words.length === 0) return name;
  return plain(words[0]) === 'function' && (brace === '{' || brace === undefined) ? name : null;
}

/** The place of the brace that ends the function begun at `at`; the end of the script where there is none. */
function braceOf(segments: readonly Segment[], at: number): number {
  let depth = 0;
  for (let index = at; index < segments.length; index += 1) {
    const words = (segments[index]?.words ?? []).map(plain);
    depth += words.filter((word) => word === '{').length;
    if (words[0] !== '}') continue;
    depth -= 1;
    if (depth <= 0) return index;
  }
  return segments.length;
}

/** The place of the `done` that ends the loop begun at `at`; the end of the script where there is none. */
function doneOf(segments: readonly Segment[], at: number): number {
  let depth = 0;
  for (let index = at; index < segments.length; index += 1) {
    for (const word of segments[index]?.words ?? []) {
      const text = plain(word);
      if (text === 'done') depth -= 1;
      else if (text === 'for' || text === 'while' || text === 'until') depth += 1;
      else if (text !== 'do' && !LEADING.has(text)) break;
      if (text === 'done' && depth <= 0) return index;
    }
  }
  return segments.length;
}

/** A word's text where it is one plain piece; empty otherwise. */
function plain(word: ShellWord | undefined): string {
  const [only] = word ?? [];
  return word?.length === 1 && only?.kind === 'text' && !only.quoted ? only.text : '';
}
