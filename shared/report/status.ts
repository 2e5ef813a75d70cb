import type { CheckReport, CheckStatus } from '../checks/model.ts';
import type { Style } from './paint.ts';

/** How each status looks on a terminal. */
export const STATUS_STYLE: Record<CheckStatus, Style> = {
  FAIL: 'bad',
  REVIEW_REQUIRED: 'warn',
  INTENTIONAL_DIFF: 'quiet',
  PASS: 'good',
};

/** How many of a check's results have a status. */
export function countOf(check: CheckReport, status: CheckStatus): number {
  return check.results.filter((result) => result.status === status).length;
}
