import { sanitiseText } from '../../estate/sanitise.ts';
import type { WorkflowJob, WorkflowStep } from '../../workflows/model.ts';
import {
  type Difference,
  differing,
  matched,
  missingThing,
  type Sides,
  toleranceOf,
  type Whereabouts,
} from './difference.ts';
import type { Align } from './words.ts';

const LONGEST_NAME = 80;

/** How the steps of one job differ between two environments. */
export function stepDifferences(jobs: Sides<WorkflowJob>, align: Align): Difference[] {
  const keyOf = (step: WorkflowStep) => align(nameOf(step));
  const { pairs, alone } = matched([jobs[0].steps, jobs[1].steps], keyOf);
  const missing = alone.map(({ item, has }) => {
    const path = ['jobs', jobs[has === 0 ? 1 : 0].id, 'steps', nameOf(item)];
    return missingThing(has, path, { subject: stepWords(item, jobs[has]), at: item.at });
  });
  return [
    ...missing,
    ...pairs.flatMap((pair) => pairDifferences(pair, jobs, align)),
    ...orderDifference(jobs, pairs, keyOf),
  ];
}

function pairDifferences([a, b]: Sides<WorkflowStep>, jobs: Sides<WorkflowJob>, align: Align): Difference[] {
  const about: Whereabouts = {
    subject: stepWords(a, jobs[0]),
    paths: [
      ['jobs', jobs[0].id, 'steps', nameOf(a)],
      ['jobs', jobs[1].id, 'steps', nameOf(b)],
    ],
    at: [a.at, b.at],
  };
  const aligned = (text: string | null) => (text === null ? null : align(text));
  const runs = (step: WorkflowStep) => step.commands.map(align).sort();
  return [
    ...differing(about, 'uses', { what: 'the action', values: [aligned(a.action), aligned(b.action)] }),
    ...differing(about, 'version', { what: "the action's version", values: [a.version, b.version] }),
    ...differing(about, 'if', {
      what: 'the condition',
      values: [aligned(a.condition), aligned(b.condition)],
    }),
    ...toleranceOf(about, [a.tolerant, b.tolerant]),
    ...differing(about, 'run', { what: 'what its script runs', values: [runs(a), runs(b)], breach: false }),
  ];
}

/** Steps that both have, in another order: a test behind the deployment holds nothing up. */
function orderDifference(
  [mine, theirs]: Sides<WorkflowJob>,
  pairs: readonly Sides<WorkflowStep>[],
  keyOf: (step: WorkflowStep) => string,
): Difference[] {
  const common = new Set(pairs.map(([, step]) => step));
  const about: Whereabouts = {
    subject: `job ${mine.id}`,
    paths: [
      ['jobs', mine.id],
      ['jobs', theirs.id],
    ],
    at: [mine.at, theirs.at],
  };
  const inTheirOrder = theirs.steps.filter((step) => common.has(step)).map(keyOf);
  return differing(about, 'steps', {
    what: 'the order of the steps',
    values: [pairs.map(([step]) => keyOf(step)), inTheirOrder],
  });
}

/** A step's name, its action, or what its script runs. */
function nameOf({ name, action, commands }: WorkflowStep): string {
  const text = sanitiseText(name ?? action ?? (commands.length === 0 ? 'a script' : commands.join(', ')));
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text;
}

function stepWords(step: WorkflowStep, job: WorkflowJob): string {
  return `step "${nameOf(step)}" of job ${job.id}`;
}
