import { isObject, type Json } from './json.ts';

const BARE = /^[A-Za-z0-9_-]+$/;

/**
 * Joins segments into the one written form of a path: bare segments with dots, every other one as
 * `["…"]`: `iamPolicy.bindings["roles/run.invoker"].allUsers`.
 */
export function formatPath(segments: readonly string[]): string {
  let text = '';
  for (const segment of segments) text = extendPath(text, segment);
  return text;
}

/** The path of a member of what stands at a path. */
export function extendPath(path: string, segment: string): string {
  if (!BARE.test(segment)) return `${path}[${JSON.stringify(segment)}]`;
  return path === '' ? segment : `${path}.${segment}`;
}

/** Splits what `formatPath` wrote. Never throws: a bracket that is not well formed is read as plain text. */
export function parsePath(text: string): string[] {
  return tokens(text).map((token) => token.segment);
}

/** The value at a place inside a document's fields; undefined where nothing stands there. */
export function getAt(fields: Json, segments: readonly string[]): Json | undefined {
  let value: Json | undefined = fields;
  for (const segment of segments) {
    if (!isObject(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/** Whether a pattern matches the whole path or a trailing run of its segments; `*` matches one segment. */
export function matchesPath(pattern: string, path: string): boolean {
  const wanted = tokens(pattern);
  const segments = parsePath(path);
  const start = segments.length - wanted.length;
  if (wanted.length === 0 || start < 0) return false;
  return wanted.every(({ segment, quoted }, index) =>
    segment === '*' && !quoted ? true : segment === segments[start + index],
  );
}

interface Token {
  segment: string;
  quoted: boolean;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '[' ? quotedAt(text, at) : null;
    const token = quoted ?? bareAt(text, at);
    found.push({ segment: token.segment, quoted: quoted !== null });
    at = text[token.end] === '.' ? token.end + 1 : token.end;
  }
  return found;
}

function quotedAt(text: string, start: number): { segment: string; end: number } | null {
  const match = /^\[("(?:[^"\\]|\\.)*")\]/.exec(text.slice(start));
  if (match?.[1] === undefined) return null;
  try {
    return { segment: JSON.parse(match[1]), end: start + match[0].length };
  } catch {
    return null;
  }
}

function bareAt(text: string, start: number): { segment: string; end: number } {
  let end = start + 1;
  while (end < text.length && text[end] !== '.' && text[end] !== '[') end += 1;
  return { segment: text.slice(start, end), end };
}
