import type { CheckReport } from '../checks/model.ts';
import { place } from '../checks/results/result.ts';
import { printable } from '../findings/printable.ts';
import { isGap } from '../snapshot/model.ts';
import { findingText, NARROW, type TextOptions } from './finding-text.ts';
import { percent } from './matrix.ts';
import { matrixText } from './matrix-text.ts';
import type { Style } from './paint.ts';
import { shortPlace, withShortPlaces } from './places.ts';
import { type Report, verdictOf } from './report.ts';
import { shownResults } from './shown.ts';
import { countOf, STATUS_STYLE } from './status.ts';
import { unreadLines } from './unread.ts';
import { waiverScope, waiverStates } from './waiver-states.ts';
import { wrap } from './wrap.ts';

const STATUS_WIDTH = 'INTENTIONAL_DIFF'.length;
const NUMBER_WIDTH = 2;

/**
 * The report for a terminal: what is wrong first, then every check with what is worth a look, the parity
 * matrix, waivers that no longer serve, coverage gaps, and the verdict where the eye is: at the end.
 */
export function textReport(full: Report, options: TextOptions): string {
  const report = withShortPlaces(full);
  const parts = [
    report.findings.map((finding) => findingText(finding, options)).join('\n'),
    report.checks.flatMap((check) => checkLines(check, report, options)).join('\n'),
    matrixText(report, options),
    waiversPart(report, options),
    coveragePart(report, options),
    notesPart(report, options),
    verdictLine(report, options),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** What fails stands above as a finding, with more words. */
function checkLines(check: CheckReport, report: Report, options: TextOptions): string[] {
  const { width, paint } = options;
  const indent = ' '.repeat(width < NARROW ? NUMBER_WIDTH + 2 : NUMBER_WIDTH + STATUS_WIDTH + 2);
  const lines = shownResults(check, report)
    .filter((result) => result.status !== 'FAIL')
    .map((result) => wrap(`${indent}${printable(result.message)}`, width, `${indent}  `));
  return [headOf(check, options), ...lines.map((line) => paint('quiet', line))];
}

/** Number, status, title and how many hold; the last on a line of its own where they do not fit. */
function headOf(check: CheckReport, { width, paint }: TextOptions): string {
  const number = String(check.number).padStart(NUMBER_WIDTH);
  const status = paint(STATUS_STYLE[check.status], check.status.padEnd(STATUS_WIDTH));
  const words = counts(check);
  const fits = NUMBER_WIDTH + STATUS_WIDTH + check.title.length + words.length + 3 <= width;
  const between = fits ? ' ' : `\n${' '.repeat(NUMBER_WIDTH + 2)}`;
  return `${number} ${status} ${paint('strong', check.title)}${between}${paint('quiet', words)}`;
}

function counts(check: CheckReport): string {
  const failed = countOf(check, 'FAIL');
  const held = `${countOf(check, 'PASS')} of ${check.results.length} pass`;
  return `(${failed === 0 ? '' : `${failed} fail, `}${held})`;
}

/** Waivers that serve stand beside what they cover; the others are for their owner. */
function waiversPart(report: Report, { width, paint }: TextOptions): string {
  return waiverStates(report)
    .filter(({ state }) => state !== 'in use')
    .map(({ waiver, state }) => {
      const why =
        state === 'expired' ? `expired on ${waiver.expires.slice(0, 10)}` : 'stale, it matches nothing';
      const where = shortPlace(report, place(waiver.location));
      const words = `waiver ${waiverScope(waiver)} (${where}, ${waiver.owner}): ${why}`;
      return paint(state === 'expired' ? 'warn' : 'quiet', wrap(printable(words), width, '  '));
    })
    .join('\n');
}

function coveragePart(report: Report, { width, paint }: TextOptions): string {
  return unreadLines(report)
    .map(({ what, status, detail, isGap: isMissing }) => {
      const words = isMissing ? `not read: ${what}: ${status} ${detail}` : `${what}: ${detail}`;
      return paint(isMissing ? 'warn' : 'quiet', wrap(printable(words), width, '  '));
    })
    .join('\n');
}

function notesPart(report: Report, { width, paint }: TextOptions): string {
  return report.notes.map((note) => paint('quiet', wrap(`note: ${printable(note)}`, width, '  '))).join('\n');
}

function verdictLine(report: Report, { width, paint }: TextOptions): string {
  const total = report.coverage.length;
  const unread = report.coverage.filter(isGap).length;
  const failed = report.checks.filter((check) => check.status === 'FAIL').length;
  const [style, verdict] = verdictOn(report, { failed, unread });
  const all = total === 0 ? 'no project read' : `all ${total} scopes read`;
  const scopes = unread === 0 ? all : `${unread} of ${total} scopes not read`;
  const score = `score ${percent(report.score.overall)}, target ${report.score.target} %.`;
  const parts = [printable(`${report.estate}: ${verdict}`), scopes, score];
  const line = parts.join('; ');
  return paint(style, line.length <= width ? line : parts.join(';\n  '));
}

function verdictOn(report: Report, { failed, unread }: { failed: number; unread: number }): [Style, string] {
  if (failed > 0) return ['bad', `${failed} of ${report.checks.length} checks fail`];
  if (verdictOf(report) === 2) return ['bad', 'all checks hold, but the viewer could do more than look'];
  if (unread > 0 && report.coverage.every(({ status }) => status !== 'OK'))
    return ['warn', 'nothing could be read'];
  if (unread > 0) return ['warn', 'nothing wrong in what was read'];
  return ['good', 'nothing wrong'];
}
