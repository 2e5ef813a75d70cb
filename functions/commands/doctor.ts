import type { Command } from 'commander';
import { diagnose, exitCodeOf } from '../../shared/doctor/diagnosis.ts';
import { doctorJson } from '../../shared/doctor/doctor-json.ts';
import { examineViewer } from '../../shared/doctor/examine.ts';
import { remediesFor } from '../../shared/doctor/remedies.ts';
import { doctorText } from '../../shared/report/doctor-text.ts';
import { write, writeDocument } from '../output.ts';
import { terminal } from '../terminal.ts';
import { openProbe, openSettings } from '../wire.ts';
import { type CommonOptions, envOption, formatOption, newCommand } from './options.ts';

interface DoctorOptions extends CommonOptions {
  env?: string[];
  format: string;
}

/** `plumbline doctor`: can it read everything it needs, and can it prove that it can write nothing. */
export function doctorCommand(done: (code: number) => void): Command {
  return newCommand('doctor', 'can it read everything it needs, and can it prove that it can write nothing')
    .addOption(envOption())
    .addOption(formatOption(['text', 'json']))
    .action(async (options: DoctorOptions) => {
      const settings = openSettings(process.env, options);
      const { environments, estate } = settings.contract;
      const viewer = await examineViewer(openProbe(settings), environments, new AbortController().signal);
      const diagnosis = diagnose(viewer);
      const found = { estate, viewer, diagnosis, remedies: remediesFor(diagnosis, viewer.identity) };
      const json = options.format === 'json';
      await write(json ? writeDocument(doctorJson(found)) : doctorText(found, terminal()), null);
      done(exitCodeOf(diagnosis));
    });
}
