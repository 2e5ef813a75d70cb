import type { Command } from 'commander';
import type { RunRecord } from '../../shared/ports.ts';
import { isGap } from '../../shared/snapshot/model.ts';
import { write, writeDocument } from '../output.ts';
import { openSettings, openStore } from '../wire.ts';
import { type CommonOptions, formatOption, newCommand } from './options.ts';

const RUNS_SHOWN = 50;

/** `plumbline history`: runs and the transitions they decided, newest first. */
export function historyCommand(): Command {
  return newCommand('history', 'runs and transitions, newest first')
    .addOption(formatOption(['text', 'json']))
    .action(async (options: CommonOptions & { format: string }) => {
      const store = await openStore(openSettings(process.env, options));
      try {
        const runs = await store.listRuns(RUNS_SHOWN);
        await write(
          options.format === 'json' ? writeDocument(runs.map(runJson)) : runs.map(runText).join(''),
          null,
        );
      } finally {
        await store.close();
      }
    });
}

function runJson(run: RunRecord) {
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

function runText(run: RunRecord): string {
  const unread = run.coverage.filter(isGap).length;
  const head = `${run.startedAt} ${run.runId} ${run.trigger} ${run.outcome}${unread === 0 ? '' : `, ${unread} scopes not read`}\n`;
  const lines = run.transitions.map(
    ({ kind, fingerprint, environment, reason }) =>
      `  ${kind} ${fingerprint.slice(0, 12)} ${environment} (${reason})\n`,
  );
  return head + lines.join('');
}
