import type { Command } from 'commander';
import { exportCommands } from '../../shared/report/export-commands.ts';
import { write } from '../output.ts';
import { openSettings } from '../wire.ts';
import { type CommonOptions, envOption, newCommand } from './options.ts';

/** `plumbline export-commands`: the read-only gcloud script that fills a `--from` folder. */
export function exportCommandsCommand(): Command {
  return newCommand('export-commands', 'print the read-only gcloud commands that fill a --from folder')
    .addOption(envOption())
    .action(async (options: CommonOptions & { env?: string[] }) => {
      const { contract } = openSettings(process.env, options);
      await write(exportCommands(contract.environments), null);
    });
}
