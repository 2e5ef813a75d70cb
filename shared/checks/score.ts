import type { CheckReport, CheckResult, CheckStatus, Score } from './model.ts';
import { worse } from './result-order.ts';

/** What a cell is worth: an accepted difference holds; what is undecided is half of it; a failure nothing. */
const WORTH: Record<CheckStatus, number> = { PASS: 1, INTENTIONAL_DIFF: 1, REVIEW_REQUIRED: 0.5, FAIL: 0 };

interface Cell {
  role: string | null;
  environments: string[];
  status: CheckStatus;
}

interface Tally {
  cells: number;
  worth: number;
}

/**
 * Scores an evaluation in percent with one decimal. A cell is one check of one role in one environment
 * or compared pair, and as good as its worst result; a score is the mean worth of its cells, so that a
 * role with many findings in one place weighs no more than one with a single finding.
 */
export function scoreOf(checks: readonly CheckReport[], target: number): Score {
  const overall: Tally = { cells: 0, worth: 0 };
  const byCheck = new Map<string, Tally>();
  const byRole = new Map<string, Tally>();
  for (const { id, results } of checks) {
    const mine = tallyOf(byCheck, id);
    for (const { role, status } of cellsOf(results)) {
      count(overall, status);
      count(mine, status);
      if (role !== null) count(tallyOf(byRole, role), status);
    }
  }
  return { overall: percent(overall), target, byCheck: percents(byCheck), byRole: percents(byRole) };
}

function cellsOf(results: readonly CheckResult[]): Cell[] {
  const byRole = new Map<string | null, Cell[]>();
  for (const { role, environments, status } of results) {
    const cells = byRole.get(role);
    const cell = cells?.find((known) => areSame(known.environments, environments));
    if (cell !== undefined) cell.status = worse(cell.status, status);
    else if (cells !== undefined) cells.push({ role, environments, status });
    else byRole.set(role, [{ role, environments, status }]);
  }
  return [...byRole.values()].flat();
}

function areSame(a: string[], b: string[]): boolean {
  return a === b || (a.length === b.length && a.every((name, index) => name === b[index]));
}

function count(tally: Tally, status: CheckStatus): void {
  tally.cells += 1;
  tally.worth += WORTH[status];
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
