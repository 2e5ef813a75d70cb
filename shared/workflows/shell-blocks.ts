import { plain, type Segment } from './shell-lexer.ts';

/** Words that stand before a command without being one. */
export const LEADING = new Set([
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

const TESTS = new Set(['[', '[[', 'test', 'grep', 'command', 'which', 'diff']);

/** Whether a segment asks something, so that what `&&` puts behind it runs in one case only. */
export function isTest({ words }: Segment): boolean {
  const asking = words.map(plain).find((word) => word === 'command' || !LEADING.has(word));
  return asking !== undefined && TESTS.has(asking);
}

/** The name of a function that is defined here (`name() {`, `function name {`); null where none is. */
export function definedName(segments: readonly Segment[], at: number): string | null {
  const { words = [], end } = segments[at] ?? {};
  const bare = words.map(plain).filter((word) => word !== 'function');
  const [name = '', brace] = bare;
  if (!/^[A-Za-z_][\w-]*$/.test(name)) return null;
  const next = segments[at + 1];
  if (end === '(' && bare.length === 1 && next?.end === ')' && next.words.length === 0) return name;
  return plain(words[0]) === 'function' && (brace === '{' || brace === undefined) ? name : null;
}

/** The place of the brace that ends the function begun at `at`; the end of the script where there is none. */
export function braceOf(segments: readonly Segment[], at: number): number {
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
export function doneOf(segments: readonly Segment[], at: number): number {
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
