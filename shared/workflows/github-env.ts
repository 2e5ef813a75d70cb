import { isKnown } from './expression.ts';
import type { ShellCommand } from './shell.ts';

/** Variables that later steps of the job see; null where their value is known only while the workflow runs. */
export type Exported = Map<string, string | null>;

const SET = /(?<![\w-])([A-Za-z_]\w*)(?:=|<<)/g;

/**
 * What a script hands on by way of `$GITHUB_ENV`. Every name it sets in any form counts; its value only where one
 * `echo NAME=value` says it, in every case.
 */
export function exportedBy(script: string, commands: readonly ShellCommand[]): Exported {
  if (!script.includes('GITHUB_ENV')) return new Map();
  const exported: Exported = new Map([...script.matchAll(SET)].map(([, name = '']) => [name, null]));
  if (script.includes('GITHUB_OUTPUT')) return exported;
  for (const name of exported.keys()) {
    const saying = commands.filter(({ words }) => words.some((word) => word.startsWith(`${name}=`)));
    const [only] = saying;
    if (saying.length !== 1 || only === undefined || only.conditional) continue;
    const [program, said = '', ...more] = only.words;
    const value = said.slice(name.length + 1);
    if (program === 'echo' && more.length === 0 && said.startsWith(`${name}=`) && isKnown(value))
      exported.set(name, value);
  }
  return exported;
}

/** An environment with what earlier steps handed on. */
export function withExported(env: ReadonlyMap<string, string>, exported: Exported): Map<string, string> {
  const all = new Map(env);
  for (const [name, value] of exported)
    if (value === null) all.delete(name);
    else all.set(name, value);
  return all;
}
