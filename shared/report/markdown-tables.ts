import type { CheckStatus } from '../checks/model.ts';
import { parityMatrix, percent } from './matrix.ts';
import { markdownRow as row, markdownText as text } from './plain.ts';
import type { Report } from './report.ts';
import { type WaiverState, waiverStates } from './waiver-states.ts';

const CELL: Record<CheckStatus, string> = {
  PASS: 'pass',
  INTENTIONAL_DIFF: 'diff',
  REVIEW_REQUIRED: 'review',
  FAIL: '**FAIL**',
};
const STATE: Record<WaiverState['state'], string> = {
  'in use': 'in use',
  expired: '**expired**',
  stale: 'stale: matches nothing',
};

/** Roles × checks with the score of each role and check, and of the whole against its target. */
export function markdownMatrix(report: Report): string {
  const { checks, rows } = parityMatrix(report);
  const { overall, target } = report.score;
  return [
    '## Parity matrix',
    '',
    `Score **${percent(overall)}**, target ${target} %. Columns are the checks by number.`,
    '',
    row(['role', ...checks.map(({ number }) => String(number)), 'score']),
    row(['---', ...checks.map(() => '---'), '---']),
    ...rows.map(({ role, cells, score }) =>
      row([text(role), ...cells.map((cell) => (cell === null ? '–' : CELL[cell])), percent(score)]),
    ),
    row(['score', ...checks.map(({ score }) => percent(score)), `**${percent(overall)}**`]),
  ].join('\n');
}

/** Waivers with their expiry; those that ended or match nothing are named. Empty where there are none. */
export function markdownWaivers(report: Report): string {
  const states = waiverStates(report);
  if (states.length === 0) return '';
  const columns = ['check', 'path', 'roles', 'environments', 'reason', 'owner', 'expires', 'state'];
  return ['## Waivers', '', row(columns), row(columns.map(() => '---')), ...states.map(waiverRow)].join('\n');
}

function waiverRow({ waiver, state }: WaiverState): string {
  const { check, path, roles, environments, reason, owner, expires } = waiver;
  const names = (list: string[] | null) => text(list?.join(', ') ?? 'all');
  return row([
    check,
    text(path ?? 'all'),
    names(roles),
    names(environments),
    text(reason),
    text(owner),
    expires.slice(0, 10),
    STATE[state],
  ]);
}
