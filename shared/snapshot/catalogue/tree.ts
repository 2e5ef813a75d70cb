import type { FieldClass } from '../model.ts';

/** Classes as the documents are shaped; `*` stands for every key of a map or element of a list. */
export type ClassTree = FieldClass | ((key: string) => FieldClass) | { readonly [member: string]: ClassTree };

/** One place of a document. */
export interface CatalogueNode {
  /** Of this place itself; an object's is the weightiest of its members'. */
  class: FieldClass;
  members: ReadonlyMap<string, CatalogueNode>;
  /** For members that have no node of their own. */
  each: CatalogueNode | null;
  /** For members whose class is told by their name. */
  byName: ((key: string) => FieldClass) | null;
  isLeaf: boolean;
  /** Something with an identity: that it appears or disappears is one change. */
  isEntity: boolean;
  /** Compared as one value: any difference inside is one change. */
  isWhole: boolean;
}

const WEIGHT: readonly FieldClass[] = ['posture', 'config', 'unclassified', 'release', 'noise'];

/** What is found where the catalogue has nothing. */
export const UNKNOWN: CatalogueNode = leaf('unclassified');

/** What is said of single places, by their paths in the trees. */
export interface Marks {
  entities: readonly string[];
  wholes: readonly string[];
  /** The class of a place itself where it is not the weightiest of its members'. */
  own?: Readonly<Record<string, FieldClass>>;
}

interface MarkSets {
  entities: ReadonlySet<string>;
  wholes: ReadonlySet<string>;
  own: ReadonlyMap<string, FieldClass>;
}

/** Turns trees into one trie; later trees add to earlier ones. */
export function plantCatalogue(trees: readonly ClassTree[], marks: Marks): CatalogueNode {
  const marked = {
    entities: new Set(marks.entities),
    wholes: new Set(marks.wholes),
    own: new Map(Object.entries(marks.own ?? {})),
  };
  return plant(trees.reduce(merge), '', marked);
}

const LEAVES: Readonly<Record<FieldClass, CatalogueNode>> = {
  posture: leaf('posture'),
  config: leaf('config'),
  release: leaf('release'),
  noise: leaf('noise'),
  unclassified: UNKNOWN,
};

/** The node one segment further down. */
export function descend(node: CatalogueNode, segment: string): CatalogueNode {
  if (node.isLeaf) return node;
  if (node.byName !== null) return LEAVES[node.byName(segment)];
  return node.members.get(segment) ?? node.each ?? UNKNOWN;
}

function plant(tree: ClassTree, path: string, marks: MarkSets): CatalogueNode {
  const own = { isEntity: marks.entities.has(path), isWhole: marks.wholes.has(path) };
  if (typeof tree === 'string') return { ...leaf(tree), ...own };
  if (typeof tree === 'function') return { ...leaf('config'), byName: tree, isLeaf: false, ...own };
  const members = new Map<string, CatalogueNode>();
  for (const [member, below] of Object.entries(tree)) {
    members.set(member, plant(below, path === '' ? member : `${path}.${member}`, marks));
  }
  const each = members.get('*') ?? null;
  members.delete('*');
  return {
    class: marks.own.get(path) ?? weightiest([...members.values(), each]),
    members,
    each,
    byName: null,
    isLeaf: false,
    ...own,
  };
}

function leaf(value: FieldClass): CatalogueNode {
  return {
    class: value,
    members: new Map(),
    each: null,
    byName: null,
    isLeaf: true,
    isEntity: false,
    isWhole: false,
  };
}

function weightiest(nodes: (CatalogueNode | null)[]): FieldClass {
  return WEIGHT.find((value) => nodes.some((node) => node?.class === value)) ?? 'noise';
}

function merge(a: ClassTree, b: ClassTree): ClassTree {
  if (typeof a !== 'object' || typeof b !== 'object') return b;
  const merged: Record<string, ClassTree> = { ...a };
  for (const [member, tree] of Object.entries(b)) {
    const known = merged[member];
    merged[member] = known === undefined ? tree : merge(known, tree);
  }
  return merged;
}
