import type { Artifact, Invocation, Log, Notification, ReportingDescriptor } from 'sarif';
import { printable } from '../findings/printable.ts';
import { isGap } from '../snapshot/model.ts';
import { type Report, verdictOf } from './report.ts';
import { sarifResults } from './sarif-results.ts';
import { sarifRules } from './sarif-rules.ts';
import { SOURCE_ROOT, sourceUri } from './source-uri.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const UNKNOWN_FIELD = 'unknown-field';

/**
 * The report as SARIF 2.1.0: what fails as results, what nobody can decide as results of kind `review`, each
 * at its line of the contract; what was not read as notifications. What passes or is accepted is not in it.
 */
export function sarifReport(report: Report, { root }: { root: string }): string {
  const rules = sarifRules(report);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plumbline',
            rules,
            ...optional('notifications', notificationDescriptors(report)),
          },
        },
        automationDetails: { id: `plumbline/${report.estate}/` },
        invocations: [invocation(report)],
        originalUriBaseIds: {
          [SOURCE_ROOT]: { description: { text: 'The folder in which plumbline ran.' } },
        },
        artifacts: [contractArtifact(report, root)],
        columnKind: 'utf16CodeUnits',
        results: sarifResults(report, { rules, root }),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function contractArtifact({ contract }: Report, root: string): Artifact {
  return {
    location: sourceUri(contract.file, root),
    roles: ['analysisTarget'],
    hashes: { 'sha-256': contract.sha256 },
  };
}

function invocation(report: Report): Invocation {
  return {
    executionSuccessful: true,
    exitCode: verdictOf(report),
    endTimeUtc: report.capturedAt,
    ...optional('toolExecutionNotifications', notifications(report)),
  };
}

function notifications(report: Report): Notification[] {
  const unread = report.coverage
    .filter(({ status }) => status !== 'OK')
    .map((entry): Notification => {
      const { environment, project, region, resource, status, detail } = entry;
      const place = region === null ? project : `${project}, ${region}`;
      const words = `${resource} of ${environment} (${place}) was not read: ${status}${detail === null ? '' : ` ${detail}`}`;
      return {
        descriptor: { id: status },
        level: isGap(entry) ? 'warning' : 'note',
        message: { text: printable(words) },
      };
    });
  const notes = report.notes.map(
    (note): Notification => ({
      descriptor: { id: UNKNOWN_FIELD },
      level: 'note',
      message: { text: printable(note) },
    }),
  );
  return [...unread, ...notes];
}

function notificationDescriptors(report: Report): ReportingDescriptor[] {
  const ids = new Set(notifications(report).map(({ descriptor }) => descriptor?.id ?? ''));
  return [...ids].sort().map((id) => ({
    id,
    shortDescription: {
      text: id === UNKNOWN_FIELD ? 'A field this version does not know' : 'A scope that was not read',
    },
  }));
}

/** The property where its list has something in it. */
function optional<K extends string, T>(key: K, list: T[]): Partial<Record<K, T[]>> {
  return list.length === 0 ? {} : ({ [key]: list } as Record<K, T[]>);
}
