import { actorWords } from '../findings/actor-words.ts';
import type { Finding, Severity } from '../findings/model.ts';
import { printable } from '../findings/printable.ts';
import { showValue } from '../findings/show-value.ts';
import type { Paint, Style } from './paint.ts';
import { placeBeside, withEnvironment } from './places.ts';
import { wrap } from './wrap.ts';

const SEVERITY_STYLE: Record<Severity, Style> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'quiet',
};
const SHORT_ID = 12;
/** Severity, id and the blanks behind them: where the sentence begins. */
const MARGIN = 'critical'.length + 1 + SHORT_ID + 1;
/** On fewer columns the sentence begins on a line of its own, so that it is not squeezed beside the id. */
export const NARROW = 90;
const INDENT = '  ';

export interface TextOptions {
  /** Columns to stay within. */
  width: number;
  paint: Paint;
}

/** One finding in a few lines: what, before and after where it changed, where it is stated, how to settle it. */
export function findingText(finding: Finding, { paint, width }: TextOptions): string {
  const severity = paint(SEVERITY_STYLE[finding.severity], finding.severity.toUpperCase().padEnd(8));
  const id = paint('quiet', finding.fingerprint.slice(0, SHORT_ID));
  const sentence = withEnvironment(finding.environment, finding.message);
  const isNarrow = width < NARROW;
  const margin = isNarrow ? INDENT : ' '.repeat(MARGIN);
  const body = wrap(margin + printable(sentence + placeBeside(sentence, finding.source)), width, margin);
  const details = detailsOf(finding).map((detail) =>
    paint('quiet', wrap(margin + printable(detail), width, `${margin}  `)),
  );
  return [`${severity} ${id}${isNarrow ? `\n${body}` : ` ${body.slice(MARGIN)}`}`, ...details].join('\n');
}

function detailsOf(finding: Finding): string[] {
  const { path, before, after, settle, actor } = finding;
  const changed = finding.kind === 'drift' || before !== null;
  return [
    ...(changed ? [`was ${showValue(before, path)}, is ${showValue(after, path)}`] : []),
    ...(actor === null ? [] : [`changed ${actorWords(actor)} at ${actor.at}`]),
    ...(settle === null ? [] : [`settle: ${settle}`]),
  ];
}
