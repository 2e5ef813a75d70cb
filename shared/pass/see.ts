import type { Evaluation } from '../checks/model.ts';
import { type Comparison, compareWithBaseline, knownRegions } from '../compare-baseline.ts';
import type { ViewerStanding } from '../doctor/standing.ts';
import { withViewerGaps } from '../doctor/viewer-check.ts';
import { coverageOf } from '../estate/coverage.ts';
import { leftAlone, markLeftAlone, type WhyLeft } from '../findings/left-alone.ts';
import { type Beside, judge, look, lookAtSmoke, lookAtViewer, lookAtWorkflows } from '../judge.ts';
import type { MonitorState } from '../ports.ts';
import { declaresSmoke } from '../smoke/targets.ts';
import type { CoverageEntry, CoverageLine, Snapshot } from '../snapshot/model.ts';
import { workflowGaps } from '../workflows/gaps.ts';
import type { Pass, PassDeps } from './model.ts';

/** Everything a pass has seen, compared and judged before it decides. */
export interface Seen {
  snapshot: Snapshot;
  viewer: ViewerStanding[];
  coverage: CoverageEntry[];
  /** What was asked for beside the estate, and not read. */
  beside: CoverageLine[];
  comparison: Comparison;
  whyLeft: WhyLeft;
  evaluation: Evaluation;
}

/** Captures every scope, compares each with its own last OK reading and evaluates the contract. */
export async function see(
  deps: PassDeps,
  pass: Pass,
  { state, signal }: { state: MonitorState; signal: AbortSignal },
): Promise<Seen> {
  const now = pass.startedAt;
  const [snapshot, viewer, workflows] = await Promise.all([
    look(deps, { now, signal, knownRegions: knownRegions(state.baseline) }),
    lookAtViewer(deps, signal),
    lookAtWorkflows(deps, signal),
  ]);
  const compared = await compareWithBaseline(deps.store, state.baseline, snapshot);
  const whyLeft = leftAlone(deps.contract, snapshot);
  const changes = markLeftAlone(compared.changes, whyLeft);
  const comparison = { ...compared, changes };
  const smoke = await smokeOf(deps, pass, { snapshot, signal });
  const evaluation = judge(deps, snapshot, now, { workflows, ...smoke });
  const coverage = withViewerGaps(coverageOf(snapshot), viewer);
  const beside = workflowGaps(deps.contract, workflows);
  return { snapshot, viewer, coverage, beside, comparison, whyLeft, evaluation };
}

/** After a break-glass change people want to know whether it works; other passes ask nothing of the services. */
async function smokeOf(
  deps: PassDeps,
  { trigger }: Pass,
  { snapshot, signal }: { snapshot: Snapshot; signal: AbortSignal },
): Promise<Pick<Beside, 'smoke'>> {
  if (trigger !== 'break-glass' || !declaresSmoke(deps.contract)) return {};
  return { smoke: await lookAtSmoke(deps, snapshot, signal) };
}
