/** Breaks text at blanks so that no line passes `width` columns where a blank allows it; later lines start with `indent`. */
export function wrap(text: string, width: number, indent: string): string {
  const leading = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let line = leading;
  for (const word of text.slice(leading.length).split(' ')) {
    const empty = line.trim() === '';
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line += empty ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}
