import { printable } from '../findings/printable.ts';

/** Text that Markdown shows as it stands, also inside a table cell; code spans stay code spans. */
export function markdownText(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/[\\*[\]<>|]/g, (character) => `\\${character}`)
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_');
}
