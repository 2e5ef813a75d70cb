import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { programFor } from '../../functions/program.ts';
import { commandsOf, type Line } from './lines.ts';

const NPM = /^(\w+=\S+ )*npm run -s plumbline -- /;
const lines: Line[] = [...commandsOf('plumbline'), ...commandsOf('npm run -s plumbline --')];

/** The words of a command line as a shell splits them, up to a redirection. */
function wordsOf(command: string): string[] {
  const own = command.replace(NPM, '').replace(/^plumbline /, '');
  const [plain = ''] = own.split(/ [<>] /);
  return [...plain.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

/** Parses a command line with its options and arguments, and runs nothing. */
async function parse(words: string[]): Promise<string> {
  const program = programFor(
    () => undefined,
    () => undefined,
  );
  let ran = '';
  const still = (command: Command) => {
    command.action(() => {
      ran = command.name();
    });
    for (const child of command.commands) still(child);
  };
  for (const command of program.commands)
    if (command.commands.length === 0) still(command);
    else for (const child of command.commands) still(child);
  await program.parseAsync(words, { from: 'user' });
  return ran;
}

describe('the documents', () => {
  test('have commands of our own to copy', () => {
    expect(lines.length).toBeGreaterThan(25);
    expect(new Set(lines.map(({ file }) => file)).size).toBeGreaterThan(6);
  });

  test.each([...new Map(lines.map((line) => [line.command, line])).values()])(
    '$file: $command',
    async ({ command }) => {
      expect(await parse(wordsOf(command))).not.toBe('');
    },
  );

  test.each([
    ['a flag that is none', 'plumbline check --fro x'],
    ['a command that is none', 'plumbline findings lst --contract x'],
    ['a required option that is left out', 'plumbline findings accept abc --by ann'],
    ['a format that is none', 'npm run -s plumbline -- check --format pdf'],
  ])('is a check that can fail: %s', async (_, command) => {
    await expect(parse(wordsOf(command))).rejects.toThrow();
  });
});
