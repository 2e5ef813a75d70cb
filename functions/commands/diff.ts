import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { PlumblineError } from '../../shared/errors.ts';
import type { StateStore } from '../../shared/ports.ts';
import { diffJson, diffMarkdown, diffText } from '../../shared/report/diff-report.ts';
import { diffSnapshots } from '../../shared/snapshot/diff.ts';
import { isOfEstate, type Snapshot } from '../../shared/snapshot/model.ts';
import { parseReading, parseSnapshot } from '../../shared/snapshot/reading-json.ts';
import { write, writeDocument } from '../output.ts';
import { terminal } from '../terminal.ts';
import { openSettings, openStore } from '../wire.ts';
import { type CommonOptions, formatOption, newCommand } from './options.ts';

type DiffOptions = CommonOptions & { format: string };

/** `plumbline diff`: the semantic difference of two snapshots. */
export function diffCommand(done: (code: number) => void): Command {
  return newCommand('diff', 'semantic difference of two snapshots')
    .argument('<before>', 'a file that capture wrote, or the id of a run')
    .argument('<after>', 'likewise')
    .addOption(formatOption(['text', 'markdown', 'json']))
    .action(async (before: string, after: string, options: DiffOptions) => {
      const diff = diffSnapshots(await snapshotFrom(before, options), await snapshotFrom(after, options));
      const text = {
        json: () => writeDocument(diffJson(diff)),
        markdown: () => diffMarkdown(diff),
        text: () => diffText(diff, terminal()),
      }[options.format as 'json' | 'markdown' | 'text']();
      await write(text, null);
      done(diff.changes.length > 0 ? 2 : diff.gaps.length > 0 || diff.isOtherKey ? 3 : 0);
    });
}

async function snapshotFrom(name: string, options: DiffOptions): Promise<Snapshot> {
  if (existsSync(name)) return parseSnapshot(readFileSync(name, 'utf8'));
  if (/[./\\]/.test(name)) throw new PlumblineError('USAGE', `${name}: there is no such file`);
  const store = await openStore(openSettings(process.env, options));
  try {
    return await snapshotOfRun(store, name);
  } finally {
    await store.close();
  }
}

async function snapshotOfRun(store: StateStore, runId: string): Promise<Snapshot> {
  const run = await store.getRun(runId);
  if (run === null)
    throw new PlumblineError(
      'NOT_FOUND',
      `${runId}: neither a file nor a run of this store; plumbline history lists the runs`,
    );
  const ids = Object.values(run.readings).filter((id) => id !== null);
  const texts = await store.getReadings([...new Set(ids)]);
  const read = ids.map((id) => parseReading(texts[id] ?? ''));
  const unread = run.coverage
    .filter(isOfEstate)
    .filter((entry) => entry.status !== 'OK')
    .filter(
      (entry) =>
        !read.some(
          (reading) =>
            reading.resource === entry.resource &&
            reading.region === entry.region &&
            reading.environment === entry.environment,
        ),
    )
    .map((entry) => ({ ...entry, documents: {}, gaps: {} }));
  const { keyMark, startedAt: capturedAt } = run;
  const mark = keyMark === undefined ? {} : { keyMark };
  return { schemaVersion: 1, estate: '', capturedAt, ...mark, readings: [...read, ...unread] };
}
