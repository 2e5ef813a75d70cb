import { shellWord } from '../checks/results/shell-word.ts';
import type { Contract, WorkflowIntent } from '../contract/model.ts';
import type { Gap } from '../snapshot/model.ts';
import type { WorkflowReadings } from '../workflows/model.ts';
import type { Remedy } from './remedies.ts';

/** Whether the workflow that deploys an environment can be read; `gap` says why not. */
export interface WorkflowTrial {
  environment: string;
  path: string;
  branch: string;
  gap: Gap | null;
}

/** Everything known of whether the deploy workflows can be read. */
export interface WorkflowExamination {
  repository: WorkflowIntent['repository'];
  trials: WorkflowTrial[];
}

/** `read`: all of them; `absent`: there is no checkout to read here, which another machine may have. */
export type WorkflowOutcome = 'read' | 'absent' | 'unread';

/** What reading the named workflows came to; null where the contract names none. */
export function examineWorkflows(
  { environments, workflows }: Contract,
  readings: WorkflowReadings,
): WorkflowExamination | null {
  if (workflows === null) return null;
  const trials = environments.flatMap(({ name: environment }) => {
    const file = workflows.files.get(environment);
    const reading = readings.get(environment);
    if (file === undefined || reading === undefined) return [];
    const { path, branch } = file;
    return { environment, path, branch, gap: reading.status === 'unread' ? reading.gap : null };
  });
  return { repository: workflows.repository, trials };
}

/** Judges them; the worst decides. */
export function judgeWorkflows({ trials }: WorkflowExamination): WorkflowOutcome {
  const gaps = trials.flatMap(({ gap }) => gap ?? []);
  if (gaps.some(({ status }) => status !== 'NOT_CAPTURED')) return 'unread';
  return gaps.length === 0 ? 'read' : 'absent';
}

/** The exit code where the workflows were looked at too: what was asked for and refused is a gap like any other. */
export function exitCodeAfterWorkflows(code: 0 | 2 | 3, outcome: WorkflowOutcome): 0 | 2 | 3 {
  return code === 0 && outcome === 'unread' ? 3 : code;
}

/** What to do about each refusal, once however many environments it hides. */
export function workflowRemedies({ repository, trials }: WorkflowExamination): Remedy[] {
  const unread = trials.flatMap(({ gap, ...trial }) =>
    gap === null || gap.status === 'NOT_CAPTURED' ? [] : [{ ...trial, gap }],
  );
  return [...Map.groupBy(unread, ({ gap }) => gap.detail).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const environment = [...new Set(same.map((one) => one.environment))].join(', ');
    return { environment, ...adviceFor(repository, first), terraform: null };
  });
}

function adviceFor(
  repository: WorkflowIntent['repository'],
  { path, branch, gap }: WorkflowTrial & { gap: Gap },
): Pick<Remedy, 'problem' | 'command'> {
  const what = `the deployment workflow cannot be read: ${gap.detail}.`;
  if (repository.kind === 'local')
    return {
      problem: `${what} Mend the checkout at ${repository.folder}, or name the repository as github: owner/name.`,
      command: null,
    };
  if (gap.status === 'THROTTLED' || gap.status === 'UNREACHABLE')
    return { problem: `${what} Run doctor again later.`, command: null };
  const { name } = repository;
  const address = `https://api.github.com/repos/${name}/contents/${path}?ref=${branch}`;
  return {
    problem: `${what} GITHUB_TOKEN needs Contents: read on ${name}, and nothing else. This prints what GitHub answers it (200: read):`,
    command: `curl -sS -o /dev/null -w '%{http_code}\\n' -H "Authorization: Bearer $GITHUB_TOKEN" ${shellWord(address)}`,
  };
}
