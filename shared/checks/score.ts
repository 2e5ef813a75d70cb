import type { CheckReport, CheckStatus, Score } from './model.ts';
import { worstStatus } from './result-order.ts';

/** What a cell is worth: an accepted difference holds; what is undecided is half of it; a failure nothing. */
const WORTH: Record<CheckStatus, number> = { PASS: 1, INTENTIONAL_DIFF: 1, REVIEW_REQUIRED: 0.5, FAIL: 0 };

interface Cell {
  check: string;
  role: string | null;
  status: CheckStatus;
}

/**
 * Scores an evaluation in percent with one decimal. A cell is one check of one role in one environment
 * or compared pair, and as good as its worst result; a score is the mean worth of its cells, so that a
 * role with many findings in one place weighs no more than one with a single finding.
 */
export function scoreOf(checks: readonly CheckReport[], target: number): Score {
  const cells = checks.flatMap(cellsOf);
  return {
    overall: percent(cells),
    target,
    byCheck: Object.fromEntries(
      checks.map(({ id }) => [id, percent(cells.filter(({ check }) => check === id))]),
    ),
    byRole: byRole(cells),
  };
}

function cellsOf(report: CheckReport): Cell[] {
  const groups = new Map<string, Cell>();
  for (const { role, environments, status } of report.results) {
    const key = `${role ?? ''}|${environments.join('|')}`;
    const cell = groups.get(key);
    if (cell === undefined) groups.set(key, { check: report.id, role, status });
    else cell.status = worstStatus([cell.status, status]);
  }
  return [...groups.values()];
}

function byRole(cells: Cell[]): Record<string, number> {
  const roles = new Map<string, Cell[]>();
  for (const cell of cells) {
    if (cell.role === null) continue;
    const mine = roles.get(cell.role) ?? [];
    mine.push(cell);
    roles.set(cell.role, mine);
  }
  return Object.fromEntries([...roles].map(([role, mine]) => [role, percent(mine)]));
}

function percent(cells: Cell[]): number {
  if (cells.length === 0) return 100;
  const worth = cells.reduce((sum, { status }) => sum + WORTH[status], 0);
  return Math.round((worth / cells.length) * 1_000) / 10;
}
