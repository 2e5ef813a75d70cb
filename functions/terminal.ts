import { styleText } from 'node:util';
import type { TextOptions } from '../shared/report/finding-text.ts';
import type { Paint, Style } from '../shared/report/paint.ts';
import { unpainted } from '../shared/report/paint.ts';

const PIPE_WIDTH = 120;
/** Prose is not read beyond this, and no table can be drawn below the other. */
const WIDEST = 200;
const NARROWEST = 40;
const LOOK: Record<Style, Parameters<typeof styleText>[0]> = {
  bad: ['bold', 'red'],
  warn: 'yellow',
  good: 'green',
  quiet: 'dim',
  strong: 'bold',
};

/**
 * How to print on stdout: within COLUMNS where it is set, else within the terminal's width. Colours only on
 * a terminal, and as NO_COLOR and FORCE_COLOR say; never into a file.
 */
export function terminal(toStdout = true): TextOptions {
  return { width: width(toStdout), paint: toStdout ? painted : unpainted };
}

/** Node asks the stream and the variables before it paints. */
const painted: Paint = (style, text) => styleText(LOOK[style], text, { stream: process.stdout });

function width(toStdout: boolean): number {
  const wanted = Number(process.env.COLUMNS);
  if (Number.isInteger(wanted) && wanted > 0) return within(wanted);
  return toStdout && process.stdout.isTTY ? within(process.stdout.columns || PIPE_WIDTH) : PIPE_WIDTH;
}

function within(columns: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}
