import type { CheckResult, CheckStatus, Score } from './model.ts';
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
  const tally: Tally = { cells: 0, worth: 0 };
  for (let index = 0; index < results.length; index += 1) {
    const worst = worstOfCell(results, index);
    if (worst !== null) add(tally, { cells: 1, worth: WORTH[worst] });
  }
  return tally;
}

/** The worst status of the cell that a result is the first of; null where another one is. */
function worstOfCell(results: readonly Judged[], first: number): CheckStatus | null {
  const { environments, status } = results[first] as Judged;
  let worst = status;
  for (let index = 0; index < results.length; index += 1) {
    const other = results[index] as Judged;
    if (!areSame(other.environments, environments)) continue;
    if (index < first) return null;
    worst = worse(worst, other.status);
  }
  return worst;
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
