import { printable } from '../findings/printable.ts';

/** Markup that is safe to put into a page: only `html` makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are escaped, for text and for quoted attributes alike, unless they are markup already. */
export function html(parts: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const markup = parts.map((part, index) => part + (index < values.length ? markupOf(values[index]) : ''));
  return new Html(markup.join(''));
}

function markupOf(value: HtmlValue | undefined): string {
  if (value instanceof Html) return value.markup;
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return value.map(markupOf).join('');
  return escapeHtml(String(value));
}

/** Also what an attribute could end on, and what no page may hold. */
function escapeHtml(text: string): string {
  return printable(text)
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}
