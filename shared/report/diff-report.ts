import { printable } from '../findings/printable.ts';
import { showValue } from '../findings/show-value.ts';
import type { SnapshotDiff } from '../snapshot/diff.ts';
import type { JsonObject } from '../snapshot/json.ts';
import type { Change } from '../snapshot/model.ts';
import type { TextOptions } from './finding-text.ts';
import { markdownText } from './plain.ts';

/** The difference as scripts read it. */
export function diffJson(diff: SnapshotDiff): JsonObject {
  return {
    schemaVersion: 1,
    changes: diff.changes.map(({ environment, id, path, class: fieldClass, before, after }) => ({
      environment,
      resource: id,
      path,
      class: fieldClass,
      before,
      after,
    })),
    gaps: diff.gaps.map((gap) => ({ ...gap })),
    ...(diff.isOtherKey ? { literals: 'NOT_COMPARED' } : {}),
  };
}

/** The difference for a terminal: one line a change, grouped by resource, then what could not be compared. */
export function diffText(diff: SnapshotDiff, { paint }: TextOptions): string {
  const lines = [...byResource(diff.changes)].flatMap(([resource, changes]) => [
    paint('strong', printable(resource)),
    ...changes.map((change) =>
      printable(
        `  ${place(change)} (${change.class}): ${showValue(change.before, change.path)} → ${showValue(change.after, change.path)}`,
      ),
    ),
  ]);
  const gaps = diff.gaps.map((gap) =>
    paint(
      'warn',
      printable(`not compared: ${gap.environment} ${gap.resource}: ${gap.status} ${gap.detail ?? ''}`),
    ),
  );
  const key = diff.isOtherKey ? [paint('warn', `not compared: ${OTHER_KEY}`)] : [];
  const verdict =
    diff.changes.length === 0 ? 'no difference in what was compared' : `${diff.changes.length} differences`;
  return `${[...lines, ...gaps, ...key, verdict].join('\n')}\n`;
}

/** The difference as a Markdown table a resource. */
export function diffMarkdown(diff: SnapshotDiff): string {
  const tables = [...byResource(diff.changes)].map(([resource, changes]) =>
    [
      `### ${markdownText(resource)}`,
      '',
      '| path | class | before | after |',
      '| --- | --- | --- | --- |',
      ...changes.map(
        (change) =>
          `| ${markdownText(place(change))} | ${change.class} | ${markdownText(showValue(change.before, change.path))} | ${markdownText(showValue(change.after, change.path))} |`,
      ),
    ].join('\n'),
  );
  const gaps = diff.gaps.map(
    (gap) =>
      `- not compared: ${markdownText(gap.environment)} ${gap.resource}: **${gap.status}** ${markdownText(gap.detail ?? '')}`,
  );
  if (diff.isOtherKey) gaps.push(`- not compared: ${OTHER_KEY}`);
  const body = [...tables, gaps.join('\n')].filter((part) => part !== '');
  return `${['## Differences', ...(body.length === 0 ? ['None.'] : body)].join('\n\n')}\n`;
}

/** One line in the place of a difference for each literal. */
const OTHER_KEY =
  'literal values: the two sides were fingerprinted with different keys, so whether one was changed is not known';

function place(change: Change): string {
  return change.path ?? 'the resource itself';
}

function byResource(changes: Change[]): Map<string, Change[]> {
  return Map.groupBy(changes, (change) => `${change.environment} ${change.id}`);
}
