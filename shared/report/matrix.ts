import { CHECK_STATUSES, type CheckReport, type CheckStatus } from '../checks/model.ts';

/** One role's line of the parity matrix: its worst status for each check, null where the check says nothing of it. */
export interface MatrixRow {
  role: string;
  cells: (CheckStatus | null)[];
  /** Percent, where the role was judged at all. */
  score: number | null;
}

/** Roles × checks, roles in the contract's order as the results name them. */
export function parityMatrix(checks: CheckReport[], byRole: Record<string, number>): MatrixRow[] {
  const worst = new Map<string, (CheckStatus | null)[]>();
  checks.forEach((check, column) => {
    for (const result of check.results) {
      if (result.role === null) continue;
      const cells = worst.get(result.role) ?? checks.map(() => null);
      cells[column] = worse(cells[column] ?? null, result.status);
      worst.set(result.role, cells);
    }
  });
  return [...worst].map(([role, cells]) => ({ role, cells, score: byRole[role] ?? null }));
}

function worse(a: CheckStatus | null, b: CheckStatus): CheckStatus {
  return a !== null && CHECK_STATUSES.indexOf(a) <= CHECK_STATUSES.indexOf(b) ? a : b;
}
