import { Command, Option } from 'commander';

export interface CommonOptions {
  contract?: string;
  logLevel: string;
}

/** A command with the options that every command takes. */
export function newCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option(
      '--contract <file>',
      'the parity contract, - for stdin (default: $PLUMBLINE_CONTRACT, else the only one in contracts/)',
    )
    .addOption(
      new Option('--log-level <level>', 'how much to say on stderr')
        .choices(['error', 'warn', 'info', 'debug'])
        .default('warn'),
    );
}

/** `--env a,b`, repeatable. */
export function envOption(): Option {
  return new Option('--env <names>', 'only these environments, separated by commas').argParser(listed);
}

/** `--only 5,6,7` or ids, repeatable. */
export function onlyOption(): Option {
  return new Option('--only <checks>', 'only these checks, by number or id, separated by commas').argParser(
    listed,
  );
}

function listed(text: string, before: string[] | undefined): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return [...(before ?? []), ...names];
}

/** `--from DIR` */
export function fromOption(): Option {
  return new Option(
    '--from <dir>',
    'read what gcloud printed, one folder a project, instead of the live projects',
  );
}

/** `--format`, with the formats this command can write. */
export function formatOption(formats: string[]): Option {
  return new Option('--format <format>', 'how to print it').choices(formats).default(formats[0]);
}
