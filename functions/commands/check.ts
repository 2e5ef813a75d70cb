import { type Command, Option } from 'commander';
import { chooseChecks } from '../../shared/checks/evaluation/choose.ts';
import { smoke as smokeCheck } from '../../shared/checks/smoke.ts';
import { PlumblineError } from '../../shared/errors.ts';
import { GATES, type GateKind, gateVerdict } from '../../shared/gate/gate.ts';
import { openGate } from '../../shared/gate/open-gate.ts';
import { checkEstate, type Eyes } from '../../shared/judge.ts';
import { REPORT_FORMATS, type ReportFormat } from '../../shared/report/formats.ts';
import { gateJson, gateText } from '../../shared/report/gate-text.ts';
import { type Report, verdictOf } from '../../shared/report/report.ts';
import { refuseUnwritable, write, writeDocument } from '../output.ts';
import { type Progress, withProgress } from '../progress.ts';
import { terminal } from '../terminal.ts';
import { openEyes, openSettings, openStore, type Settings } from '../wire.ts';
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
  gate?: GateKind;
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
    .addOption(gateOption())
    .action(async (options: CheckOptions) => {
      done(options.gate === undefined ? await check(options) : await gate(options.gate, options));
    });
}

async function check(options: CheckOptions): Promise<0 | 2 | 3> {
  const only = options.only === undefined ? {} : { only: chosen(options.only, options) };
  const { output = null } = options;
  refuseUnwritable(output);
  const settings = openSettings(process.env, options);
  const report = await withProgress(({ onProgress }) =>
    checkEstate(eyesFor(settings, options, onProgress), {
      now: new Date(),
      signal: new AbortController().signal,
      smoke: options.smoke === true,
      ...only,
    }),
  );
  await write(render(report, options), output);
  return verdictOf(report);
}

function eyesFor(settings: Settings, options: CheckOptions, onProgress: Progress['onProgress']): Eyes {
  const eyes = openEyes(settings, { from: options.from ?? null, onProgress });
  return { ...eyes, failOnDeprecated: options.failOnDeprecated === true };
}

/** What a pipeline asks around a release; only what was released is compared with the store, which is only read. */
async function gate(kind: GateKind, options: CheckOptions): Promise<0 | 2 | 3> {
  const { format, only, output = null } = options;
  if (format !== 'text' && format !== 'json')
    throw new PlumblineError('USAGE', `--gate is printed as text or json, not as ${format}`);
  if (only !== undefined)
    throw new PlumblineError('USAGE', '--gate chooses its checks itself: leave --only out');
  refuseUnwritable(output);
  const settings = openSettings(process.env, options);
  const store = kind === 'post' ? await openStore(settings) : null;
  try {
    const opened = await withProgress(({ onProgress }) =>
      openGate(kind, eyesFor(settings, options, onProgress), {
        store,
        now: new Date(),
        signal: new AbortController().signal,
        smoke: options.smoke === true,
      }),
    );
    const text = gateText(opened, terminal(output === null));
    await write(format === 'json' ? writeDocument(gateJson(opened)) : text, output);
    return gateVerdict(opened);
  } finally {
    await store?.close();
  }
}

function gateOption(): Option {
  return new Option(
    '--gate <when>',
    'around a release: pre asks what would stop it, post what it changed since the last pass',
  ).choices([...GATES]);
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
