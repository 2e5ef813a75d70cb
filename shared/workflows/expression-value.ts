import { type Expression, parseExpression } from './expression-tree.ts';

/** What an expression comes to; undefined where only the running workflow knows. */
export type ExpressionValue = string | number | boolean | null | undefined;

/** Answers a reference (`github.ref`); undefined where nothing known stands there. */
export type Lookup = (path: string) => ExpressionValue;

/**
 * The value of an expression as GitHub computes it, as far as it is known: `false && x` is false whatever x is.
 * Never throws.
 */
export function evaluateExpression(text: string, lookup: Lookup): ExpressionValue {
  const tree = parseExpression(text);
  return tree === null ? undefined : comesTo(tree, lookup);
}

/** Whether a value lets a condition hold; undefined where it is not known. */
export function holds(value: ExpressionValue): boolean | undefined {
  return value === undefined ? undefined : value !== '' && Boolean(value);
}

function comesTo(tree: Expression, lookup: Lookup): ExpressionValue {
  if (tree.kind === 'literal') return tree.value;
  if (tree.kind === 'reference') return lookup(tree.path);
  if (tree.kind === 'call') return called(tree, lookup);
  if (tree.kind === 'not') {
    const held = holds(comesTo(tree.of, lookup));
    return held === undefined ? undefined : !held;
  }
  const left = comesTo(tree.left, lookup);
  const right = comesTo(tree.right, lookup);
  if (CHOICES.has(tree.operator)) return chosen(tree, left, right);
  if (left === undefined || right === undefined) return undefined;
  return compared(tree.operator, left, right);
}

type Binary = Expression & { kind: 'binary' };

const CHOICES = new Set(['&&', '||']);

/** `a && b` is a where a does not hold, and b otherwise; of two truths the one that decides suffices. */
function chosen(tree: Binary, left: ExpressionValue, right: ExpressionValue): ExpressionValue {
  const decides = tree.operator === '||';
  const held = holds(left);
  if (held !== undefined) return held === decides ? left : right;
  return isTruth(tree.left) && holds(right) === decides ? decides : undefined;
}

/** Whether an expression comes to true or false, and to nothing else. */
function isTruth(tree: Expression): boolean {
  if (tree.kind === 'binary')
    return !CHOICES.has(tree.operator) || (isTruth(tree.left) && isTruth(tree.right));
  return tree.kind === 'not' || (tree.kind === 'call' && TRUTHS.has(tree.name));
}

type Known = Exclude<ExpressionValue, undefined>;

function compared(operator: string, left: Known, right: Known): ExpressionValue {
  if (operator === '==') return isSame(left, right);
  if (operator === '!=') return !isSame(left, right);
  const [a, b] = [Number(left), Number(right)];
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

/** Texts are the same whatever their case. What an input holds as `true` is the word and the truth. */
function isSame(left: Known, right: Known): boolean {
  if (left === null || right === null) return (left ?? '') === (right ?? '');
  return String(left).toLowerCase() === String(right).toLowerCase();
}

const TEXT_TESTS: Record<string, (text: string, part: string) => boolean> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};
const TRUTHS = new Set([...Object.keys(TEXT_TESTS), 'always', 'success', 'failure', 'cancelled']);
/** Tags and pull requests start workflows of a branch too: that a branch is not one of them decides nothing. */
const BRANCH = /^github\.ref(?:_name)?$/i;

function called({ name, given }: Expression & { kind: 'call' }, lookup: Lookup): ExpressionValue {
  if (name === 'always' || name === 'success') return true;
  if (name === 'cancelled') return false;
  const [first, ...values] = given.map((one) => comesTo(one, lookup));
  if (first === undefined || values.includes(undefined)) return undefined;
  if (name === 'format') return formatted(String(first ?? ''), values);
  const test = TEXT_TESTS[name];
  if (test === undefined) return undefined;
  const part = String(values[0] ?? '').toLowerCase();
  const held = test(String(first ?? '').toLowerCase(), part);
  const [about] = given;
  const branch = about?.kind === 'reference' && BRANCH.test(about.path);
  return held || !branch || part.startsWith('refs/heads/') ? held : undefined;
}

function formatted(text: string, values: readonly ExpressionValue[]): string {
  return text.replace(/\{\{|\}\}|\{(\d+)\}/g, (mark, index?: string) =>
    index === undefined ? mark.charAt(0) : String(values[Number(index)] ?? ''),
  );
}
