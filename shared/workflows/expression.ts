import { type ExpressionValue, evaluateExpression, holds } from './expression-value.ts';

/** Values of one of GitHub's contexts. */
export type Values = ReadonlyMap<string, string>;

/** The contexts that are known without running a workflow, by their names in expressions. */
export type Contexts = Readonly<Record<'env' | 'inputs' | 'matrix' | 'github', Values>>;

const REFERENCE = /^(env|inputs|matrix|github)\.([A-Za-z_][\w.-]*)$/;
const RUNTIME = /\$\{|\$\(|\$[A-Za-z_\d@*#?!]|`/;

/** A text with every expression replaced whose value is known; the others stay, without their blanks. */
export function fill(text: string, contexts: Contexts): string {
  let filled = '';
  let from = 0;
  for (let start = text.indexOf('${{'); start !== -1; start = text.indexOf('${{', from)) {
    const end = text.indexOf('}}', start);
    if (end === -1) break;
    const inside = text.slice(start + 3, end);
    const value = evaluateExpression(inside, lookupIn(contexts));
    filled += text.slice(from, start) + (value === undefined ? waiting(inside) : String(value ?? ''));
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

/** Whether a condition (`if:`) holds, with or without its `${{ }}`; undefined where that is decided while it runs. */
export function conditionHolds(condition: string, contexts: Contexts): boolean | undefined {
  const inside = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition)?.[1] ?? condition;
  return holds(evaluateExpression(inside, lookupIn(contexts)));
}

/** Inputs and matrices have truths, where an environment has words. */
function lookupIn(contexts: Contexts): (path: string) => ExpressionValue {
  return (path) => {
    const [, context = '', name = ''] = REFERENCE.exec(path) ?? [];
    const value = contexts[context as keyof Contexts]?.get(name);
    if (value === undefined || !isKnown(value)) return undefined;
    const truths = context === 'inputs' || context === 'matrix';
    return truths && (value === 'true' || value === 'false') ? value === 'true' : value;
  };
}
