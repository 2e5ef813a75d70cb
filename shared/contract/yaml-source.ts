import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import type { Json } from '../snapshot/json.ts';
import { formatPath } from '../snapshot/path.ts';
import { formatLocation } from './contract-error.ts';
import type { ContractIssue, Location } from './model.ts';
import { type AliasTargets, aliasTargets, keyText, MERGE, offsetOf, toPlain } from './plain.ts';
import { unquotedValue } from './unquoted.ts';
import { type At, syntaxIssues } from './yaml-syntax.ts';

export type Path = readonly (string | number)[];

/** A contract is a few hundred lines; a megabyte more than covers the largest estate. */
const LONGEST = 4 * 1024 * 1024;

/** The text of a contract as data, which still knows where everything stands. */
export interface YamlSource {
  value: Json;
  /** Problems of the YAML itself; `broken` where the rest cannot be judged. */
  issues: ContractIssue[];
  broken: boolean;
  /** Where a path stands: its key, or the nearest parent that exists. */
  locate(path: Path): Location;
  /** Where the value of a path stands; a key alone (`keyed`) where the key is what is wrong. */
  locateIssue(path: Path, keyed: boolean): Location;
  /** What stands as a comment where the path has no value, and was most likely meant to be it; null where nothing does. */
  unquoted(path: Path): string | null;
  /** A number or boolean exactly as written (`1.10`); null where the path holds none. */
  plainText(path: Path): string | null;
}

/** Reads YAML 1.2; never throws. */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const at: At = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const odd = text.search(NO_TEXT);
  if (odd !== -1)
    return unreadable(placeOf(text, odd, file), 'holds what is not text; a contract is YAML in UTF-8');
  const parsed = parse(text, lines);
  if (typeof parsed === 'string') return unreadable({ file, line: 1, column: 1 }, parsed);
  const { document, targets } = parsed;
  const syntax = syntaxIssues(document, text, at);
  if (syntax.length > 0) return { ...unreadable({ file, line: 1, column: 1 }, ''), issues: syntax };
  const { value, problems, exhausted } = toPlain(document, targets);
  const issues = problems.map(({ offset, path, message, other }) => ({
    ...at(offset),
    path: formatPath(path.map(String)),
    message: other === undefined ? message : `${message} (${formatLocation(at(other))})`,
  }));
  return { value, issues, broken: exhausted, ...locator(document.contents, { targets, text, at }) };
}

/** What no text has: control characters, and what stands for bytes that are no UTF-8 (another encoding, an archive). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that are looked for.
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/;

function placeOf(text: string, offset: number, file: string): Location {
  const lines = text.slice(0, offset).split('\n');
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

interface Parsed {
  document: Document;
  targets: AliasTargets;
}

const TOO_DEEP = 'is nested too deeply to be read';

function parse(text: string, lines: LineCounter): Parsed | string {
  if (text.length > LONGEST) return 'is larger than a contract may be (4 MiB)';
  try {
    const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: true } as const;
    const document = parseDocument(text, options);
    // The parser recurses, and takes its own end of stack for an error of the text.
    if (document.errors.some(({ message }) => message.includes('call stack'))) return TOO_DEEP;
    if (document.contents === null && document.errors.length === 0) return 'is empty';
    return { document, targets: aliasTargets(document) };
  } catch {
    return TOO_DEEP;
  }
}

function unreadable(start: Location, message: string): YamlSource {
  return {
    value: null,
    issues: [{ ...start, path: '', message }],
    broken: true,
    locate: () => start,
    locateIssue: () => start,
    unquoted: () => null,
    plainText: () => null,
  };
}

/** Where one step of a path leads: the key's offset (the entry's, in a list) and the value. */
interface Step {
  offset: number;
  node: unknown;
}

function locator(
  root: unknown,
  { targets, text, at }: { targets: AliasTargets; text: string; at: At },
): Pick<YamlSource, 'locate' | 'locateIssue' | 'unquoted' | 'plainText'> {
  const find = stepper(targets);
  const walk = (path: Path): { steps: Step[]; whole: boolean } => {
    const steps: Step[] = [{ offset: offsetOf(root), node: root }];
    for (const segment of path) {
      const next = find(steps.at(-1)?.node, segment);
      if (next === null) return { steps, whole: false };
      steps.push(next);
    }
    return { steps, whole: true };
  };
  return {
    locate: (path) => at(walk(path).steps.at(-1)?.offset ?? 0),
    locateIssue: (path, keyed) => {
      const { steps, whole } = walk(path);
      const last = steps.at(-1);
      return at(keyed || !whole || !isScalar(last?.node) ? (last?.offset ?? 0) : offsetOf(last.node));
    },
    unquoted: (path) => {
      const { steps, whole } = walk(path);
      const node = steps.at(-1)?.node;
      return whole && isScalar(node) && node.value === null ? unquotedValue(text, offsetOf(node)) : null;
    },
    plainText: (path) => {
      const { steps, whole } = walk(path);
      const node = resolved(steps.at(-1)?.node, targets);
      return whole && isScalar(node) && typeof node.value !== 'string' ? (node.source ?? null) : null;
    },
  };
}

function stepper(targets: AliasTargets): (node: unknown, segment: string | number) => Step | null {
  const indexes = new WeakMap<object, Map<string, Pair>>();
  return (from, segment) => {
    const node = resolved(from, targets);
    if (isSeq(node)) {
      const item = node.items[Number(segment)];
      return item === undefined ? null : { offset: offsetOf(item), node: item };
    }
    if (!isMap(node)) return null;
    const index = indexes.get(node) ?? indexPairs(node.items, targets);
    indexes.set(node, index);
    const pair = index.get(String(segment));
    return pair === undefined ? null : { offset: offsetOf(pair.key), node: pair.value ?? pair.key };
  };
}

/** The pairs of a map by key; merged ones stand behind its own, the first of two equal keys counts. */
function indexPairs(items: readonly Pair[], targets: AliasTargets): Map<string, Pair> {
  const index = new Map<string, Pair>();
  for (const pair of items.filter(({ key }) => keyText(key) === MERGE)) {
    const merged = resolved(pair.value, targets);
    const sources = isSeq(merged) ? merged.items.toReversed() : [merged];
    for (const source of sources.map((item) => resolved(item, targets))) {
      if (isMap(source)) for (const [key, value] of indexPairs(source.items, targets)) index.set(key, value);
    }
  }
  for (const pair of items.toReversed()) {
    const key = keyText(pair.key);
    if (key !== null && key !== MERGE) index.set(key, pair);
  }
  return index;
}

function resolved(node: unknown, targets: AliasTargets): unknown {
  return isAlias(node) ? targets.get(node) : node;
}
