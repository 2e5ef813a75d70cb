import { Command } from 'commander';
import { contractJsonSchema } from '../../shared/contract/schema.ts';
import { write, writeDocument } from '../output.ts';
import { openSettings } from '../wire.ts';
import { contractInitCommand } from './contract-init.ts';
import { type CommonOptions, newCommand } from './options.ts';

/** `plumbline contract validate|schema|init`. */
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
  return command;
}

async function validate(options: CommonOptions): Promise<void> {
  const { contract } = openSettings(process.env, options);
  const names = contract.environments.map((environment) => environment.name).join(', ');
  await write(
    `${contract.file}: valid; ${contract.roles.length} roles in ${names}; ${contract.waivers.length} waivers\n`,
    null,
  );
}
