import { worse } from '../checks/evaluation/result-order.ts';
import type { CheckReport, CheckResult, CheckStatus } from '../checks/model.ts';
import type { Report } from './report.ts';

/** One role's line of the parity matrix: its worst status for each check, null where the check says nothing of it. */
export interface MatrixRow {
  role: string;
  cells: (CheckStatus | null)[];
  /** Percent, where the role was judged at all. */
  score: number | null;
}

/** Roles × checks, roles in the contract's order as the results name them, with the score of each line and column. */
export interface Matrix {
  /** One for each column. */
  checks: { number: number; title: string; score: number | null }[];
  rows: MatrixRow[];
}

/** The parity matrix of a report. */
export function parityMatrix({ checks, score }: Report): Matrix {
  const worst = new Map<string, (CheckStatus | null)[]>();
  checks.forEach((check, column) => {
    for (const result of check.results) mark(worst, checks, { column, result });
  });
  return {
    checks: checks.map(({ id, number, title }) => ({ number, title, score: scoreOf(score.byCheck, id) })),
    rows: [...worst].map(([role, cells]) => ({ role, cells, score: scoreOf(score.byRole, role) })),
  };
}

function mark(
  worst: Map<string, (CheckStatus | null)[]>,
  checks: CheckReport[],
  { column, result }: { column: number; result: CheckResult },
): void {
  if (result.role === null) return;
  const cells = worst.get(result.role) ?? checks.map(() => null);
  const known = cells[column] ?? null;
  cells[column] = known === null ? result.status : worse(known, result.status);
  worst.set(result.role, cells);
}

/** A score as every format prints it: `90.0 %`, or a dash where nothing was judged. */
export function percent(score: number | null): string {
  return score === null ? '–' : `${score.toFixed(1)} %`;
}

/** A role may be called like what every object has: `valueOf` is no score. */
function scoreOf(scores: Record<string, number>, name: string): number | null {
  return Object.hasOwn(scores, name) ? (scores[name] ?? null) : null;
}
