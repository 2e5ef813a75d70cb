import type { Command } from 'commander';
import { chooseChecks } from '../../shared/checks/choose.ts';
import { smoke as smokeCheck } from '../../shared/checks/smoke.ts';
import { PlumblineError } from '../../shared/errors.ts';
import { checkEstate } from '../../shared/judge.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/report/formats.ts';
import { type Report, verdictOf } from '../../shared/report/report.ts';
import { write } from '../output.ts';
import { withProgress } from '../progress.ts';
import { terminal } from '../terminal.ts';
import { openEyes, openSettings } from '../wire.ts';
import {
  type CommonOptions,
  envOption,
  formatOption,
  fromOption,
  newCommand,
  onlyOption,
} from './options.ts';

interface CheckOptions extends CommonOptions {
  env?: string[];
  from?: string;
  only?: string[];
  format: ReportFormat;
  output?: string;
  failOnDeprecated?: true;
  smoke?: true;
}

/** `plumbline check`: capture and judge; stores nothing, alerts nobody. */
export function checkCommand(done: (code: number) => void): Command {
  return newCommand('check', 'capture and judge against the contract; stores nothing, alerts nobody')
    .addOption(envOption())
    .addOption(onlyOption())
    .addOption(fromOption())
    .addOption(formatOption(Object.keys(REPORT_FORMATS)))
    .option('--smoke', 'ask the URLs that the contract declares to answer, too')
    .option('--output <file>', 'write the report there instead of to stdout')
    .option('--fail-on-deprecated', 'let what the contract calls deprecated fail')
    .action(async (options: CheckOptions) => {
      const only = options.only === undefined ? {} : { only: chosen(options.only, options) };
      const settings = openSettings(process.env, options);
      const { from = null, failOnDeprecated = false } = options;
      const report = await withProgress(({ onProgress }) =>
        checkEstate(
          { ...openEyes(settings, { from, onProgress }), failOnDeprecated },
          { now: new Date(), signal: new AbortController().signal, smoke: options.smoke === true, ...only },
        ),
      );
      await write(render(report, options), options.output ?? null);
      done(verdictOf(report));
    });
}

/** A check that would not be run is no check that holds. */
function chosen(words: string[], { smoke }: Pick<CheckOptions, 'smoke'>): number[] {
  const only = chooseChecks(words);
  if (only.includes(smokeCheck.number) && smoke !== true)
    throw new PlumblineError('USAGE', `--only: ${smokeCheck.id} asks nothing unless --smoke is given too`);
  return only;
}

function render(report: Report, { format, output = '-' }: CheckOptions): string {
  const root = process.cwd().replaceAll('\\', '/');
  return REPORT_FORMATS[format](report, { ...terminal(output === '-'), root });
}
