import type { Diagnosis, EnvironmentDiagnosis, Outcome } from '../doctor/diagnosis.ts';
import type { EnvironmentExamination, IdentityExamination } from '../doctor/examine.ts';
import { harmOf } from '../doctor/permissions.ts';
import type { Remedy } from '../doctor/remedies.ts';
import {
  judgeRunner,
  type RunnerExamination,
  type RunnerOutcome,
  type RunnerStanding,
} from '../doctor/runner.ts';
import { judgeWorkflows, type WorkflowExamination, type WorkflowOutcome } from '../doctor/workflows.ts';
import { printable } from '../findings/printable.ts';
import { permissionTable, sampleTable } from './doctor-tables.ts';
import type { TextOptions } from './finding-text.ts';
import type { Style } from './paint.ts';
import { wrap } from './wrap.ts';

const STYLE: Record<Outcome, Style> = { proven: 'good', excess: 'bad', unproven: 'bad', lacking: 'warn' };
/** As many as fit into the one line of a verdict. */
const HARMS = 3;
const EVIDENCE =
  'What Google says here is evidence; the other half of the proof is the table of the only requests that are ever sent: shared/adapters/google/allowlist.ts.';

/** What the doctor tells people: the verdict in one line, the tables behind it, what mends each gap. */
export function doctorText(
  found: {
    estate: string;
    viewer: IdentityExamination;
    diagnosis: Diagnosis;
    remedies: Remedy[];
    /** Absent where no other identity than the viewer is in play. */
    runner?: RunnerExamination | null;
    /** Absent where the contract names no workflows. */
    workflows?: WorkflowExamination | null;
  },
  options: TextOptions,
): string {
  const { estate, viewer, diagnosis, remedies, runner = null, workflows = null } = found;
  const { paint, width } = options;
  const verdict = `${estate}: ${verdictWords(viewer, diagnosis)}`;
  const parts = [
    paint(STYLE[diagnosis.outcome], printable(verdict)),
    runner === null ? '' : runnerText(runner, options),
    workflows === null ? '' : workflowText(workflows, options),
    permissionTable(viewer, options),
    sampleTable(viewer, options),
    remedies.map((remedy, index) => remedyText(remedy, index + 1, options)).join('\n'),
    paint('quiet', wrap(EVIDENCE, width, '')),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const RUNNER_STYLE: Record<RunnerOutcome, Style> = {
  apart: 'good',
  'not-apart': 'bad',
  unknown: 'warn',
  person: 'quiet',
};

function runnerText(runner: RunnerExamination, { width, paint }: TextOptions): string {
  const outcome = judgeRunner(runner);
  return paint(RUNNER_STYLE[outcome], wrap(printable(runnerWords(runner, outcome)), width, ''));
}

function runnerWords({ identity, environments }: RunnerExamination, outcome: RunnerOutcome): string {
  const where = (standing: RunnerStanding['standing']) =>
    list(environments.filter((one) => one.standing === standing).map(({ environment }) => environment));
  switch (outcome) {
    case 'apart':
      return `The runner ${identity} has no right of its own in ${where('nothing')}: it reads through the viewer alone.`;
    case 'not-apart':
      return `The runner ${identity} has rights of its OWN in ${where('something')}: what it must do it does as the viewer.`;
    case 'unknown':
      return `Whether the runner ${identity} has rights of its own in ${where('unknown')} could not be asked.`;
    case 'person':
      return "You run this as yourself, which says nothing of the function's own account. To see that it cannot read the targets: gcloud auth application-default login --impersonate-service-account=RUNNER, then doctor again.";
  }
}

const WORKFLOW_STYLE: Record<WorkflowOutcome, Style> = { read: 'good', absent: 'quiet', unread: 'warn' };

function workflowText(workflows: WorkflowExamination, { width, paint }: TextOptions): string {
  const outcome = judgeWorkflows(workflows);
  const { repository, trials } = workflows;
  const where =
    repository.kind === 'local' ? `the checkout at ${repository.folder}` : `GitHub ${repository.name}`;
  const named = (isRead: boolean) =>
    list(trials.filter(({ gap }) => (gap === null) === isRead).map(({ environment }) => environment));
  const words = {
    read: `The deployment workflows of ${named(true)} can be read from ${where}.`,
    absent: `The deployment workflows of ${named(false)} are not here to be read (${where}): check the repository out there, beside the contract, to have them judged.`,
    unread: `The deployment workflows of ${named(false)} could NOT be read from ${where}.`,
  };
  return paint(WORKFLOW_STYLE[outcome], wrap(printable(words[outcome]), width, ''));
}

function verdictWords(
  { identity, environments }: IdentityExamination,
  { outcome, environments: ill }: Diagnosis,
) {
  const who = identity === null ? 'the identity Plumbline runs as' : identity;
  const names = (...parts: ('excess' | 'unproven' | 'lacks' | 'unasked')[]) =>
    ill.filter((one) => parts.some((part) => one[part].length > 0)).map(({ environment }) => environment);
  const count = (part: 'lacks' | 'unasked') => new Set(ill.flatMap((one) => one[part])).size;
  switch (outcome) {
    case 'proven':
      return `${who} can read everything it needs in ${list(environments.map(({ environment }) => environment))}, and can neither write nor read a payload (${tested(environments)}).`;
    case 'excess':
      return `${who} is NOT read-only in ${list(names('excess'))}: it could ${harms(ill)}.`;
    case 'unproven':
      return `NOT PROVEN that ${who} is read-only in ${list(names('unproven'))}: an answer that names nothing it should have proves nothing.`;
    case 'lacking':
      return `no sign that ${who} could do more than read, but ${missing(count('lacks'), count('unasked'))} in ${list(names('lacks', 'unasked'))}.`;
  }
}

function harms(environments: EnvironmentDiagnosis[]): string {
  const permissions = environments.flatMap(({ excess }) => excess).flatMap((one) => one.permissions);
  const all = [...new Set(permissions.map(harmOf))];
  return all.length <= HARMS
    ? list(all)
    : `${all.slice(0, HARMS).join(', ')} and do ${all.length - HARMS} other things`;
}

function missing(lacks: number, unasked: number): string {
  const parts = [
    lacks === 0 ? [] : [`it lacks ${lacks} ${lacks === 1 ? 'permission' : 'permissions'}`],
    unasked === 0 ? [] : [`${unasked} ${unasked === 1 ? 'question' : 'questions'} could not be asked`],
  ];
  return parts.flat().join(' and ');
}

function tested(environments: EnvironmentExamination[]): string {
  const never = environments[0]?.whole.permissions.filter(({ need }) => need === 'never').length ?? 0;
  const single = environments.flatMap(({ samples }) => samples).length;
  return `${never} permissions tested in each project, ${single} single resources sampled`;
}

function list(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function remedyText(remedy: Remedy, number: number, { width, paint }: TextOptions): string {
  const { environment, problem, command, terraform } = remedy;
  const indent = '   ';
  return [
    wrap(printable(`${number}. ${environment}: ${problem}`), width, indent),
    // A command stays on one line, so that it can be copied.
    ...(command === null ? [] : [paint('strong', printable(`${indent}${command}`))]),
    ...(terraform === null ? [] : [printable(`${indent}Terraform: ${terraform}`)]),
  ].join('\n');
}
