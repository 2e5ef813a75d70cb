import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Json, JsonObject } from '../snapshot/json.ts';

/** More than any contract needs; aliases of aliases reach it early. */
const MOST_NODES = 300_000;
const DEEPEST = 64;

/** Something in the YAML that JSON cannot say, at an offset of the text. */
export interface PlainProblem {
  offset: number;
  path: (string | number)[];
  message: string;
  /** Offset of a second place the message is about. */
  other?: number;
}

interface Walk {
  targets: AliasTargets;
  problems: PlainProblem[];
  path: (string | number)[];
  nodes: number;
  /** Nodes being expanded: an alias to one of them never ends. */
  open: Set<Node>;
}

/** Turns a YAML document into JSON, aliases and merges expanded; what JSON cannot say is a problem, not a guess. */
export function toPlain(
  document: Document,
  targets: AliasTargets,
): { value: Json; problems: PlainProblem[]; exhausted: boolean } {
  const walk: Walk = { targets, problems: [], path: [], nodes: 0, open: new Set() };
  const value = plain(document.contents, walk);
  return { value, problems: walk.problems, exhausted: walk.nodes > MOST_NODES };
}

/** What every alias of a document stands for. */
export type AliasTargets = ReadonlyMap<Alias, Node>;

/** One walk for all aliases: an alias means the latest node before it that carries its anchor. */
export function aliasTargets(document: Document): AliasTargets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias: (_, alias) => {
      const target = anchors.get(alias.source);
      if (target !== undefined) targets.set(alias, target);
    },
    Value: (_, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function plain(node: unknown, walk: Walk): Json {
  walk.nodes += 1;
  if (walk.nodes === MOST_NODES + 1) return refuse(node, walk, 'expands to more than a contract may hold');
  if (walk.nodes > MOST_NODES) return null;
  if (walk.path.length > DEEPEST) return refuse(node, walk, 'is nested too deeply');
  if (isAlias(node)) return plainAlias(node, walk);
  if (isMap(node)) return inside(node, walk, () => plainMap(node, walk));
  if (isSeq(node)) {
    return inside(node, walk, () =>
      node.items.map((item, index) => below(index, walk, () => plain(item, walk))),
    );
  }
  if (isScalar(node)) return plainScalar(node.value, node, walk);
  return null;
}

function plainAlias(alias: Alias, walk: Walk): Json {
  const target = walk.targets.get(alias);
  if (target === undefined)
    return refuse(alias, walk, `*${alias.source} is not defined above; in quotes it is text`);
  return plain(target, walk);
}

function inside<T extends Json>(node: Node, walk: Walk, expand: () => T): Json {
  if (walk.open.has(node)) return refuse(node, walk, 'contains itself');
  walk.open.add(node);
  const value = expand();
  walk.open.delete(node);
  return value;
}

function below<T>(segment: string | number, walk: Walk, inner: () => T): T {
  walk.path.push(segment);
  const value = inner();
  walk.path.pop();
  return value;
}

function plainMap(map: YAMLMap, walk: Walk): JsonObject {
  const object: JsonObject = {};
  const merged: JsonObject[] = [];
  const keys = new Map<string, unknown>();
  for (const { key, value } of map.items) {
    const name = keyText(key);
    if (name === null || name === '__proto__') {
      refuse(key ?? map, walk, 'has a key that is not a plain word');
    } else if (name === MERGE) {
      merged.push(...mergeSources(value, walk));
    } else if (Object.hasOwn(object, name)) {
      below(name, walk, () => refuse(key, walk, 'is given twice in this map', keys.get(name)));
    } else {
      keys.set(name, key);
      object[name] = below(name, walk, () => plain(value, walk));
    }
  }
  return merged.length === 0 ? object : Object.assign({}, ...merged.toReversed(), object);
}

/** The key that takes over the entries of another map; its own come first. */
export const MERGE = '<<';

function mergeSources(value: unknown, walk: Walk): JsonObject[] {
  const sources = plain(value, walk);
  const list = Array.isArray(sources) ? sources : [sources];
  if (list.every((source) => typeof source === 'object' && source !== null && !Array.isArray(source))) {
    return list as JsonObject[];
  }
  refuse(value, walk, 'merges something that is not a map');
  return [];
}

/** The text of a map's key; null where the key is itself a map, a list or empty. */
export function keyText(key: unknown): string | null {
  if (!isScalar(key) || key.value === null || key.value === '') return null;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function plainScalar(value: unknown, node: Node, walk: Walk): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refuse(node, walk, 'is neither text, a number, true, false, a list nor a map');
}

/** Notes a problem; the value stands as null, and the schema has nothing to say about it. */
function refuse(node: unknown, walk: Walk, message: string, other?: unknown): null {
  const problem = { offset: offsetOf(node), path: [...walk.path], message };
  const second = other === undefined ? {} : { other: offsetOf(other) };
  if (walk.problems.length < 100) walk.problems.push({ ...problem, ...second });
  return null;
}

/** Where a node of the tree begins in the text. */
export function offsetOf(node: unknown): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? 0;
}
