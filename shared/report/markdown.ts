import type { CheckReport, CheckStatus } from '../checks/model.ts';
import type { Finding } from '../findings/model.ts';
import { markdownAfter, markdownBefore } from './markdown-deployment.ts';
import { markdownMatrix, markdownWaivers } from './markdown-tables.ts';
import { placeBeside, withEnvironment, withShortPlaces } from './places.ts';
import { markdownCode as code, markdownText as text } from './plain.ts';
import type { Report } from './report.ts';
import { shownResults } from './shown.ts';
import { NO_PROJECT, projectsRead, unreadLines } from './unread.ts';

/** Passing evidence lines shown where a check holds everywhere; the JSON has all of them. */
const PASSES_SHOWN = 6;

/** The audit as people read it: inventory, numbered checklist with evidence, gaps by impact, matrix, waivers, coverage, and what to do around a deployment. */
export function markdownAudit(full: Report): string {
  const report = withShortPlaces(full);
  const sections = [
    head(report),
    inventory(report),
    checklist(report),
    gaps(report),
    markdownMatrix(report),
    markdownWaivers(report),
    coverage(report),
    markdownBefore(report),
    markdownAfter(report),
    notes(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function head(report: Report): string {
  const projects = projectsRead(report).map(code).join(', ');
  const read = projects === '' ? NO_PROJECT : `metadata of ${projects} was read.`;
  return [
    `# ${text(report.estate)} parity audit (${report.capturedAt.slice(0, 10)})`,
    '',
    `Safety: ${read} Nothing was written, and no secret value was read.`,
    '',
    `Contract: ${code(report.contract.file)} (sha256 \`${report.contract.sha256.slice(0, 12)}\`). Captured ${report.capturedAt}.`,
  ].join('\n');
}

function inventory(report: Report): string {
  if (report.inventory.length === 0) return '';
  const parts = report.inventory.map((entry) =>
    [
      `### ${text(entry.environment)} (${text(entry.project)}${entry.region === null ? '' : `, ${text(entry.region)}`})`,
      ...(entry.services.length === 0
        ? ['- no service']
        : entry.services.map((service) => `- ${text(service)}`)),
    ].join('\n'),
  );
  return ['## Service inventory', ...parts].join('\n\n');
}

function checklist(report: Report): string {
  return ['## Checklist results', ...report.checks.map((check) => checkSection(check, report))].join('\n\n');
}

function checkSection(check: CheckReport, report: Report): string {
  return [
    `${check.number}. ${text(check.title)}: **${check.status}**`,
    ...evidence(check, report).map((line) => `   - ${line}`),
  ].join('\n');
}

function evidence(check: CheckReport, report: Report): string[] {
  const notable = shownResults(check, report);
  const passes = check.results.filter((result) => result.status === 'PASS');
  const lines = notable.map(
    (result) => `${label(check, result.status)}${text(result.message)}${accepted(result.waiver)}`,
  );
  if (notable.length > 0) return passes.length > 0 ? [...lines, `${passes.length} more hold.`] : lines;
  const shown = passes.slice(0, PASSES_SHOWN).map((result) => text(result.message));
  const rest = passes.length - shown.length;
  return rest > 0 ? [...shown, `${rest} more hold.`] : shown;
}

/** A status is repeated on a line only where it is not the check's own. */
function label(check: CheckReport, status: CheckStatus): string {
  return status === check.status ? '' : `${status}: `;
}

function accepted(waiver: { reason: string; owner: string; expires: string } | null): string {
  return waiver === null
    ? ''
    : ` (accepted by ${text(waiver.owner)} until ${waiver.expires.slice(0, 10)}: ${text(waiver.reason)})`;
}

function gaps(report: Report): string {
  const lines = report.findings.map((finding, index) => `${index + 1}. ${gapLine(finding)}`);
  return ['## Highest-impact gaps', '', ...(lines.length === 0 ? ['None.'] : lines)].join('\n');
}

function gapLine(finding: Finding): string {
  const settle = finding.settle === null ? '' : ` To settle: ${text(finding.settle)}`;
  const what = withEnvironment(finding.environment, finding.message);
  return `**${finding.severity}** · ${text(what)}${text(placeBeside(what, finding.source))}${settle}`;
}

function coverage(report: Report): string {
  const unread = unreadLines(report);
  const total = report.coverage.length;
  if (unread.length === 0)
    return `## Coverage\n\n${total === 0 ? NO_PROJECT : `All ${total} scopes were read.`}`;
  return [
    '## Coverage gaps',
    '',
    ...unread.map(({ what, status, detail }) => `- ${text(what)}: **${status}** ${text(detail)}`),
  ].join('\n');
}

function notes(report: Report): string {
  if (report.notes.length === 0) return '';
  return ['## Notes', '', ...report.notes.map((note) => `- ${text(note)}`)].join('\n');
}
