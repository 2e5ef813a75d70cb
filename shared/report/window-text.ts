import type { BreakGlassWindow } from '../break-glass/model.ts';
import { windowState } from '../break-glass/window.ts';
import { changeHeadline } from '../findings/describe-change.ts';
import type { FindingRecord } from '../findings/model.ts';
import { printable } from '../findings/printable.ts';
import { findingText, type TextOptions } from './finding-text.ts';
import { wrap } from './wrap.ts';

/** One break-glass window for a terminal: who and why, its findings as they stand, and the changes that need nobody. */
export function windowText(
  { window, findings, now }: { window: BreakGlassWindow; findings: FindingRecord[]; now: Date },
  options: TextOptions,
): string {
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
    paint('quiet', line(`What the repository must be told: plumbline break-glass report ${window.id}`)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function closedWords({ closed }: BreakGlassWindow): string {
  return closed === null ? '' : `, closed by ${closed.by} at ${closed.at}: ${closed.reason}`;
}
