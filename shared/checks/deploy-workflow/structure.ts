import { sanitiseText } from '../../estate/sanitise.ts';
import type { Json } from '../../snapshot/json.ts';
import { formatPath } from '../../snapshot/path.ts';
import type { Workflow } from '../../workflows/model.ts';
import type { CheckContext, RawResult } from '../model.ts';
import { citing, result, type Subject } from '../results/result.ts';
import { weigh } from '../results/weigh.ts';
import { words } from '../results/wording.ts';
import { viewOf } from '../view/view.ts';
import type { Difference, Side, Sides } from './difference.ts';
import { workflowDifferences } from './differences.ts';
import { type Align, spot, workflowId } from './words.ts';

/** Two environments whose workflows the contract compares, both of them read. */
export interface WorkflowPair {
  environments: [candidate: string, reference: string];
  workflows: Sides<Workflow>;
}

/** Judges whether two environments are deployed the same way: one result for each difference, or one that there is none. */
export function judgeStructure(context: CheckContext, pair: WorkflowPair, align: Align): RawResult[] {
  const differences = workflowDifferences(pair.workflows, align);
  return differences.length === 0
    ? [alike(context, pair)]
    : differences.map((difference) => differing(context, pair, difference));
}

function alike({ contract }: CheckContext, { environments, workflows }: WorkflowPair): RawResult {
  const [a, b] = environments;
  const [{ path, jobs }] = workflows;
  const steps = jobs.reduce((sum, job) => sum + job.steps.length, 0);
  const gates = jobs.filter(({ gate }) => gate !== null).length;
  return result('PASS', subject(environments, a, path), {
    message: `${a} and ${b} are deployed the same way: ${jobs.length} job(s), ${steps} step(s), ${gates} gate(s)${citing(contract.workflows?.location ?? null)}.`,
    observed: { jobs: jobs.length, steps, gates },
    source: contract.workflows?.location ?? null,
  });
}

function differing(context: CheckContext, pair: WorkflowPair, difference: Difference): RawResult {
  const { environments, workflows } = pair;
  const { belongsTo, values, breach, gate } = difference;
  const environment = environments[belongsTo];
  const path = formatPath(difference.path);
  const about = subject(environments, environment, workflows[belongsTo].path);
  return result(breach ? 'FAIL' : 'REVIEW_REQUIRED', about, {
    message: sentence(pair, difference),
    path,
    expected: shown(values[belongsTo === 0 ? 1 : 0]),
    observed: shown(values[belongsTo]),
    severity: weigh(viewOf(context), environment, { fieldClass: gate ? 'posture' : 'config' }),
    settle: `Give both workflows the same, or waive deploy-workflow for path ${path} with an expiry.`,
    source: context.contract.workflows?.files.get(environment)?.location ?? null,
  });
}

function sentence({ environments, workflows }: WorkflowPair, difference: Difference): string {
  const { what, belongsTo, values } = difference;
  const side = (at: Side) => {
    const place = difference.at[at];
    return `${environments[at]} (${place === null ? (workflows[at].path.split('/').at(-1) ?? '') : spot(place)})`;
  };
  const about = sanitiseText(difference.subject);
  if (what === null)
    return `The workflow of ${environments[belongsTo]} has no ${about}; that of ${side(belongsTo === 0 ? 1 : 0)} has.`;
  const of = about === '' ? '' : ` of ${about}`;
  const said = `${side(0)} has ${told(values[0])}, ${side(1)} ${told(values[1])}`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${of} differs: ${said}.`;
}

/** Names in a workflow are people's own words, and may hold what was pasted by mistake. */
function shown(value: Json): Json {
  if (typeof value === 'string') return sanitiseText(value);
  return Array.isArray(value) ? value.map(shown) : value;
}

function told(value: Json): string {
  return sanitiseText(words(shown(value)));
}

function subject(environments: [string, string], environment: string, path: string): Subject {
  return { role: null, environments, environment, resource: workflowId(path) };
}
