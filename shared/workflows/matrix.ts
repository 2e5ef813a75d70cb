import { isObject, type Json, type JsonObject } from '../snapshot/json.ts';
import { mapOf, mapsOf, textOf } from './document.ts';
import { type Contexts, fill, type Values } from './expression.ts';

/** GitHub runs no more jobs of one matrix. */
const MOST_JOBS = 256;

/** Names of a matrix's dimensions, sorted; also those that only `include` adds. */
export function dimensionsOf(strategy: Json | undefined): string[] {
  const matrix = mapOf(strategy).matrix;
  if (!isObject(matrix)) return matrix === undefined ? [] : ['expression'];
  const own = Object.keys(matrix).filter((name) => name !== 'include' && name !== 'exclude');
  const included = mapsOf(matrix.include).flatMap(({ map }) => Object.keys(map));
  return [...new Set([...own, ...included])].sort();
}

/** The values of each job a matrix makes; one without values where there is no matrix, or it is computed. */
export function combinationsOf(strategy: Json | undefined, contexts: Contexts): Values[] {
  const matrix = mapOf(mapOf(strategy).matrix);
  const { include, exclude, ...dimensions } = matrix;
  const excluded = mapsOf(exclude).map(({ map }) => map);
  const base = product(dimensions).filter((one) => !excluded.some((map) => agrees(map, one)));
  const all = withIncluded(
    base,
    mapsOf(include).map(({ map }) => map),
  );
  const values = all.slice(0, MOST_JOBS).map((one) => flat(one, contexts));
  return values.length === 0 ? [new Map()] : values;
}

function product(dimensions: JsonObject): JsonObject[] {
  let combinations: JsonObject[] = [{}];
  const lists = Object.entries(dimensions).filter(([, items]) => Array.isArray(items));
  for (const [name, items] of lists)
    combinations = combinations
      .flatMap((one) => (items as Json[]).map((item) => ({ ...one, [name]: item })))
      .slice(0, MOST_JOBS);
  return lists.length === 0 ? [] : combinations;
}

/** An entry that contradicts no combination's own values is added to it; otherwise it is a job of its own. */
function withIncluded(base: JsonObject[], included: JsonObject[]): JsonObject[] {
  const extended = base.map((one) => ({ own: one, all: { ...one } }));
  const alone: JsonObject[] = [];
  for (const entry of included) {
    const fitting = extended.filter(({ own }) =>
      Object.entries(entry).every(([name, value]) => !Object.hasOwn(own, name) || same(own[name], value)),
    );
    for (const { all } of fitting) Object.assign(all, entry);
    if (fitting.length === 0) alone.push(entry);
  }
  return [...extended.map(({ all }) => all), ...alone];
}

function agrees(part: JsonObject, whole: JsonObject): boolean {
  return Object.entries(part).every(
    ([name, value]) => Object.hasOwn(whole, name) && same(whole[name], value),
  );
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** `{ target: { name: a } }` as expressions ask for it: `target.name`. */
function flat(map: JsonObject, contexts: Contexts, prefix = ''): Values {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(map)) {
    const text = textOf(value);
    if (text !== null) values.set(prefix + name, fill(text, contexts));
    if (isObject(value))
      for (const [key, inner] of flat(value, contexts, `${prefix}${name}.`)) values.set(key, inner);
  }
  return values;
}
