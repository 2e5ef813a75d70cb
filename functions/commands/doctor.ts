import type { Command } from 'commander';
import { diagnose, exitCodeOf } from '../../shared/doctor/diagnosis.ts';
import { doctorJson } from '../../shared/doctor/doctor-json.ts';
import { examineViewer } from '../../shared/doctor/examine.ts';
import { remediesFor } from '../../shared/doctor/remedies.ts';
import { examineRunner, exitCodeWith, judgeRunner, runnerRemedies } from '../../shared/doctor/runner.ts';
import {
  examineWorkflows,
  exitCodeAfterWorkflows,
  judgeWorkflows,
  workflowRemedies,
} from '../../shared/doctor/workflows.ts';
import { doctorText } from '../../shared/report/doctor-text.ts';
import { readWorkflows } from '../../shared/workflows/read.ts';
import { write, writeDocument } from '../output.ts';
import { terminal } from '../terminal.ts';
import { openProbe, openRunnerProbe, openSettings, openWorkflows } from '../wire.ts';
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
      const { signal } = new AbortController();
      const source = openWorkflows(settings).workflows ?? null;
      const readings = readWorkflows(settings.contract, source, signal);
      const viewer = await examineViewer(openProbe(settings), environments, signal);
      const own = await openRunnerProbe(settings);
      const runner = own === null ? null : await examineRunner(own, viewer, signal);
      const diagnosis = diagnose(viewer);
      const workflows = examineWorkflows(settings.contract, await readings);
      const remedies = [
        ...remediesFor(diagnosis, viewer.identity),
        ...(runner === null ? [] : runnerRemedies(runner)),
        ...(workflows === null ? [] : workflowRemedies(workflows)),
      ];
      const found = { estate, viewer, runner, workflows, diagnosis, remedies };
      const json = options.format === 'json';
      await write(json ? writeDocument(doctorJson(found)) : doctorText(found, terminal()), null);
      const alone = exitCodeOf(diagnosis);
      const code = runner === null ? alone : exitCodeWith(alone, judgeRunner(runner));
      done(workflows === null ? code : exitCodeAfterWorkflows(code, judgeWorkflows(workflows)));
    });
}
