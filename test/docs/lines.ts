import { globSync, readFileSync } from 'node:fs';

/** One command a document tells people to run. */
export interface Line {
  file: string;
  command: string;
}

const PLACEHOLDERS: Record<string, string> = {
  $OPS: 'shop-ops',
  $REGION: 'us-central1',
  $TARGET: 'shop-prod',
  $TF: 'terraform/examples/shop',
};
const filled = (command: string) =>
  command.replace(/\$(OPS|REGION|TARGET|TF)\b/g, (name) => PLACEHOLDERS[name] ?? name);

/** Commands of indented or fenced blocks, steps of a workflow included, and of code in running text and tables; of a pipe each part. */
export const LINES: Line[] = [...globSync('docs/*.md').sort(), 'README.md'].flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  const whole = [...blockLines(text), ...inlineCode(text)];
  return [...whole, ...whole.flatMap(substituted)].flatMap((line) =>
    line.split(/ \| /).map((command) => ({ file, command: filled(command.trim().replace(/^- run: /, '')) })),
  );
});

/** Those that run a tool, with variables before it or without. */
export function commandsOf(tool: string): Line[] {
  return LINES.filter(({ command }) => new RegExp(`^(\\w+=\\S+ )*${tool} `).test(command));
}

/** The lines of a document's blocks; one that ends with a backslash goes on in the next. */
export function blockLines(text: string): string[] {
  let fence: string | null = null;
  const lines = text.split('\n').filter((line) => {
    const [, language] = /^\s*```(\w*)/.exec(line) ?? [];
    if (language !== undefined) fence = fence === null ? language : null;
    // A fence of text shows what is printed.
    return fence === null ? /^( {4}|\t)/.test(line) : fence !== 'text';
  });
  return lines
    .join('\n')
    .replace(/ *\\\n\s*/g, ' ')
    .split('\n');
}

/** Commands within a command: `$(gcloud …)`. */
function substituted(line: string): string[] {
  return [...line.matchAll(/\$\((gcloud .*?)\)(?=$|["\s])/g)].map(([, command]) => command ?? '');
}

/** Whole commands alone: what is cut short, a choice or a part of a command is for reading. */
function inlineCode(text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words ?? '');
  return code.filter((words) => /^(gcloud|plumbline) [^[\]…|]*$/.test(words) && / --/.test(words));
}
