import { Command } from 'commander';
import { counted } from '../../shared/checks/results/result.ts';
import { adviceOn } from '../../shared/contract/advice.ts';
import { formatIssue } from '../../shared/contract/contract-error.ts';
import { contractJsonSchema } from '../../shared/contract/schema.ts';
import { cutSentences } from '../../shared/contract/unquoted.ts';
import { explain } from '../../shared/explain/explain.ts';
import { printable } from '../../shared/findings/printable.ts';
import { explainText } from '../../shared/report/explain-text.ts';
import { write, writeDocument } from '../output.ts';
import { terminal } from '../terminal.ts';
import { contractText, openSettings } from '../wire.ts';
import { contractInitCommand } from './contract-init.ts';
import { type CommonOptions, newCommand } from './options.ts';

/** `plumbline contract validate|schema|init|explain`. */
export function contractCommand(): Command {
  const command = new Command('contract').description(
    'check, explain or draft the contract, or print its JSON Schema',
  );
  command.addCommand(
    newCommand('validate', 'say what is wrong with the contract, all at once, or that it is valid').action(
      validate,
    ),
  );
  command.addCommand(
    newCommand('schema', "print the JSON Schema of the contract's language").action(() =>
      write(writeDocument(contractJsonSchema()), null),
    ),
  );
  command.addCommand(contractInitCommand());
  command.addCommand(
    newCommand('explain', 'say what a check expects, from which line, and why')
      .argument('<check>', 'id or number of a check')
      .argument('[role]', 'one role of the contract; every role in short where none is named')
      .action(explainCheck),
  );
  return command;
}

async function explainCheck(check: string, role: string | undefined, options: CommonOptions): Promise<void> {
  const { contract } = openSettings(process.env, options);
  await write(explainText(explain(contract, { check, role: role ?? null }), terminal()), null);
}

async function validate(options: CommonOptions): Promise<void> {
  const { contract } = openSettings(process.env, options);
  const names = contract.environments.map((environment) => environment.name).join(', ');
  const valid = `${contract.file}: valid; ${counted(contract.roles.length, 'role')} in ${names}; ${counted(contract.waivers.length, 'waiver')}`;
  const advice = [...adviceOn(contract, new Date()), ...cutSentences(contractText(contract), contract.file)];
  const notes = advice.map((issue) => `note: ${printable(formatIssue(issue))}`);
  await write(`${[valid, ...notes].join('\n')}\n`, null);
}
