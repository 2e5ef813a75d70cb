import type { EarlierWindow } from '../break-glass/earlier.ts';
import type { BreakGlassWindow } from '../break-glass/model.ts';
import { windowState } from '../break-glass/window.ts';
import { changeHeadline } from '../findings/describe-change.ts';
import type { FindingRecord } from '../findings/model.ts';
import { printable } from '../findings/printable.ts';
import { findingText, type TextOptions } from './finding-text.ts';
import { wrap } from './wrap.ts';

/** A window with what belongs to it, and what still stands from earlier ones. */
export interface WindowContent {
  window: BreakGlassWindow;
  findings: FindingRecord[];
  earlier: EarlierWindow[];
  now: Date;
}

/** Findings of an earlier window that one line names, the worst. */
const NAMED = 3;

/** One line for an earlier window of which something still stands. */
export function earlierLine({ window: { id, ticket }, findings }: EarlierWindow): string {
  const named = findings.slice(0, NAMED).map((finding) => `${finding.environment} ${findingWords(finding)}`);
  const more = findings.length > NAMED ? [`${findings.length - NAMED} more`] : [];
  const what = [...named, ...more].join('; ');
  return `still standing from window ${id} (${ticket}): ${what}. What the repository must be told of it: plumbline break-glass report ${id}`;
}

/** A finding in a few words: `user-app: ingress opened`. */
export function findingWords(finding: FindingRecord): string {
  const { role, resource, label, rule, kind, before } = finding;
  const name = role ?? label ?? resource.slice(resource.lastIndexOf('/') + 1);
  const isChange = kind === 'drift' || before !== null;
  return `${name}: ${isChange ? changeHeadline(finding) : `${rule ?? kind} fails`}`;
}

/** One break-glass window for a terminal: who and why, its findings as they stand, and the changes that need nobody. */
export function windowText({ window, findings, earlier, now }: WindowContent, options: TextOptions): string {
  const { paint, width } = options;
  const line = (text: string) => wrap(printable(text), width, '  ');
  const open = findings.filter(({ state }) => state === 'open');
  const rest = findings.length - open.length;
  const quiet = window.changes.filter(({ verdict }) => verdict === 'conforming' || verdict === 'release');
  const parts = [
    [
      paint('strong', line(`${window.id} · ${window.ticket} · ${windowState(window, now)}`)),
      line(
        `${window.reason} (${window.actor ?? 'nobody named'}, ${window.environment ?? 'all environments'})`,
      ),
      line(`opened ${window.openedAt}, expires ${window.expiresAt}${closedWords(window)}`),
    ].join('\n'),
    open.map((finding) => findingText(finding, options)).join('\n'),
    rest === 0 ? '' : line(`${rest} more of its findings are settled or resolved.`),
    quiet
      .map((change) =>
        paint(
          'quiet',
          line(`${change.verdict}: ${change.environment} ${change.id} ${changeHeadline(change)}`),
        ),
      )
      .join('\n'),
    earlier.map((one) => line(earlierLine(one))).join('\n'),
    paint('quiet', line(`What the repository must be told: plumbline break-glass report ${window.id}`)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function closedWords({ closed }: BreakGlassWindow): string {
  return closed === null ? '' : `, closed by ${closed.by} at ${closed.at}: ${closed.reason}`;
}
