import type { CheckReport, CheckStatus } from '../checks/model.ts';
import { printable } from '../findings/printable.ts';
import { isGap } from '../snapshot/model.ts';
import { findingText, type TextOptions } from './finding-text.ts';
import type { Style } from './paint.ts';
import { withShortPlaces } from './places.ts';
import { notableResults, type Report, verdictOf } from './report.ts';
import { wrap } from './wrap.ts';

const STYLE: Record<CheckStatus, Style> = {
  FAIL: 'bad',
  REVIEW_REQUIRED: 'warn',
  INTENTIONAL_DIFF: 'quiet',
  PASS: 'good',
};
const STATUS_WIDTH = 'INTENTIONAL_DIFF'.length;

/** The report for a terminal: what is wrong first, then every check with what is worth a look, coverage gaps, the verdict. */
export function textReport(full: Report, options: TextOptions): string {
  const report = withShortPlaces(full);
  const parts = [
    report.findings.map((finding) => findingText(finding, options)).join('\n'),
    report.checks.flatMap((check) => checkLines(check, options)).join('\n'),
    coveragePart(report, options),
    notesPart(report, options),
    verdictLine(report, options),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What fails stands above as a finding, with more words. */
function checkLines(check: CheckReport, { width, paint }: TextOptions): string[] {
  const number = String(check.number).padStart(2);
  const status = paint(STYLE[check.status], check.status.padEnd(STATUS_WIDTH));
  const indent = ' '.repeat(STATUS_WIDTH + 4);
  const lines = notableResults(check)
    .filter((result) => result.status !== 'FAIL')
    .map((result) => wrap(`${indent}${printable(result.message)}`, width, `${indent}  `));
  return [
    `${number} ${status} ${paint('strong', check.title)} ${paint('quiet', counts(check))}`,
    ...lines.map((line) => paint('quiet', line)),
  ];
}

function counts(check: CheckReport): string {
  const count = (status: CheckStatus) => check.results.filter((result) => result.status === status).length;
  const failed = count('FAIL');
  return `(${failed === 0 ? '' : `${failed} fail, `}${count('PASS')} of ${check.results.length} pass)`;
}

function coveragePart(report: Report, { width, paint }: TextOptions): string {
  return report.coverage
    .filter((entry) => entry.status !== 'OK')
    .map((entry) => {
      const place = entry.region === null ? '' : ` in ${entry.region}`;
      const words = `not read: ${entry.environment} ${entry.resource}${place}: ${entry.status} ${printable(entry.detail ?? '')}`;
      return paint('warn', wrap(words, width, '  '));
    })
    .join('\n');
}

function notesPart(report: Report, { width, paint }: TextOptions): string {
  return report.notes.map((note) => paint('quiet', wrap(`note: ${printable(note)}`, width, '  '))).join('\n');
}

function verdictLine(report: Report, { paint }: TextOptions): string {
  const total = report.coverage.length;
  const unread = report.coverage.filter(isGap).length;
  const failed = report.checks.filter((check) => check.status === 'FAIL').length;
  const [style, verdict] = verdictOn(report, { failed, unread });
  const scopes = unread === 0 ? `all ${total} scopes read` : `${unread} of ${total} scopes not read`;
  const score = `score ${report.score.overall.toFixed(1)} %, target ${report.score.target} %`;
  return paint(style, `${report.estate}: ${verdict}; ${scopes}; ${score}.`);
}

function verdictOn(report: Report, { failed, unread }: { failed: number; unread: number }): [Style, string] {
  if (failed > 0) return ['bad', `${failed} of ${report.checks.length} checks fail`];
  if (verdictOf(report) === 2) return ['bad', 'all checks hold, but the viewer could do more than look'];
  if (unread > 0) return ['warn', 'nothing wrong in what was read'];
  return ['good', 'nothing wrong'];
}
