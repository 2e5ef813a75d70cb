import type { FilePlace, Workflow, WorkflowJob } from '../../workflows/model.ts';
import {
  type Difference,
  differing,
  matched,
  missingThing,
  type Sides,
  toleranceOf,
  type Whereabouts,
} from './difference.ts';
import { stepDifferences } from './steps.ts';
import type { Align } from './words.ts';

/** How two workflows differ in what the contract calls their structure; empty where they are built alike. */
export function workflowDifferences([candidate, reference]: Sides<Workflow>, align: Align): Difference[] {
  const { pairs, alone } = matched([candidate.jobs, reference.jobs], ({ id }) => align(id));
  const missing = new Set(alone.map(({ item }) => item.id));
  const outermost = alone.filter(({ item }) => !missing.has(callerOf(item.id)));
  return [
    ...looseDifferences([candidate, reference]),
    ...outermost.map(({ item, has }) =>
      missingThing(has, ['jobs', item.id], { subject: jobWords(item), at: item.at }),
    ),
    ...pairs.flatMap((pair) => jobDifferences(pair, align)),
  ];
}

/** What people may well want to differ is not for the structure to decide. */
function looseDifferences([a, b]: Sides<Workflow>): Difference[] {
  const about: Whereabouts = { subject: '', paths: [[], []], at: [null, null] };
  const loose = { breach: false };
  return [
    ...differing(about, 'on', { what: 'what starts it', values: [a.triggers, b.triggers], ...loose }),
    ...differing(about, 'permissions', {
      what: 'what its token may do',
      values: [a.permissions, b.permissions],
      ...loose,
    }),
    ...differing(about, 'concurrency', {
      what: 'whether two runs wait for each other',
      values: [a.serial, b.serial],
      ...loose,
    }),
  ];
}

function jobDifferences([mine, theirs]: Sides<WorkflowJob>, align: Align): Difference[] {
  const about: Whereabouts = {
    subject: jobWords(mine),
    paths: [
      ['jobs', mine.id],
      ['jobs', theirs.id],
    ],
    at: [mine.at, theirs.at],
  };
  const aligned = (text: string | null) => (text === null ? null : align(text));
  return [
    ...gateDifference([mine, theirs]),
    ...needDifferences([mine, theirs], align),
    ...differing(about, 'if', {
      what: 'the condition',
      values: [aligned(mine.condition), aligned(theirs.condition)],
    }),
    ...toleranceOf(about, [mine.tolerant, theirs.tolerant]),
    ...differing(about, 'strategy', {
      what: "the matrix's dimensions",
      values: [mine.matrix, theirs.matrix],
    }),
    ...differing(about, 'uses', {
      what: 'the reusable workflow',
      values: [aligned(mine.calls), aligned(theirs.calls)],
    }),
    ...differing(about, 'version', {
      what: "the reusable workflow's version",
      values: [aligned(mine.version), aligned(theirs.version)],
    }),
    ...stepDifferences([mine, theirs], align),
  ];
}

/** Environments of GitHub are named after ours, so that only whether there is one is compared. */
function gateDifference([mine, theirs]: Sides<WorkflowJob>): Difference[] {
  if ((mine.gate === null) === (theirs.gate === null)) return [];
  const [has, job, other] = mine.gate === null ? ([1, theirs, mine] as const) : ([0, mine, theirs] as const);
  const subject = `environment gate of ${jobWords(job)}`;
  return [missingThing(has, ['jobs', other.id, 'environment'], { subject, at: job.at, gate: true })];
}

/** A job that another one waits for on one side only does not hold it up on the other. */
function needDifferences([mine, theirs]: Sides<WorkflowJob>, align: Align): Difference[] {
  const jobs: Sides<WorkflowJob> = [mine, theirs];
  return matched([mine.needs, theirs.needs], align).alone.map(({ item, has }) => {
    const at: FilePlace = jobs[has].at;
    const path = ['jobs', jobs[has === 0 ? 1 : 0].id, 'needs', item];
    return missingThing(has, path, {
      subject: `wait for ${item} before ${jobWords(jobs[has])}`,
      at,
      gate: true,
    });
  });
}

function jobWords({ id }: WorkflowJob): string {
  return `job ${id}`;
}

/** The job that calls the workflow a job stands in. */
function callerOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('/')));
}
