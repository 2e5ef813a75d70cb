import { braceOf, definedName, doneOf, isTest, LEADING } from './shell-blocks.ts';
import { lexShell, plain, type Segment, type ShellWord } from './shell-lexer.ts';
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
const DECLARING = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);
const SHELLS = new Set(['bash', 'sh']);

/**
 * The commands of a Bash script in their order: joined lines, quotes, `&&`, variables of `variables` and of
 * the script itself, `for x in a b` run through, functions run where they are called, `bash -c`, `eval` and
 * `$(…)` looked into. Never throws.
 */
export function commandsOf(script: string, variables: ReadonlyMap<string, string>): ShellCommand[] {
  const budget = { characters: MOST_CHARACTERS, steps: MOST_STEPS };
  return new Interpreter({ variables: new Map(variables), functions: new Map(), level: 0, budget }).run(
    script,
  );
}

/** What is left to a script and the scripts inside it. */
interface Budget {
  characters: number;
  steps: number;
}

/** What a script begins with: what a script around it knows. */
interface Start {
  variables: Variables;
  functions: Map<string, readonly Segment[]>;
  /** How many scripts it stands in. */
  level: number;
  budget: Budget;
}

class Interpreter {
  readonly #variables: Variables;
  readonly #functions: Start['functions'];
  readonly #budget: Budget;
  readonly #level: number;
  readonly #commands: ShellCommand[] = [];
  /** For each `{` that is open, whether it began what runs in one case only. */
  readonly #groups: boolean[] = [];
  #depth = 0;
  /** Stands behind `||`, or behind a test and `&&`. */
  #chained = false;
  #parentheses = 0;
  #calls = 0;
  #loops = 0;

  constructor({ variables, functions, level, budget }: Start) {
    this.#variables = variables;
    this.#functions = functions;
    this.#budget = budget;
    this.#level = level;
  }

  run(script: string): ShellCommand[] {
    this.#all(lexShell(script.slice(0, LONGEST_SCRIPT)));
    return this.#commands;
  }

  #all(segments: readonly Segment[]): void {
    for (let at = 0; at < segments.length && !this.#isOver(); at += 1) {
      this.#budget.steps -= 1;
      const segment = segments[at];
      if (segment === undefined) return;
      this.#chain(segments[at - 1]);
      const words = this.#stripped(segment.words);
      const defined = definedName(segments, at);
      if (defined !== null) {
        at = this.#define(segments, { at, name: defined });
        continue;
      }
      for (const script of segment.inner) this.#nested(script);
      if (plain(words[0]) === 'for') at = this.#loop(segments, { at, words });
      else if (segment.end === '(' && this.#isArray(words)) at = this.#array(segments, { at, words });
      else if (!this.#isPattern(segment)) this.#simple(words);
    }
  }

  #isOver(): boolean {
    return this.#commands.length >= MOST_COMMANDS || this.#budget.steps <= 0;
  }

  #chain(before: Segment | undefined): void {
    if (before?.end === '||') this.#chained = true;
    else if (before?.end === '&&') this.#chained ||= isTest(before);
    else this.#chained = false;
  }

  /** Runs in one case only, as far as can be known. */
  #isConditional(): boolean {
    return this.#depth > 0 || this.#chained || this.#groups.includes(true);
  }

  /** What ends with a parenthesis that nothing opened is a pattern of a `case`. */
  #isPattern({ end }: Segment): boolean {
    if (end === '(') this.#parentheses += 1;
    if (end !== ')') return false;
    this.#parentheses -= 1;
    if (this.#parentheses >= 0) return false;
    this.#parentheses = 0;
    return true;
  }

  /** Without the words that only lead: `then`, `do`, `!`; `if` and `case` begin what runs in one case only. */
  #stripped(words: readonly ShellWord[]): ShellWord[] {
    let at = 0;
    for (; at < words.length; at += 1) {
      const word = plain(words[at]);
      if (OPENING.has(word)) this.#depth += 1;
      else if (CLOSING.has(word)) this.#depth = Math.max(0, this.#depth - 1);
      else if (word === '{') this.#groups.push(this.#chained);
      else if (word === '}') this.#groups.pop();
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
      this.#body(body);
    }
    if (items.length === 0) this.#body(body);
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
    // What is added in one case only is not known afterwards: the array's own name stands for it.
    const added = this.#isConditional() ? [`\${${name}[@]}`] : items;
    this.#variables.set(name, appends && Array.isArray(before) ? [...before, ...added] : added);
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
      this.#commands.push({ words: command, conditional: this.#isConditional() });
      this.#nested(scriptOf(command));
    }
  }

  /** Keeps the body of a function; answers the place of its closing brace. */
  #define(segments: readonly Segment[], { at, name }: { at: number; name: string }): number {
    const end = braceOf(segments, at);
    const { words = [], end: mark = ';', inner = [] } = segments[at] ?? {};
    const brace = words.findIndex((word) => plain(word) === '{');
    const first = brace === -1 ? [] : [{ words: words.slice(brace + 1), end: mark, inner }];
    this.#functions.set(name, [...first, ...segments.slice(at + 1, end)]);
    return end;
  }

  #call(body: readonly Segment[], given: string[]): void {
    if (this.#calls >= DEEPEST) return;
    const before = this.#given();
    this.#calls += 1;
    this.#arguments(given);
    this.#body(body);
    this.#arguments(before);
    this.#calls -= 1;
  }

  /** What a loop or a function runs is in one case only where it is. */
  #body(segments: readonly Segment[]): void {
    const chained = this.#chained;
    const open = this.#groups.length;
    this.#groups.push(chained);
    this.#all(segments);
    this.#groups.length = open;
    this.#chained = chained;
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
    if (this.#isConditional()) this.#variables.delete(name);
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

  /** A script inside the script, in a shell of its own. */
  #nested(script: string | null): void {
    if (script === null || this.#level >= DEEPEST || this.#budget.characters < 0 || this.#isOver()) return;
    this.#budget.characters -= script.length;
    const start = {
      variables: new Map(this.#variables),
      functions: new Map(this.#functions),
      level: this.#level + 1,
      budget: this.#budget,
    };
    const conditional = this.#isConditional();
    for (const command of new Interpreter(start).run(script))
      this.#commands.push({ ...command, conditional: command.conditional || conditional });
  }
}

/** The script that a command runs: `bash -c '…'`, `eval …`; null where it runs none. */
function scriptOf([program = '', ...rest]: readonly string[]): string | null {
  if (program === 'eval') return rest.join(' ');
  return SHELLS.has(program) && rest[0] === '-c' ? (rest[1] ?? null) : null;
}
