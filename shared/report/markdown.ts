import type { CheckReport, CheckStatus } from '../checks/model.ts';
import type { Finding } from '../findings/model.ts';
import { parityMatrix } from './matrix.ts';
import { placeBeside, withEnvironment, withShortPlaces } from './places.ts';
import { markdownText as text } from './plain.ts';
import { notableResults, type Report } from './report.ts';

/** Passing evidence lines shown where a check holds everywhere; the JSON has all of them. */
const PASSES_SHOWN = 6;
const CELL: Record<CheckStatus, string> = {
  PASS: 'pass',
  INTENTIONAL_DIFF: 'diff',
  REVIEW_REQUIRED: 'review',
  FAIL: '**FAIL**',
};

/** The audit as people read it: inventory, numbered checklist with evidence, gaps by impact, matrix, waivers, coverage. */
export function markdownAudit(full: Report): string {
  const report = withShortPlaces(full);
  const sections = [
    head(report),
    inventory(report),
    checklist(report),
    gaps(report),
    matrix(report),
    waivers(report),
    coverage(report),
    notes(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function head(report: Report): string {
  const projects = [...new Set(report.coverage.map((entry) => entry.project))];
  return [
    `# ${text(report.estate)} parity audit (${report.capturedAt.slice(0, 10)})`,
    '',
    `Safety: metadata of ${projects.map((project) => `\`${project}\``).join(', ')} was read. Nothing was written, and no secret value was read.`,
    '',
    `Contract: \`${report.contract.file}\` (sha256 \`${report.contract.sha256.slice(0, 12)}\`). Captured ${report.capturedAt}.`,
  ].join('\n');
}

function inventory(report: Report): string {
  const parts = report.inventory.map((entry) =>
    [
      `### ${text(entry.environment)} (${text(entry.project)}${entry.region === null ? '' : `, ${entry.region}`})`,
      ...(entry.services.length === 0
        ? ['- no service']
        : entry.services.map((service) => `- ${text(service)}`)),
    ].join('\n'),
  );
  return ['## Service inventory', ...parts].join('\n\n');
}

function checklist(report: Report): string {
  return ['## Checklist results', ...report.checks.map(checkSection)].join('\n\n');
}

function checkSection(check: CheckReport): string {
  return [
    `${check.number}. ${check.title}: **${check.status}**`,
    ...evidence(check).map((line) => `   - ${line}`),
  ].join('\n');
}

function evidence(check: CheckReport): string[] {
  const notable = notableResults(check);
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

function matrix(report: Report): string {
  const rows = parityMatrix(report.checks, report.score.byRole);
  const numbers = report.checks.map((check) => String(check.number));
  return [
    '## Parity matrix',
    '',
    `Score **${report.score.overall.toFixed(1)} %**, target ${report.score.target} %. Columns are the checks by number.`,
    '',
    row(['role', ...numbers, 'score']),
    row(['---', ...numbers.map(() => '---'), '---']),
    ...rows.map(({ role, cells, score }) =>
      row([
        text(role),
        ...cells.map((cell) => (cell === null ? '–' : CELL[cell])),
        score === null ? '–' : `${score.toFixed(1)} %`,
      ]),
    ),
  ].join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function waivers(report: Report): string {
  const used = new Set(
    report.checks.flatMap((check) => check.results.flatMap((result) => result.waiver ?? [])),
  );
  const lines = [
    ...[...used].map((waiver) => waiverRow(waiver, 'in use')),
    ...report.expiredWaivers.map((waiver) => waiverRow(waiver, '**expired**')),
    ...report.staleWaivers.map((waiver) => waiverRow(waiver, 'stale: matches nothing')),
  ];
  if (lines.length === 0) return '';
  return [
    '## Waivers',
    '',
    row(['check', 'roles', 'environments', 'reason', 'owner', 'expires', 'state']),
    row(Array.from({ length: 7 }, () => '---')),
    ...lines,
  ].join('\n');
}

function waiverRow(waiver: Report['staleWaivers'][number], state: string): string {
  const roles = waiver.roles?.map(text).join(', ') ?? 'all';
  const environments = waiver.environments?.map(text).join(', ') ?? 'all';
  return row([
    waiver.check,
    roles,
    environments,
    text(waiver.reason),
    text(waiver.owner),
    waiver.expires.slice(0, 10),
    state,
  ]);
}

function coverage(report: Report): string {
  const unread = report.coverage.filter((entry) => entry.status !== 'OK');
  if (unread.length === 0) return `## Coverage\n\nAll ${report.coverage.length} scopes were read.`;
  return [
    '## Coverage gaps',
    '',
    ...unread.map(
      (entry) =>
        `- ${text(entry.environment)} ${entry.resource}${entry.region === null ? '' : ` in ${entry.region}`}: **${entry.status}** ${text(entry.detail ?? '')}`,
    ),
  ].join('\n');
}

function notes(report: Report): string {
  if (report.notes.length === 0) return '';
  return ['## Notes', '', ...report.notes.map((note) => `- ${text(note)}`)].join('\n');
}
