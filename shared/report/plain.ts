import { printable } from '../findings/printable.ts';

/** What keeps its meaning: a code span of plain words, as our own sentences use them. */
const CODE_OR_MARK = /`[A-Za-z][\w ,./:=-]*`|[\\`*[\]<>|~]/g;

/**
 * Text that Markdown shows as it stands, also inside a table cell and at the beginning of a line. Code spans
 * of plain words stay code spans; any other backtick is shown as one.
 */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(CODE_OR_MARK, (found) => (found.length === 1 ? `\\${found}` : found))
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/^(\s*)(#|[-+=](?=\s|$)|---)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** Text as a code span that cannot end early and cannot leave its table cell. */
export function markdownCode(text: string): string {
  const plain = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}

/** One line of a Markdown table. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
