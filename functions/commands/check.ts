import type { Command } from 'commander';
import { checkEstate } from '../../shared/judge.ts';
import { markdownAudit } from '../../shared/report/markdown.ts';
import { type Report, verdictOf } from '../../shared/report/report.ts';
import { reportJson } from '../../shared/report/report-json.ts';
import { textReport } from '../../shared/report/text.ts';
import { write, writeDocument } from '../output.ts';
import { withProgress } from '../progress.ts';
import { terminal } from '../terminal.ts';
import { openEyes, openSettings } from '../wire.ts';
import { type CommonOptions, envOption, formatOption, fromOption, newCommand } from './options.ts';

interface CheckOptions extends CommonOptions {
  env?: string[];
  from?: string;
  format: string;
  output?: string;
  failOnDeprecated?: true;
  smoke?: true;
}

/** `plumbline check`: capture and judge; stores nothing, alerts nobody. */
export function checkCommand(done: (code: number) => void): Command {
  return newCommand('check', 'capture and judge against the contract; stores nothing, alerts nobody')
    .addOption(envOption())
    .addOption(fromOption())
    .addOption(formatOption(['text', 'markdown', 'json']))
    .option('--smoke', 'ask the URLs that the contract declares to answer, too')
    .option('--output <file>', 'write the report there instead of to stdout')
    .option('--fail-on-deprecated', 'let what the contract calls deprecated fail')
    .action(async (options: CheckOptions) => {
      const settings = openSettings(process.env, options);
      const { from = null, failOnDeprecated = false } = options;
      const report = await withProgress(({ onProgress }) =>
        checkEstate(
          { ...openEyes(settings, { from, onProgress }), failOnDeprecated },
          { now: new Date(), signal: new AbortController().signal, smoke: options.smoke === true },
        ),
      );
      await write(render(report, options), options.output ?? null);
      done(verdictOf(report));
    });
}

function render(report: Report, options: CheckOptions): string {
  if (options.format === 'json') return writeDocument(reportJson(report));
  if (options.format === 'markdown') return markdownAudit(report);
  return textReport(report, terminal(options.output === undefined));
}
