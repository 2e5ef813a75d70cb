import type { PassReport } from '../pass-report.ts';
import { isGap } from '../snapshot/model.ts';
import { findingText, type TextOptions } from './finding-text.ts';

const LOUD = new Set(['opened', 'changed', 'regressed', 'resolved']);

/** The findings a pass moved, each with the transition and its reason; empty where nothing is new. */
export function movedText(pass: PassReport, options: TextOptions): string {
  const lines = pass.transitions
    .filter(({ kind }) => LOUD.has(kind))
    .flatMap(({ kind, reason, fingerprint }) =>
      pass.moved
        .filter((record) => record.fingerprint === fingerprint)
        .flatMap((record) => [`${options.paint('strong', kind)} (${reason})`, findingText(record, options)]),
    );
  return lines.map((line) => `${line}\n`).join('');
}

/** What a pass did, in one line. */
export function passLine(pass: PassReport, { paint }: TextOptions): string {
  const { coverage } = pass.report;
  const moved = pass.transitions.filter(({ kind }) => LOUD.has(kind)).length;
  const unread = coverage.filter(isGap).length;
  const parts = [
    moved === 0 ? 'nothing new' : `${moved} findings moved`,
    `${pass.open} open`,
    `${pass.delivery.sent} messages sent`,
    unread === 0 ? `all ${coverage.length} scopes read` : `${unread} of ${coverage.length} scopes not read`,
  ];
  const style = pass.open > 0 ? 'bad' : unread > 0 ? 'warn' : 'good';
  return `${paint(style, `run ${pass.runId}: ${parts.join(', ')}.`)}\n`;
}
