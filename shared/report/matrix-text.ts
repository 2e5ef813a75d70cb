import type { CheckStatus } from '../checks/model.ts';
import { printable } from '../findings/printable.ts';
import { shorten } from '../findings/show-value.ts';
import type { TextOptions } from './finding-text.ts';
import { type Matrix, type MatrixRow, parityMatrix, percent } from './matrix.ts';
import type { Style } from './paint.ts';
import type { Report } from './report.ts';
import { STATUS_STYLE } from './status.ts';
import { wrap } from './wrap.ts';

const SYMBOL: Record<CheckStatus, string> = {
  PASS: '✓',
  INTENTIONAL_DIFF: '≈',
  REVIEW_REQUIRED: '?',
  FAIL: '✗',
};
const LEGEND = '✓ pass  ≈ differs as declared or waived  ? needs a look  ✗ fails  · not judged';
const CELL = 3;
const SCORE = '100.0 %'.length + 2;
const NARROWEST_ROLE = 8;

/** Roles × checks with the scores; where the columns do not fit side by side, in several blocks of them. Empty where no role was judged. */
export function matrixText(report: Report, options: TextOptions): string {
  const matrix = parityMatrix(report);
  if (matrix.rows.length === 0) return '';
  const role = roleWidth(matrix, options.width);
  const each = Math.max(1, Math.floor((options.width - role - SCORE) / CELL));
  const blocks = Array.from({ length: Math.ceil(matrix.checks.length / each) }, (_, index) =>
    block(matrix, { from: index * each, to: (index + 1) * each, role }, options),
  );
  const title = `parity matrix: score ${percent(report.score.overall)}, target ${report.score.target} %`;
  const head = options.paint('strong', title);
  return [head, ...blocks, options.paint('quiet', wrap(LEGEND, options.width, ''))].join('\n');
}

interface Columns {
  from: number;
  to: number;
  /** Width of the roles' names. */
  role: number;
}

function block(matrix: Matrix, columns: Columns, { paint }: TextOptions): string {
  const { from, to, role } = columns;
  const isLast = to >= matrix.checks.length;
  const numbers = matrix.checks.slice(from, to).map(({ number }) => String(number).padStart(CELL));
  const head = `${''.padEnd(role)}${numbers.join('')}${isLast ? 'score'.padStart(SCORE) : ''}`;
  const lines = matrix.rows.map((row) => {
    const name = shorten(printable(row.role), role).padEnd(role);
    const cells = row.cells.slice(from, to).map((cell) => paint(styleOf(cell), symbolOf(cell)));
    return `${name}${cells.join('')}${isLast ? scoreOf(row, paint) : ''}`;
  });
  return [paint('quiet', head), ...lines].join('\n');
}

function scoreOf({ score }: MatrixRow, paint: TextOptions['paint']): string {
  return paint(score === 100 ? 'good' : 'warn', percent(score).padStart(SCORE));
}

function symbolOf(cell: CheckStatus | null): string {
  return (cell === null ? '·' : SYMBOL[cell]).padStart(CELL);
}

function styleOf(cell: CheckStatus | null): Style {
  return cell === null ? 'quiet' : STATUS_STYLE[cell];
}

/** As wide as the longest name, but never more than a third of the line. */
function roleWidth({ rows }: Matrix, width: number): number {
  const longest = Math.max(...rows.map(({ role }) => role.length));
  return Math.min(longest, Math.max(NARROWEST_ROLE, Math.floor(width / 3)));
}
