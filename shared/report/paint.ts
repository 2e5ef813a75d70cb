/** Styles a report uses; a terminal paints them, everything else leaves the text as it is. */
export type Style = 'bad' | 'warn' | 'good' | 'quiet' | 'strong';
export type Paint = (style: Style, text: string) => string;

/** Leaves every text as it is. */
export const unpainted: Paint = (_style, text) => text;
