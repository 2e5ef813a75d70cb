import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { PlumblineError } from '../shared/errors.ts';
import { describeError } from '../shared/estate/sanitise.ts';
import { printable } from '../shared/findings/printable.ts';
import { breakGlassCommand } from './commands/break-glass.ts';
import { captureCommand } from './commands/capture.ts';
import { checkCommand } from './commands/check.ts';
import { contractCommand } from './commands/contract.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommandsCommand } from './commands/export-commands.ts';
import { findingsCommand } from './commands/findings.ts';
import { fingerprintCommand } from './commands/fingerprint.ts';
import { historyCommand } from './commands/history.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { print } from './output.ts';
import { VERSION } from './version.ts';
import { fetchContract } from './wire.ts';

/** Runs one command line; answers the exit code (see the interface: 0, 2, 3, or 1 where the command itself could not run). */
export async function main(words: string[]): Promise<number> {
  let code = 0;
  const asked: string[] = [];
  const told = (text: string) => asked.push(text);
  const done = (exitCode: number) => {
    code = exitCode;
  };
  try {
    await programFor(done, told)
      .parseAsync(words, { from: 'user' })
      .catch((error) => tellAsked(error, asked.join('')));
    return code;
  } catch (error) {
    return explain(error, words);
  }
}

/** Help and version are the parser's to make and ours to print; to ask for them is no error. */
async function tellAsked(error: unknown, text: string): Promise<void> {
  if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error;
  await print(text, process.stdout);
}

/** Every command and option there is; nothing runs before it is told to parse. */
export function programFor(done: (exitCode: number) => void, told: (text: string) => unknown): Command {
  const output = { writeOut: told, writeErr: () => undefined };
  const program = new Command('plumbline')
    .description(
      'Drift and parity monitor for Google Cloud Run estates. Reads metadata, writes nothing it watches.',
    )
    .helpCommand('help [command]', 'what a command takes')
    .version(VERSION, '-V, --version', 'print the version')
    // Behind a command it is the command's own: `fingerprint --version 3`.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput(output)
    .hook('preAction', (_, command) => fetchContract(process.env, command.opts()));
  for (const command of [
    checkCommand(done),
    captureCommand(done),
    diffCommand(done),
    runCommand(done),
    findingsCommand(),
    historyCommand(),
    breakGlassCommand(),
    contractCommand(),
    doctorCommand(done),
    exportCommandsCommand(),
    fingerprintCommand(),
    serveCommand(done),
  ])
    program.addCommand(withOverrides(command, output));
  return program;
}

function withOverrides(command: Command, output: OutputConfiguration): Command {
  command.helpCommand(false).exitOverride().configureOutput(output);
  for (const child of command.commands) withOverrides(child, output);
  return command;
}

function explain(error: unknown, words: string[]): number {
  if (error instanceof CommanderError) return explainUsage(error);
  const debug = words.some(
    (word, index) => word === '--log-level=debug' || (word === '--log-level' && words[index + 1] === 'debug'),
  );
  const known = error instanceof PlumblineError;
  complain(known ? error.message : `unexpected: ${describeError(error)} (say --log-level debug for details)`);
  if (debug && error instanceof Error) process.stderr.write(`${callsOf(error)}\n`);
  return 1;
}

/** Other people's words may stand in it: they get no further than their line. */
function complain(message: string): void {
  process.stderr.write(`plumbline: ${message.split('\n').map(printable).join('\n')}\n`);
}

/** Where it was thrown; the message, which may cite what was read, is told above as far as it may be. */
function callsOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}

/** A wrong word is one line. */
function explainUsage(error: CommanderError): number {
  if (error.code === 'commander.help') {
    complain('say what to do; plumbline --help lists the commands');
    return 1;
  }
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  complain(`${message}; see plumbline --help`);
  return 1;
}
