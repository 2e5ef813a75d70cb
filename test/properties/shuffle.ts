type Doc = Record<string, unknown>;

/** Lists whose order means something to the container. */
const ORDERED = new Set(['args', 'command']);
/** Maps and texts whose members are the user's own and mean what they say. */
const VERBATIM = new Set([
  'labels',
  'annotations',
  'env',
  'environmentVariables',
  'httpHeaders',
  'args',
  'command',
]);

/** The same document with every object's keys and every keyed list in another order. */
export function shuffled<T>(value: T, seed: number): T {
  return shuffle(value, '', random(seed)) as T;
}

/** The same document with numbers as text or text as numbers, and truths as words. */
export function spelledOtherwise<T>(value: T, seed: number): T {
  return respell(value, random(seed)) as T;
}

/** The same document, unable to be changed. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

function shuffle(value: unknown, name: string, next: () => number): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffle(item, '', next));
    return ORDERED.has(name) ? items : mixed(items, next);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    mixed(Object.entries(value), next).map(([key, item]) => [key, shuffle(item, key, next)]),
  );
}

function respell(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => respell(item, next));
  if (typeof value === 'number' && next() < 0.5) return `${value}${next() < 0.5 ? '.0' : ''}`;
  if (typeof value === 'boolean') return next() < 0.5 ? String(value) : capital(String(value));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Doc).map(([key, item]) => [key, VERBATIM.has(key) ? item : respell(item, next)]),
  );
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function mixed<T>(list: T[], next: () => number): T[] {
  return list
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** A small generator of numbers in [0, 1), the same for the same seed. */
function random(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
