import { basename, isAbsolute, relative } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { isObjectName } from '../../shared/adapters/google/contract-object.ts';
import { backfillOf } from '../../shared/break-glass/backfill.ts';
import type { BreakGlassWindow } from '../../shared/break-glass/model.ts';
import { endWindow, windowContent } from '../../shared/break-glass/trigger.ts';
import { windowByName, windowState } from '../../shared/break-glass/window.ts';
import type { Contract } from '../../shared/contract/model.ts';
import { printable } from '../../shared/findings/printable.ts';
import { type Eyes, judge, look, lookAtSmoke, lookAtWorkflows } from '../../shared/judge.ts';
import type { StateStore } from '../../shared/ports.ts';
import { backfillMarkdown } from '../../shared/report/backfill-markdown.ts';
import { recordJson } from '../../shared/report/report-json.ts';
import { type WindowContent, windowText } from '../../shared/report/window-text.ts';
import { earlierJson } from '../http/pass-json.ts';
import { write, writeDocument } from '../output.ts';
import { withProgress } from '../progress.ts';
import { terminal } from '../terminal.ts';
import { contractText, openEyes, openSettings, openStore, type Settings } from '../wire.ts';
import { type CommonOptions, formatOption, fromOption, newCommand } from './options.ts';

type FormatOptions = CommonOptions & { format: string };
type ReportOptions = CommonOptions & { from?: string; output?: string; smoke?: true };
type CloseOptions = CommonOptions & { by: string; reason: string };

/** `plumbline break-glass list|show|report|close`. */
export function breakGlassCommand(): Command {
  const command = new Command('break-glass').description(
    'changes made by hand: windows and what they ask for',
  );
  command.addCommand(
    newCommand('list', 'windows, newest first')
      .addOption(formatOption(['text', 'json']))
      .action(list),
    { isDefault: true },
  );
  command.addCommand(
    one('show', 'one window and its findings')
      .addOption(formatOption(['text', 'json']))
      .action(show),
  );
  command.addCommand(
    one('report', 'the backfill document: what was changed, and what the repository must be told (Markdown)')
      .addOption(fromOption())
      .option('--smoke', 'ask the URLs that the contract declares to answer, too')
      .option('--output <file>', 'write it there instead of to stdout')
      .action(report),
  );
  command.addCommand(
    one('close', 'end a window: nobody is reminded of its findings any more')
      .requiredOption('--by <name>', 'who decides')
      .requiredOption('--reason <why>', 'why it is closed')
      .action(close),
  );
  return command;
}

function one(name: string, description: string): Command {
  return newCommand(name, description).argument('<window>', 'its id, the beginning of it, or its ticket');
}

async function list(options: FormatOptions): Promise<void> {
  const windows = await withStore(options, ({ store }) => store.listWindows());
  if (options.format === 'json')
    return write(writeDocument(windows.map((window) => windowDocument(window))), null);
  await write(windows.length === 0 ? 'no break-glass windows\n' : `${tableOf(windows)}\n`, null);
}

function tableOf(windows: BreakGlassWindow[]): string {
  const table = new Table({
    head: ['id', 'state', 'ticket', 'environment', 'opened', 'expires', 'changes'],
    style: { head: [], border: [], compact: true },
  });
  for (const window of windows)
    table.push([
      window.id,
      windowState(window, new Date()),
      printable(window.ticket),
      window.environment ?? 'all',
      window.openedAt.slice(0, 16),
      window.expiresAt.slice(0, 16),
      String(window.changes.length + window.leftOut),
    ]);
  return table.toString();
}

async function show(name: string, options: FormatOptions): Promise<void> {
  const { window, ...content } = await withStore(options, async ({ store }) => {
    const windows = await store.listWindows();
    const found = windowByName(windows, name);
    return { window: found, ...(await windowContent(store, found, windows)) };
  });
  const { findings, earlier } = content;
  const document = {
    ...windowDocument(window),
    findings: findings.map(recordJson),
    ...earlierJson(earlier),
  };
  const now = new Date();
  await write(
    options.format === 'json' ? writeDocument(document) : windowText({ window, ...content, now }, terminal()),
    null,
  );
}

function windowDocument(window: BreakGlassWindow) {
  const { requests: _, changes, closed, ...rest } = window;
  return {
    ...rest,
    state: windowState(window, new Date()),
    closed: closed && { ...closed },
    changes: changes.map((change) => ({ ...change, actor: change.actor && { ...change.actor } })),
  };
}

/** Looks at the estate as it is now; keeps nothing. */
async function report(name: string, options: ReportOptions): Promise<void> {
  const text = await withStore(options, async ({ store, settings }) => {
    const windows = await store.listWindows();
    const window = windowByName(windows, name);
    const content = await windowContent(store, window, windows);
    return withProgress(({ onProgress }) => {
      const eyes = openEyes(settings, { from: options.from ?? null, onProgress });
      return backfillNow(eyes, { window, ...content, smoke: options.smoke === true });
    });
  });
  await write(text, options.output ?? null);
}

/** Workflows are read as every pass reads them; URLs are asked where somebody says so. */
async function backfillNow(
  eyes: Eyes,
  asked: Omit<WindowContent, 'now'> & { smoke: boolean },
): Promise<string> {
  const { window, findings, earlier } = asked;
  const { contract } = eyes;
  const now = new Date();
  const { signal } = new AbortController();
  const [snapshot, workflows] = await Promise.all([
    look(eyes, { now, signal }),
    lookAtWorkflows(eyes, signal),
  ]);
  const beside = {
    workflows,
    ...(asked.smoke ? { smoke: await lookAtSmoke(eyes, snapshot, signal) } : {}),
  };
  const [text, file] = [contractText(contract), pathInRepository(contract.file)];
  const judgeBy = (other: Contract) => judge({ ...eyes, contract: other }, snapshot, now, beside);
  const evaluation = judgeBy(contract);
  return backfillMarkdown(
    backfillOf({
      window,
      findings,
      earlier,
      contract,
      file,
      text,
      snapshot,
      evaluation,
      judge: judgeBy,
      now,
    }),
  );
}

/** A patch names files from where it is applied; what is kept elsewhere is named by its last part. */
function pathInRepository(file: string): string {
  const [name = file] = isObjectName(file) ? file.split('#') : [relative('.', file)];
  const isInside = !isObjectName(file) && !isAbsolute(name) && !name.startsWith('..');
  return isInside ? name.replaceAll('\\', '/') : basename(name);
}

async function close(name: string, options: CloseOptions): Promise<void> {
  const { by, reason } = options;
  const window = await withStore(options, ({ store }) =>
    endWindow(store, { window: name, by, reason }, new Date()),
  );
  await write(`${window.id} (${printable(window.ticket)}) is closed.\n`, null);
}

async function withStore<T>(
  options: CommonOptions,
  use: (open: { store: StateStore; settings: Settings }) => Promise<T>,
): Promise<T> {
  const settings = openSettings(process.env, options);
  const store = await openStore(settings);
  try {
    return await use({ store, settings });
  } finally {
    await store.close();
  }
}
