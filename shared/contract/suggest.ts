/** Words beyond this length are never a misspelling of a key or a name. */
const LONGEST = 64;

/** The known word a mistyped one most likely meant; null where none is near. */
export function suggest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let nearest = Math.max(1, Math.floor(Math.min(word.length, LONGEST) / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < nearest) {
      nearest = distance;
      best = candidate;
    }
  }
  return best ?? sharingStart(word, known);
}

/** `production` for `prod`, `staging` for `stage`: too far apart by letters, and yet the same word. */
function sharingStart(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let longest = 3;
  for (const candidate of known) {
    const shared = sharedStart(word.toLowerCase(), candidate.toLowerCase());
    if (shared <= longest || shared * 4 < Math.min(word.length, candidate.length) * 3) continue;
    longest = shared;
    best = candidate;
  }
  return best;
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** `did you mean "prod"?`, or the words there are: the tail of a message about an unknown word. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = suggest(word, known);
  if (near !== null) return `did you mean "${near}"?`;
  return known.length === 0 ? 'none is defined' : `known: ${listed(known)}`;
}

function listed(known: readonly string[]): string {
  const shown = known.slice(0, 24).join(', ');
  return known.length > 24 ? `${shown}, … (${known.length})` : shown;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function editDistance(a: string, b: string): number {
  if (a.length > LONGEST || b.length > LONGEST) return a === b ? 0 : LONGEST;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      current.push(cell({ a, b, row, column, current, previous, older }));
    }
    older = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

interface Cell {
  a: string;
  b: string;
  row: number;
  column: number;
  current: number[];
  previous: number[];
  older: number[];
}

function cell({ a, b, row, column, current, previous, older }: Cell): number {
  const same = a[row - 1] === b[column - 1];
  const replaced = (previous[column - 1] ?? 0) + (same ? 0 : 1);
  const shifted = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
  const swapped =
    row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      ? (older[column - 2] ?? 0) + 1
      : Number.POSITIVE_INFINITY;
  return Math.min(replaced, shifted, swapped);
}
