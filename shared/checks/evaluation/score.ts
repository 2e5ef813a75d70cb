import type { CheckResult, CheckStatus, Score } from '../model.ts';
import { worse } from './result-order.ts';

/** What a cell is worth: an accepted difference holds; what is undecided is half of it; a failure nothing. */
const WORTH: Record<CheckStatus, number> = { PASS: 1, INTENTIONAL_DIFF: 1, REVIEW_REQUIRED: 0.5, FAIL: 0 };

interface Tally {
  cells: number;
  worth: number;
}

/**
 * Scores an evaluation in percent with one decimal. A cell is one check of one role in one environment
 * or compared pair, and as good as its worst result; a score is the mean worth of its cells, so that a
 * role with many findings in one place weighs no more than one with a single finding.
 */
export class Scoring {
  readonly #overall: Tally = { cells: 0, worth: 0 };
  readonly #byCheck: Map<string, Tally>;
  readonly #byRole = new Map<string, Tally>();

  /** The ids of the checks, in their order. */
  constructor(checks: readonly string[]) {
    this.#byCheck = new Map(checks.map((id) => [id, { cells: 0, worth: 0 }]));
  }

  /** Counts results of one check: all that it has of a role at once, and together. */
  count(check: string, results: readonly Judged[]): void {
    const mine = tallyOf(this.#byCheck, check);
    for (let from = 0; from < results.length; ) {
      const role = results[from]?.role ?? null;
      const to = endOfRole(results, from);
      const cells = tally(from === 0 && to === results.length ? results : results.slice(from, to));
      add(this.#overall, cells);
      add(mine, cells);
      if (role !== null) add(tallyOf(this.#byRole, role), cells);
      from = to;
    }
  }

  score(target: number): Score {
    return {
      overall: percent(this.#overall),
      target,
      byCheck: percents(this.#byCheck),
      byRole: percents(this.#byRole),
    };
  }
}

type Judged = Pick<CheckResult, 'role' | 'environments' | 'status'>;

function endOfRole(results: readonly Judged[], from: number): number {
  let to = from + 1;
  while (to < results.length && results[to]?.role === results[from]?.role) to += 1;
  return to;
}

/** The cells of one role, each as good as its worst result. */
function tally(results: readonly Judged[]): Tally {
  const [first] = results;
  if (first === undefined) return { cells: 0, worth: 0 };
  const cells: Cell[] = [];
  let cell: Cell = { environments: first.environments, worst: first.status };
  cells.push(cell);
  for (const { environments, status } of results) {
    // Results stand together by their environments, mostly.
    if (!areSame(cell.environments, environments)) {
      const known = cells.find((other) => areSame(other.environments, environments));
      cell = known ?? { environments, worst: status };
      if (known === undefined) cells.push(cell);
    }
    cell.worst = worse(cell.worst, status);
  }
  return { cells: cells.length, worth: cells.reduce((sum, { worst }) => sum + WORTH[worst], 0) };
}

/** One check of one role in one environment or compared pair. */
interface Cell {
  environments: string[];
  worst: CheckStatus;
}

function areSame(a: string[], b: string[]): boolean {
  return a === b || (a.length === b.length && a.every((name, index) => name === b[index]));
}

function add(tally: Tally, { cells, worth }: Tally): void {
  tally.cells += cells;
  tally.worth += worth;
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name);
  if (known !== undefined) return known;
  const tally = { cells: 0, worth: 0 };
  tallies.set(name, tally);
  return tally;
}

function percents(tallies: Map<string, Tally>): Record<string, number> {
  return Object.fromEntries([...tallies].map(([name, tally]) => [name, percent(tally)]));
}

function percent({ cells, worth }: Tally): number {
  return cells === 0 ? 100 : Math.round((worth / cells) * 1_000) / 10;
}
