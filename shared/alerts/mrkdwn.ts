import { printable } from '../findings/printable.ts';

/** Slack's three special characters as entities; nothing else may be escaped. */
export function escapeText(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Words that may hold what somebody else named: shown as they stand, never as markup, link or mention. */
export function words(text: string): string {
  return escapeText(text).replaceAll('*', '∗').replaceAll('~', '∼').replaceAll('`', 'ˋ');
}

/** A value in a code span that its own backticks cannot leave. */
export function code(text: string): string {
  const inside = escapeText(text).replaceAll('`', 'ˋ').trim();
  return inside === '' ? '` `' : `\`${inside}\``;
}

/** Text cut so that it is at most this long once escaped. */
export function escapedWithin(text: string, longest: number, toMarkup: (text: string) => string): string {
  if (toMarkup(text).length <= longest) return toMarkup(text);
  const characters = [...text];
  let end = Math.min(characters.length, longest);
  while (end > 0 && toMarkup(`${characters.slice(0, end).join('')}…`).length > longest) end -= 1;
  return toMarkup(`${characters.slice(0, end).join('')}…`);
}
