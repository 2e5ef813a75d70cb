import type { CheckStatus } from '../checks/model.ts';
import { type Html, html } from './html-template.ts';
import { type MatrixRow, parityMatrix, percent } from './matrix.ts';
import type { Report } from './report.ts';
import { STATUS_STYLE } from './status.ts';
import { type WaiverState, waiverStates } from './waiver-states.ts';

const CELL: Record<CheckStatus, string> = {
  PASS: 'pass',
  INTENTIONAL_DIFF: 'diff',
  REVIEW_REQUIRED: 'review',
  FAIL: 'FAIL',
};

/** Roles × checks; each cell a word and a colour, each column a link to its check. Null where no role was judged. */
export function htmlMatrix(report: Report): Html | null {
  const { checks, rows } = parityMatrix(report);
  if (rows.length === 0) return null;
  const { overall, target } = report.score;
  return html`<div class="scroll" role="region" aria-label="Parity matrix" tabindex="0"><table class="matrix">
<caption>Score ${percent(overall)}, target ${target} %. Columns are the checks by number.</caption>
<thead><tr><th scope="col">role</th>${checks.map(({ number, title }) => html`<th scope="col"><a href="#check-${number}" aria-label="${number} ${title}" title="${title}">${number}</a></th>`)}<th scope="col">score</th></tr></thead>
<tbody>
${rows.map(matrixRow)}
</tbody>
<tfoot><tr><th scope="row">score</th>${checks.map(({ score }) => html`<td>${percent(score)}</td>`)}<td><strong>${percent(overall)}</strong></td></tr></tfoot>
</table></div>`;
}

function matrixRow({ role, cells, score }: MatrixRow): Html {
  return html`<tr><th scope="row">${role}</th>${cells.map(cell)}<td>${percent(score)}</td></tr>
`;
}

function cell(status: CheckStatus | null): Html {
  return status === null
    ? html`<td><span class="dim" role="img" aria-label="not judged">–</span></td>`
    : html`<td class="${STATUS_STYLE[status]}">${CELL[status]}</td>`;
}

/** Waivers with their expiry and whether they still serve; null where there are none. */
export function htmlWaivers(report: Report): Html | null {
  const states = waiverStates(report);
  if (states.length === 0) return null;
  const columns = ['check', 'path', 'roles', 'environments', 'reason', 'owner', 'expires', 'state'];
  return html`<div class="scroll" role="region" aria-label="Waivers" tabindex="0"><table>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${states.map(waiverRow)}
</tbody></table></div>`;
}

const STATE: Record<WaiverState['state'], Html> = {
  'in use': html`in use`,
  expired: html`<span class="badge bad">expired</span>`,
  stale: html`<span class="badge warn">stale: matches nothing</span>`,
};

function waiverRow({ waiver, state }: WaiverState): Html {
  const { check, path, roles, environments, reason, owner, expires } = waiver;
  const cells = [
    check,
    path ?? 'all',
    roles?.join(', ') ?? 'all',
    environments?.join(', ') ?? 'all',
    reason,
    owner,
  ];
  return html`<tr>${cells.map((text) => html`<td>${text}</td>`)}<td>${expires.slice(0, 10)}</td><td>${STATE[state]}</td></tr>
`;
}
