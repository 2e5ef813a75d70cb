import type { Command } from 'commander';
import { Option } from 'commander';
import { undeliveredWords } from '../../shared/alerts/undelivered-words.ts';
import type { EarlierWindow } from '../../shared/break-glass/earlier.ts';
import type { BreakGlassRequest, BreakGlassWindow } from '../../shared/break-glass/model.ts';
import { readRequest } from '../../shared/break-glass/request.ts';
import { runBreakGlass } from '../../shared/break-glass/trigger.ts';
import { PlumblineError } from '../../shared/errors.ts';
import { printable } from '../../shared/findings/printable.ts';
import { type PassAnswer, type PassDeps, runPass } from '../../shared/pass.ts';
import type { CoveredPass, PassReport } from '../../shared/pass-report.ts';
import { movedText, passLine } from '../../shared/report/pass-text.ts';
import { verdictOf } from '../../shared/report/report.ts';
import { reportJson } from '../../shared/report/report-json.ts';
import { earlierLine } from '../../shared/report/window-text.ts';
import { coveredJson, earlierJson, toldJson, windowJson } from '../http/pass-json.ts';
import { print, write, writeDocument } from '../output.ts';
import { withProgress } from '../progress.ts';
import { terminal } from '../terminal.ts';
import { openEyes, openSettings, openStore, passDeps, type Settings } from '../wire.ts';
import { type CommonOptions, formatOption, fromOption, newCommand } from './options.ts';

const COALESCED = 'another pass is under way; nothing to do\n';

interface RunOptions extends CommonOptions {
  from?: string;
  format: string;
  trigger: 'schedule' | 'break-glass';
  reason?: string;
  ticket?: string;
  actor?: string;
  environment?: string;
  expiresIn?: string;
}

/** `plumbline run`: one whole monitor pass. */
export function runCommand(done: (code: number) => void): Command {
  return newCommand('run', 'one whole monitor pass: capture, compare, record, alert')
    .addOption(
      new Option('--trigger <trigger>', 'why this pass runs')
        .choices(['schedule', 'break-glass'])
        .default('schedule'),
    )
    .option('--reason <why>', 'of a break-glass pass: why something was changed by hand')
    .option('--ticket <ticket>', 'of a break-glass pass: where that is written down')
    .option('--actor <who>', 'of a break-glass pass: who changed it')
    .option('--environment <name>', 'of a break-glass pass: the only environment it is about')
    .option('--expires-in <time>', 'of a break-glass pass: how long the change may stand, 4h unless said')
    .addOption(fromOption())
    .addOption(formatOption(['text', 'json']))
    .action(async (options: RunOptions) => {
      const json = options.format === 'json';
      // One JSON document and nothing else on stdout: the console's alerts go beside it.
      const printAlert = (text: string) => print(text, json ? process.stderr : process.stdout);
      done(await pass(options, printAlert));
    });
}

async function pass(options: RunOptions, printAlert: (text: string) => Promise<void>): Promise<number> {
  const settings = openSettings(process.env, options);
  const request = requestOf(options, settings);
  const store = await openStore(settings);
  try {
    const answer = await withProgress(({ onProgress, stop }) => {
      const eyes = openEyes(settings, { from: options.from ?? null, onProgress });
      const printAlone = (text: string) => {
        stop();
        return printAlert(text);
      };
      const deps = passDeps(settings, { eyes, store, print: printAlone });
      return request === null ? scheduled(deps) : runBreakGlass(deps, request);
    });
    return await tell(answer, options, settings);
  } finally {
    await store.close();
  }
}

async function scheduled(deps: PassDeps): Promise<Answer> {
  return { pass: await runPass(deps, 'schedule'), window: null, earlier: [] };
}

/** What the options say of a change by hand; throws USAGE with everything that is wrong with it. */
function requestOf(options: RunOptions, { contract }: Settings): BreakGlassRequest | null {
  const { trigger, ...worded } = options;
  const given = WORDS.filter((word) => worded[word] !== undefined);
  if (trigger === 'schedule') {
    if (given.length === 0) return null;
    throw new PlumblineError('USAGE', `${given.map(optionName).join(', ')}: only with --trigger break-glass`);
  }
  const read = readRequest(worded, contract);
  if ('request' in read) return read.request;
  const problems = read.issues.map(({ path, message }) => `${optionName(path)} ${message}`);
  throw new PlumblineError('USAGE', problems.join('; '));
}

const WORDS = ['reason', 'ticket', 'actor', 'environment', 'expiresIn'] as const;

function optionName(word: string): string {
  return `--${word.replace('expiresIn', 'expires-in')}`;
}

interface Answer {
  pass: PassAnswer | CoveredPass;
  window: BreakGlassWindow | null;
  earlier: EarlierWindow[];
}

async function tell(
  { pass: result, window, earlier }: Answer,
  options: RunOptions,
  settings: Settings,
): Promise<number> {
  const json = options.format === 'json';
  const about = window === null ? {} : { ...windowJson(window), ...earlierJson(earlier) };
  if (result.outcome === 'coalesced') {
    await write(json ? writeDocument({ outcome: 'coalesced' }) : COALESCED, null);
    return 0;
  }
  if ('run' in result) {
    const words = `run ${result.runId} of another holder covers the request.\n${windowLines(window, earlier)}`;
    await write(json ? writeDocument({ ...coveredJson(result), ...about }) : words, null);
    return result.run.transitions.some(({ kind }) => kind === 'opened') ? 2 : 0;
  }
  await write(
    json
      ? writeDocument({ ...reportJson(result.report), ...runJson(result), ...about })
      : render(result, settings) + windowLines(window, earlier),
    null,
  );
  refuseSilence(result);
  return verdictOf(result.report) === 2 || result.open > 0 ? 2 : verdictOf(result.report);
}

function windowLines(window: BreakGlassWindow | null, earlier: EarlierWindow[]): string {
  if (window === null) return '';
  const { id, ticket, expiresAt } = window;
  const own = `window ${id} (${printable(ticket)}) until ${expiresAt}: plumbline break-glass report ${id}\n`;
  return own + earlier.map((one) => `${printable(earlierLine(one))}\n`).join('');
}

/** On the console the alerts were printed already; where they went to Slack, the terminal shows what moved. */
function render(result: PassReport, { config }: Settings): string {
  const moved = config.notify.kind === 'console' ? '' : movedText(result, terminal());
  return moved + passLine(result, terminal());
}

function runJson(result: PassReport) {
  return { runId: result.runId, outcome: result.outcome, ...toldJson(result) };
}

/** A pass whose messages did not arrive has not done its work. */
function refuseSilence(result: PassReport): void {
  if (result.delivery.pending > 0)
    throw new PlumblineError(
      'DELIVERY_FAILED',
      `${undeliveredWords(result.delivery)}; kept, and tried again by the next run`,
    );
}
