/** A GitHub expression, taken apart. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  /** `github.ref`, `matrix.target.name`; also with an index, which no context here answers. */
  | { kind: 'reference'; path: string }
  | { kind: 'not'; of: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'call'; name: string; given: Expression[] };

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|(-?(?:0x[\da-f]+|\d+(?:\.\d+)?))|([a-z_][\w-]*(?:\.(?:[a-z_*][\w-]*|\*)|\[[^\][]*\])*)|(&&|\|\||==|!=|<=|>=|[<>!(),]))/iy;
/** What binds weaker stands first. */
const LEVELS = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];
const WORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
/** Parentheses and `!` inside each other. */
const DEEPEST = 64;

/** Takes the text between `${{` and `}}` apart; null where it is no expression. */
export function parseExpression(text: string): Expression | null {
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const parser = new Parser(tokens);
  const tree = parser.level(0);
  return parser.isDone() ? tree : null;
}

function tokensOf(text: string): string[] | null {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return null;
    tokens.push(match[0].trim());
    at = TOKEN.lastIndex;
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  level(index: number): Expression | null {
    const operators = LEVELS[index];
    if (operators === undefined) return this.#unary();
    let left = this.level(index + 1);
    while (left !== null && operators.includes(this.#tokens[this.#at] ?? '')) {
      const operator = this.#next();
      const right = this.level(index + 1);
      left = right === null ? null : { kind: 'binary', operator, left, right };
    }
    return left;
  }

  #unary(): Expression | null {
    if (this.#depth >= DEEPEST) return null;
    this.#depth += 1;
    const token = this.#next();
    const found = token === '!' ? negated(this.#unary()) : this.#operand(token);
    this.#depth -= 1;
    return found;
  }

  #operand(token: string): Expression | null {
    if (token === '(') {
      const inner = this.level(0);
      return this.#next() === ')' ? inner : null;
    }
    if (token.startsWith("'")) return literal(token.slice(1, -1).replaceAll("''", "'"));
    if (/^-?\d/.test(token)) return literal(Number(token));
    if (!/^[a-z_]/i.test(token)) return null;
    const word = WORDS.get(token);
    if (word !== undefined) return literal(word);
    return this.#tokens[this.#at] === '(' ? this.#call(token) : { kind: 'reference', path: token };
  }

  #call(name: string): Expression | null {
    const given: Expression[] = [];
    this.#next();
    if (this.#tokens[this.#at] === ')') this.#next();
    else {
      let separator = ',';
      while (separator === ',') {
        const one = this.level(0);
        if (one === null) return null;
        given.push(one);
        separator = this.#next();
      }
      if (separator !== ')') return null;
    }
    return { kind: 'call', name: name.toLowerCase(), given };
  }

  #next(): string {
    this.#at += 1;
    return this.#tokens[this.#at - 1] ?? '';
  }
}

function literal(value: string | number | boolean | null): Expression {
  return { kind: 'literal', value };
}

function negated(of: Expression | null): Expression | null {
  return of === null ? null : { kind: 'not', of };
}
