import { styleText } from 'node:util';
import type { TextOptions } from '../shared/report/finding-text.ts';
import { type Paint, type Style, unpainted } from '../shared/report/paint.ts';

const PIPE_WIDTH = 120;
const LOOK: Record<Style, Parameters<typeof styleText>[0]> = {
  bad: ['bold', 'red'],
  warn: 'yellow',
  good: 'green',
  quiet: 'dim',
  strong: 'bold',
};

/** How to print on stdout: colour and width of the terminal where there is one; plain elsewhere. */
export function terminal(toStdout = true): TextOptions {
  if (!toStdout || !process.stdout.isTTY) return { width: PIPE_WIDTH, paint: unpainted };
  const paint: Paint = (style, text) => styleText(LOOK[style], text, { stream: process.stdout });
  return { width: process.stdout.columns || PIPE_WIDTH, paint };
}
