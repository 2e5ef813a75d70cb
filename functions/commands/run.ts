import type { Command } from 'commander';
import { Option } from 'commander';
import { PlumblineError } from '../../shared/errors.ts';
import { runPass } from '../../shared/pass.ts';
import type { PassReport } from '../../shared/pass-report.ts';
import { movedText, passLine } from '../../shared/report/pass-text.ts';
import { verdictOf } from '../../shared/report/report.ts';
import { reportJson } from '../../shared/report/report-json.ts';
import { toldJson } from '../http/pass-json.ts';
import { write, writeDocument } from '../output.ts';
import { withProgress } from '../progress.ts';
import { terminal } from '../terminal.ts';
import { openEyes, openSettings, openStore, passDeps, type Settings } from '../wire.ts';
import { type CommonOptions, formatOption, fromOption, newCommand } from './options.ts';

const COALESCED = 'another pass is under way; nothing to do\n';

interface RunOptions extends CommonOptions {
  from?: string;
  format: string;
  trigger: 'schedule';
}

/** `plumbline run`: one whole monitor pass. */
export function runCommand(done: (code: number) => void): Command {
  return newCommand('run', 'one whole monitor pass: capture, compare, record, alert')
    .addOption(
      new Option('--trigger <trigger>', 'why this pass runs').choices(['schedule']).default('schedule'),
    )
    .addOption(fromOption())
    .addOption(formatOption(['text', 'json']))
    .action(async (options: RunOptions) => {
      const json = options.format === 'json';
      // One JSON document and nothing else on stdout: the console's alerts go beside it.
      const print = (text: string) => (json ? process.stderr : process.stdout).write(text);
      done(await pass(options, print));
    });
}

async function pass(options: RunOptions, print: (text: string) => void): Promise<number> {
  const settings = openSettings(process.env, options);
  const store = await openStore(settings);
  try {
    const result = await withProgress(({ onProgress, stop }) => {
      const eyes = openEyes(settings, { from: options.from ?? null, onProgress });
      const printAlone = (text: string) => {
        stop();
        print(text);
      };
      return runPass(passDeps(settings, { eyes, store, print: printAlone }), options.trigger);
    });
    if (result.outcome === 'coalesced') {
      await write(options.format === 'json' ? writeDocument({ outcome: 'coalesced' }) : COALESCED, null);
      return 0;
    }
    await write(render(result, options, settings), null);
    refuseSilence(result);
    return verdictOf(result.report) === 2 || result.open > 0 ? 2 : verdictOf(result.report);
  } finally {
    await store.close();
  }
}

/** On the console the alerts were printed already; where they went to Slack, the terminal shows what moved. */
function render(result: PassReport, options: RunOptions, { config }: Settings): string {
  if (options.format === 'json') return writeDocument({ ...reportJson(result.report), ...runJson(result) });
  const moved = config.notify.kind === 'console' ? '' : movedText(result, terminal());
  return moved + passLine(result, terminal());
}

function runJson(result: PassReport) {
  return { runId: result.runId, outcome: result.outcome, ...toldJson(result) };
}

/** A pass whose messages did not arrive has not done its work. */
function refuseSilence(result: PassReport): void {
  const { pending, problems } = result.delivery;
  if (pending > 0)
    throw new PlumblineError(
      'DELIVERY_FAILED',
      `${pending} message(s) not delivered (${[...new Set(problems.map(({ detail }) => detail))].join('; ')}); kept, and tried again by the next run`,
    );
}
