/** Values of one of GitHub's contexts. */
export type Values = ReadonlyMap<string, string>;

/** The contexts that are known without running a workflow, by their names in expressions. */
export type Contexts = Readonly<Record<'env' | 'inputs' | 'matrix' | 'github', Values>>;

const REFERENCE = /^(env|inputs|matrix|github)\.([A-Za-z_][\w.-]*)$/;
const LITERAL = /^'((?:[^']|'')*)'$|^(true|false|-?\d+(?:\.\d+)?)$/;
const RUNTIME = /\$\{|\$\(|\$[A-Za-z_\d@*#?!]|`/;

/** A text with every expression replaced whose value is known; the others stay, without their blanks. */
export function fill(text: string, contexts: Contexts): string {
  let filled = '';
  let from = 0;
  for (let start = text.indexOf('${{'); start !== -1; start = text.indexOf('${{', from)) {
    const end = text.indexOf('}}', start);
    if (end === -1) break;
    const inside = text.slice(start + 3, end);
    filled += text.slice(from, start) + (evaluate(inside, contexts) ?? waiting(inside));
    from = end + 2;
  }
  return filled + text.slice(from);
}

/** An expression whose value is not known, without its blanks: one word to a shell. */
function waiting(inside: string): string {
  return `\${{${inside.replaceAll(/\s+/g, '')}}}`;
}

/** Whether nothing in a text waits for the workflow to run: no expression, no shell variable. */
export function isKnown(text: string): boolean {
  return !RUNTIME.test(text);
}

/** The value of references, literals and `a || b`; null for what is known only at run time. */
function evaluate(inside: string, contexts: Contexts): string | null {
  let value: string | null = null;
  for (const part of inside.split('||')) {
    value = operand(part.trim(), contexts);
    if (value === null || (value !== '' && value !== 'false')) return value;
  }
  return value;
}

function operand(text: string, contexts: Contexts): string | null {
  const literal = LITERAL.exec(text);
  if (literal !== null) return literal[2] ?? (literal[1] ?? '').replaceAll("''", "'");
  const reference = REFERENCE.exec(text);
  if (reference === null) return null;
  const [, context = '', name = ''] = reference;
  const value = contexts[context as keyof Contexts].get(name);
  return value === undefined || !isKnown(value) ? null : value;
}
