import { isObject, type Json } from '../snapshot/json.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** What a resolved contract asks of its text: where a path stands, and how a scalar is written. */
export type Places = Pick<YamlSource, 'locate' | 'plainText'>;

/** Larger maps (the services of a large estate) get an index of their members. */
const FEW = 32;

/**
 * The places of a source that was read whole, kept as three numbers for each value. The parser's tree,
 * half of all that a contract of 10,000 roles would hold, can then be let go.
 */
export function keepPlaces(source: YamlSource): Places {
  const table = tableOf(source);
  const file = source.locate([]).file;
  const { lines, columns, plain } = table;
  return {
    locate: (path) => {
      const { slot } = find(table, path);
      return { file, line: lines[slot] ?? 1, column: columns[slot] ?? 1 };
    },
    plainText: (path) => {
      const { slot, whole } = find(table, path);
      return whole ? (plain.get(slot) ?? null) : null;
    },
  };
}

/** Every value below the root in the order of a walk; slot 0 is the root itself. */
interface Table {
  value: Json;
  lines: Uint32Array;
  columns: Uint32Array;
  /** The slot after the last one of what stands below. */
  ends: Uint32Array;
  /** What is neither text nor a map nor a list, as written. */
  plain: Map<number, string>;
  /** Members of large maps: the slot of the map → name → slot. */
  indexes: Map<number, Map<string, number>>;
}

function tableOf(source: YamlSource): Table {
  const size = count(source.value);
  const [lines, columns, ends] = [new Uint32Array(size), new Uint32Array(size), new Uint32Array(size)];
  const plain = new Map<number, string>();
  const path: (string | number)[] = [];
  let slot = 0;
  const add = (value: Json): void => {
    const own = slot;
    slot += 1;
    const { line, column } = source.locate(path);
    lines[own] = line;
    columns[own] = column;
    for (const [name, member] of membersOf(value)) {
      path.push(name);
      add(member);
      path.pop();
    }
    ends[own] = slot;
    const written = typeof value === 'string' ? null : source.plainText(path);
    if (written !== null) plain.set(own, written);
  };
  add(source.value);
  return { value: source.value, lines, columns, ends, plain, indexes: new Map() };
}

function count(value: Json): number {
  return membersOf(value).reduce((sum, [, member]) => sum + count(member), 1);
}

function membersOf(value: Json): [string, Json][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** The slot of a path, or of its nearest parent that exists. */
function find(table: Table, path: Path): { slot: number; whole: boolean } {
  let slot = 0;
  let { value } = table;
  for (const segment of path) {
    const name = String(segment);
    const inside = isObject(value) || Array.isArray(value) ? (value as Record<string, Json>) : null;
    if (inside === null || !Object.hasOwn(inside, name)) return { slot, whole: false };
    slot = memberSlot(table, { slot, value: inside, name });
    value = inside[name] ?? null;
  }
  return { slot, whole: true };
}

function memberSlot(
  { ends, indexes }: Table,
  { slot, value, name }: { slot: number; value: Record<string, Json>; name: string },
): number {
  const index = indexes.get(slot);
  if (index !== undefined) return index.get(name) ?? slot;
  let at = slot + 1;
  let passed = 0;
  for (const member in value) {
    if (member === name) return at;
    at = ends[at] ?? at;
    passed += 1;
    if (passed === FEW) break;
  }
  const made = indexMembers(ends, slot, value);
  indexes.set(slot, made);
  return made.get(name) ?? slot;
}

function indexMembers(ends: Uint32Array, slot: number, value: Record<string, Json>): Map<string, number> {
  const index = new Map<string, number>();
  let at = slot + 1;
  for (const member in value) {
    index.set(member, at);
    at = ends[at] ?? at;
  }
  return index;
}
