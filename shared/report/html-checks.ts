import type { CheckReport, CheckResult, CheckStatus } from '../checks/model.ts';
import { type Html, html } from './html-template.ts';
import type { Report } from './report.ts';
import { shownResults } from './shown.ts';
import { countOf, STATUS_STYLE } from './status.ts';

/** A status as a word with its colour: the colour alone says nothing. */
export function htmlStatus(status: CheckStatus): Html {
  return html`<span class="badge ${STATUS_STYLE[status]}">${status}</span>`;
}

/** Every check with its evidence; those that fail or need a look are unfolded. */
export function htmlChecks(report: Report): Html {
  return html`${report.checks.map((one) => check(one, report))}`;
}

function check(one: CheckReport, report: Report): Html {
  const { number, title, status, results } = one;
  const isOpen = status === 'FAIL' || status === 'REVIEW_REQUIRED';
  const passes = results.filter((result) => result.status === 'PASS');
  return html`<details id="check-${number}"${isOpen ? html` open="open"` : null}><summary>${number}. ${title} ${htmlStatus(status)} <span class="dim">${counts(one)}</span></summary>
${lines(shownResults(one, report), true)}${passes.length === 0 ? null : html`<details><summary>${passes.length} hold</summary>${lines(passes, false)}</details>`}
</details>
`;
}

function counts(report: CheckReport): string {
  const failed = countOf(report, 'FAIL');
  return `${failed === 0 ? '' : `${failed} fail, `}${countOf(report, 'PASS')} of ${report.results.length} pass`;
}

function lines(results: CheckResult[], labelled: boolean): Html | null {
  if (results.length === 0) return null;
  return html`<ul>${results.map((result) => html`<li>${labelled ? html`${htmlStatus(result.status)} ` : null}${result.message}${accepted(result)}</li>`)}</ul>`;
}

function accepted({ waiver }: CheckResult): string {
  return waiver === null
    ? ''
    : ` (accepted by ${waiver.owner} until ${waiver.expires.slice(0, 10)}: ${waiver.reason})`;
}
