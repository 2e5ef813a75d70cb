import type { Command } from 'commander';
import { coverageOf } from '../../shared/estate/coverage.ts';
import { look } from '../../shared/judge.ts';
import { isGap } from '../../shared/snapshot/model.ts';
import { snapshotText } from '../../shared/snapshot/reading-json.ts';
import { refuseUnwritable, write } from '../output.ts';
import { withProgress } from '../progress.ts';
import { openEyes, openSettings } from '../wire.ts';
import { type CommonOptions, envOption, fromOption, newCommand } from './options.ts';

interface CaptureOptions extends CommonOptions {
  env?: string[];
  from?: string;
  out: string;
}

/** `plumbline capture`: one snapshot as canonical JSON. */
export function captureCommand(done: (code: number) => void): Command {
  return newCommand('capture', 'write one snapshot as canonical JSON')
    .addOption(envOption())
    .addOption(fromOption())
    .requiredOption('--out <file>', 'where to write it (- for stdout)')
    .action(async (options: CaptureOptions) => {
      refuseUnwritable(options.out);
      const settings = openSettings(process.env, options);
      const snapshot = await withProgress(({ onProgress }) =>
        look(openEyes(settings, { from: options.from ?? null, onProgress }), {
          now: new Date(),
          signal: new AbortController().signal,
        }),
      );
      await write(`${snapshotText(snapshot)}\n`, options.out);
      done(coverageOf(snapshot).some(isGap) ? 3 : 0);
    });
}
