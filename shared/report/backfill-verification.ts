import type { Backfill } from '../break-glass/backfill.ts';
import { CHECK_STATUSES, type CheckReport, type CheckStatus } from '../checks/model.ts';
import { markdownRow as row, markdownText as text } from './plain.ts';

/** The end of the backfill document: every check as it stands now, what declared URLs answered, and what was not looked at. */
export function verification(backfill: Backfill): string[] {
  const { checks } = backfill.evaluation;
  return [
    '## Verification',
    '',
    row(['#', 'check', 'status now', 'results']),
    row(['---', '---', '---', '---']),
    ...checks.map((check) =>
      row([String(check.number), text(check.title), check.status, counted(check.results)]),
    ),
    ...smokePart(checks.find(({ id }) => id === 'smoke')),
    ...unseenPart(backfill),
  ];
}

function counted(results: { status: CheckStatus }[]): string {
  return CHECK_STATUSES.map(
    (status) => [status, results.filter((result) => result.status === status).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}

function smokePart(smoke: CheckReport | undefined): string[] {
  if (smoke === undefined || smoke.results.length === 0) return [];
  const lines = smoke.results.map(
    ({ role, environment, status, message }) =>
      `- ${text(role ?? 'no role')} (${text(environment)}): ${status}. ${text(message)}`,
  );
  return ['', '### What the declared URLs answered', '', ...lines];
}

/** A check that could not see is no check that passed. */
function unseenPart({ unread, isSmokeDue, evaluation }: Backfill): string[] {
  const blind = new Set(
    evaluation.checks.flatMap(({ results }) =>
      results.flatMap(({ blind: isBlind, message }) => (isBlind ? [message] : [])),
    ),
  );
  const lines = [
    ...unread.map(
      ({ environment, region, resource, status, detail }) =>
        `${environment} ${region === null ? '' : `${region} `}${resource}: ${status}${detail === undefined ? '' : `, ${detail}`}`,
    ),
    ...blind,
    ...(isSmokeDue
      ? [
          'The URLs that the contract declares to answer were not asked: `plumbline break-glass report --smoke` asks them.',
        ]
      : []),
  ];
  return lines.length === 0 ? [] : ['', '### Not seen', '', ...lines.map((line) => `- ${text(line)}`)];
}
