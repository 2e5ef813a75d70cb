import type { CheckReport, CheckResult, CheckStatus, Evaluation } from '../checks/model.ts';
import type { Contract } from '../contract/model.ts';
import type { ValueAt } from '../findings/decision.ts';
import type { CoverageEntry } from '../snapshot/model.ts';
import { excessOf } from './examination.ts';
import { FORBIDDEN, harmOf } from './permissions.ts';
import { bindingCommand } from './remedies.ts';
import type { ViewerStanding } from './standing.ts';

/** The rule that findings about the viewer itself carry. */
export const VIEWER_RULE = 'viewer-read-only';

/** Beyond this many permissions the viewer holds a broad role: one finding says so, instead of one for each. */
const MOST_FINDINGS = 5;
/** The path of the finding that stands for many permissions. */
const ALL = 'permissions';
const NAMED = 4;

const PLACES: ReadonlySet<string> = new Set([ALL, ...FORBIDDEN.flatMap(({ permissions }) => permissions)]);

/**
 * The evaluation with what is to be said of the viewer, for deciding about findings; the report's checks
 * and score stay those of the estate. An environment that gave no sound answer is blind: it ends nothing.
 */
export function withViewer(
  evaluation: Evaluation,
  contract: Contract,
  standings: ViewerStanding[],
): Evaluation {
  const results = contract.environments.flatMap(({ name }) => {
    const standing = standings.find(({ environment }) => environment === name);
    return standing === undefined ? [blind(name)] : resultsOf(standing);
  });
  const check: CheckReport = {
    id: VIEWER_RULE,
    number: 0,
    title: 'The viewer can only look',
    status: results[0]?.status ?? 'PASS',
    results,
  };
  return { ...evaluation, checks: [...evaluation.checks, check] };
}

/**
 * The coverage, where the line of a project's IAM says so too if nobody could tell what the viewer may do
 * in it. A line that is a gap already stays as it is.
 */
export function withViewerGaps(coverage: CoverageEntry[], standings: ViewerStanding[]): CoverageEntry[] {
  return coverage.map((entry) => {
    const standing = standings.find(({ environment }) => environment === entry.environment);
    const isProjectIam = entry.resource === 'resourcemanager.projects.iamPolicy' && entry.status === 'OK';
    const gap = standing === undefined || !isProjectIam ? null : gapOfStanding(standing);
    return gap === null ? entry : { ...entry, ...gap };
  });
}

/** The lookup of values, where what the viewer may do depends on no reading of the estate. */
export function beyondViewer(valueAt: ValueAt): ValueAt {
  return (environment, resource, path) =>
    resource.startsWith('resourcemanager.projects/') && path !== null && PLACES.has(path)
      ? { read: true, value: null }
      : valueAt(environment, resource, path);
}

function gapOfStanding({ project, whole }: ViewerStanding): Pick<CoverageEntry, 'status' | 'detail'> | null {
  if (whole.proof === 'sound') return null;
  const what = `whether the viewer of ${project} can only look is not known`;
  if (whole.gap !== null) return { status: whole.gap.status, detail: `${what}: ${whole.gap.detail}` };
  return { status: 'ERROR', detail: `${what}: Google's answer names none of the permissions it needs` };
}

function resultsOf(standing: ViewerStanding): CheckResult[] {
  const excess = excessOf(standing.whole);
  const broad = excess.length > MOST_FINDINGS;
  const each = excess.map((permission) =>
    broad ? review(standing, permission) : failure(standing, [permission], permission),
  );
  const unknown = standing.whole.proof === 'sound' ? [] : [blind(standing.environment)];
  return [...(broad ? [failure(standing, excess, ALL)] : []), ...each, ...unknown];
}

function failure(standing: ViewerStanding, permissions: string[], path: string): CheckResult {
  const { project, identity } = standing;
  return {
    ...base(standing.environment, 'FAIL'),
    resource: `resourcemanager.projects/${project}`,
    path,
    message: messageOf(standing, permissions),
    expected: 'not granted',
    observed: permissions,
    settle: `Find the binding that grants it and take it away: ${bindingCommand({ project, identity }, permissions[0] ?? '')}; plumbline doctor shows everything that is granted beyond reading.`,
  };
}

function messageOf({ project, identity }: ViewerStanding, permissions: string[]): string {
  const who = identity === null ? 'The identity Plumbline reads with' : `The viewer ${identity}`;
  const [first = ''] = permissions;
  if (permissions.length === 1)
    return `${who} holds ${first} in ${project}: it could ${harmOf(first)}. A viewer must only be able to look.`;
  const harms = [...new Set(permissions.map(harmOf))];
  const rest = harms.length > NAMED ? `, and ${harms.length - NAMED} more` : '';
  return `${who} holds ${permissions.length} permissions in ${project} that no viewer may have: it could ${harms.slice(0, NAMED).join(', ')}${rest}.`;
}

/** Told by the finding that stands for all of them; a finding of its own from before stays as it is. */
function review(standing: ViewerStanding, permission: string): CheckResult {
  return {
    ...base(standing.environment, 'REVIEW_REQUIRED'),
    resource: `resourcemanager.projects/${standing.project}`,
    path: permission,
  };
}

function blind(environment: string): CheckResult {
  return { ...base(environment, 'REVIEW_REQUIRED'), blind: true };
}

function base(environment: string, status: CheckStatus): CheckResult {
  return {
    role: null,
    environments: [environment],
    environment,
    resource: null,
    path: null,
    status,
    message: '',
    expected: null,
    observed: null,
    severity: 'critical',
    settle: null,
    source: null,
    blind: false,
    waiver: null,
    fingerprint: null,
  };
}
