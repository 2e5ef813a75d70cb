import type { JsonObject } from '../snapshot/json.ts';
import { mapOf, namesOf, textOf } from './document.ts';
import { type Contexts, conditionHolds } from './expression.ts';

/** Whether a job or step runs; `maybe` where that is decided while the workflow runs. */
export type Running = 'on' | 'off' | 'maybe';

/** Whether a step or job with this condition runs, as far as its branch, inputs and matrix decide it. */
export function runningOf(map: JsonObject, contexts: Contexts): Running {
  const condition = textOf(map.if);
  if (condition === null) return 'on';
  const held = conditionHolds(condition, contexts);
  return held === undefined ? 'maybe' : held ? 'on' : 'off';
}

/** Functions with which a job runs although a job it needs did not. */
const WHATEVER = /\b(?:always|failure|cancelled)\s*\(/;

/** Which jobs of a workflow run: one that needs a job which does not run is not run either. */
export function runningJobs(jobs: JsonObject, contexts: Contexts): Map<string, Running> {
  const running = new Map<string, Running>();
  const visit = (id: string, from: readonly string[]): Running => {
    const known = running.get(id);
    if (known !== undefined || from.includes(id)) return known ?? 'maybe';
    const job = mapOf(jobs[id]);
    const own = runningOf(job, contexts);
    const needed = WHATEVER.test(textOf(job.if) ?? '')
      ? []
      : namesOf(job.needs).map((need) => visit(need, [...from, id]));
    const all = [own, ...needed];
    const found = all.includes('off') ? 'off' : all.includes('maybe') ? 'maybe' : 'on';
    running.set(id, found);
    return found;
  };
  for (const id of Object.keys(jobs)) visit(id, []);
  return running;
}
