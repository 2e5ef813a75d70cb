import { type Command, InvalidArgumentError } from 'commander';
import { printable } from '../../shared/findings/printable.ts';
import { type HistoryEntry, readHistory, sinceInstant } from '../../shared/history.ts';
import type { RunRecord } from '../../shared/ports.ts';
import type { JsonObject } from '../../shared/snapshot/json.ts';
import { isGap } from '../../shared/snapshot/model.ts';
import { write, writeDocument } from '../output.ts';
import { openSettings, openStore } from '../wire.ts';
import { type CommonOptions, formatOption, newCommand } from './options.ts';

interface HistoryOptions extends CommonOptions {
  format: string;
  since?: string;
}

/** `plumbline history`: runs, the transitions they decided, and what people settled between them, newest first. */
export function historyCommand(): Command {
  return newCommand('history', 'runs and transitions, newest first')
    .option('--since <when>', 'from then on: 36h, 7d, 2026-02-27 or 2026-02-27T03:00:00Z', since)
    .addOption(formatOption(['text', 'json']))
    .action(async (options: HistoryOptions) => {
      const store = await openStore(openSettings(process.env, options));
      try {
        const entries = await readHistory(store, options.since ?? null);
        const json = options.format === 'json';
        await write(json ? writeDocument(entries.map(entryJson)) : textOf(entries), null);
      } finally {
        await store.close();
      }
    });
}

function since(text: string): string {
  const instant = sinceInstant(text, new Date());
  if (instant !== null) return instant;
  throw new InvalidArgumentError('write 36h, 7d, 2026-02-27 or 2026-02-27T03:00:00Z.');
}

function entryJson(entry: HistoryEntry): JsonObject {
  return entry.kind === 'run' ? runJson(entry.run) : { ...entry.transition };
}

function runJson(run: RunRecord): JsonObject {
  const { runId, trigger, startedAt, finishedAt, outcome, contract, transitions, alerts } = run;
  return {
    runId,
    trigger,
    startedAt,
    finishedAt,
    outcome,
    contract,
    transitions: transitions.map((one) => ({ ...one })),
    alerts,
  };
}

function textOf(entries: HistoryEntry[]): string {
  return entries.length === 0 ? 'nothing recorded\n' : entries.map(entryText).join('');
}

function entryText(entry: HistoryEntry): string {
  if (entry.kind === 'run') return runText(entry.run);
  const { kind, fingerprint, environment, reason, by, subject } = entry.transition;
  const what = `${kind} ${fingerprint.slice(0, 12)} ${environment} ${subject ?? ''}`.trimEnd();
  return `${entry.at} ${printable(`${what} by ${by ?? 'somebody'} (${reason})`)}\n`;
}

function runText(run: RunRecord): string {
  const unread = run.coverage.filter(isGap).length;
  const head = `${run.startedAt} ${run.runId} ${run.trigger} ${run.outcome}${unread === 0 ? '' : `, ${unread} scopes not read`}\n`;
  const lines = run.transitions.map(({ kind, fingerprint, environment, reason, subject }) => {
    const what = `${kind} ${fingerprint.slice(0, 12)} ${environment} ${subject ?? ''}`.trimEnd();
    return `  ${printable(`${what} (${reason})`)}\n`;
  });
  return head + lines.join('');
}
