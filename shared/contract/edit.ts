import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml';
import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';

/** A place of a contract and what is to stand there. */
export interface ContractEdit {
  path: string[];
  value: Json;
}

/**
 * The text of a contract with one value put in: comments, order and everything else stay as they were
 * written. Maps that do not exist yet are made; an alias on the way is written out, so that what else it
 * stands for is not changed. Lines end as those of the text do. Null where the way leads through something that is no map.
 */
export function editContract(text: string, edit: ContractEdit): string | null {
  if (text.includes('\r\n') && !LONE_LINE_FEED.test(text))
    return editContract(text.replaceAll('\r\n', '\n'), edit)?.replaceAll('\n', '\r\n') ?? null;
  const document = parseDocument(text, { keepSourceTokens: false, merge: true });
  if (!isMap(document.contents)) return null;
  return put(text, document, { map: document.contents, path: edit.path, value: edit.value });
}

const LONE_LINE_FEED = /(?<!\r)\n/;

interface Put {
  map: YAMLMap;
  path: string[];
  value: Json;
}

function put(text: string, document: Document, { map, path, value }: Put): string | null {
  const [key, ...rest] = path;
  if (key === undefined) return null;
  const pair = map.items.find((item) => keyOf(item.key) === key);
  if (pair === undefined) return insert(text, map, { key, value: nested(rest, value) });
  const node = pair.value as ParsedNode | null;
  if (rest.length === 0) return replace(text, { key: pair.key as Node, node }, value);
  if (isMap(node)) return put(text, document, { map: node, path: rest, value });
  const standing = isAlias(node) ? (node.resolve(document)?.toJSON() as Json) : null;
  if (!isAlias(node) || !isObject(standing)) return null;
  return replace(text, { key: pair.key as Node, node }, withValue(standing, rest, value));
}

function keyOf(key: unknown): string {
  return isObject(key) && 'value' in key ? String(key.value) : String(key);
}

function nested(path: string[], value: Json): Json {
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
}

/** A copy of a map with one value put in; maps that are missing on the way are made. */
function withValue(map: JsonObject, [key = '', ...rest]: string[], value: Json): JsonObject {
  if (rest.length === 0) return { ...map, [key]: value };
  const inner = map[key];
  return { ...map, [key]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

/** What stands in a block moves up to its key's line; the block's last line stays ended. */
function replace(text: string, { key, node }: { key: Node; node: Node | null }, value: Json): string | null {
  const [start, end] = node?.range ?? [];
  const keyEnd = key.range?.[1];
  if (start === undefined || end === undefined || keyEnd === undefined) return null;
  const isBlock = isCollection(node) && node.flow !== true;
  if (!isBlock) return `${text.slice(0, start)}${inFlow(value)}${text.slice(end)}`;
  const [blank = ''] = /\s*$/.exec(text.slice(start, end)) ?? [];
  return `${text.slice(0, keyEnd)}: ${inFlow(value)}${blank}${text.slice(end)}`;
}

function insert(text: string, map: YAMLMap, entry: { key: string; value: Json }): string | null {
  const written = `${inFlow(entry.key)}: ${inFlow(entry.value)}`;
  if (map.flow === true) return insertIntoFlow(text, map, written);
  const first = map.items[0]?.key as Node | undefined;
  const last = map.items.at(-1);
  const end = ((last?.value ?? last?.key) as Node | undefined)?.range?.[1];
  if (first?.range === undefined || first.range === null || end === undefined) return null;
  const lines = new LineCounter();
  parseDocument(text, { lineCounter: lines });
  const indent = ' '.repeat(lines.linePos(first.range[0]).col - 1);
  const at = endOfLine(text, end);
  const before = text.slice(0, at).endsWith('\n') ? '' : '\n';
  return `${text.slice(0, at)}${before}${indent}${written}\n${text.slice(at)}`;
}

/** Before the closing brace, behind whatever stands there. */
function insertIntoFlow(text: string, map: YAMLMap, written: string): string | null {
  const end = map.range?.[1];
  if (end === undefined) return null;
  const inside = text.slice(0, end - 1).replace(/\s+$/, '');
  const comma = map.items.length === 0 || inside.endsWith(',') ? ' ' : ', ';
  return `${inside}${comma}${written} ${text.slice(end - 1)}`;
}

/** Where the line of a node's last character is over; the end of a block already stands at a line's start. */
function endOfLine(text: string, end: number): number {
  if (text[end - 1] === '\n') return end;
  const next = text.indexOf('\n', end);
  return next === -1 ? text.length : next + 1;
}

/** A value on one line, as YAML of any version reads it. */
function inFlow(value: Json): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd();
}
