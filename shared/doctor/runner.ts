import type { Gap } from '../snapshot/model.ts';
import { type Examination, examineResource } from './examination.ts';
import { type IdentityExamination, projectResource } from './examine.ts';
import type { PermissionProbe } from './probe.ts';
import { bindingCommand, type Remedy } from './remedies.ts';

/**
 * What the identity that runs Plumbline may do by itself in a target. `nothing`: the project answers, and
 * names none of the permissions that were asked for; `unknown`: it could not be asked, or nobody knows that
 * the project answers at all.
 */
export interface RunnerStanding {
  environment: string;
  project: string;
  standing: 'nothing' | 'something' | 'unknown';
  held: string[];
  gap: Gap | null;
}

/** The other identity: it makes tokens for the viewer, and has no right in any target. */
export interface RunnerExamination {
  /** Email; null: a person's credentials. */
  identity: string | null;
  environments: RunnerStanding[];
}

/**
 * Asks every target what the caller itself may do there. That it names nothing counts where the viewer's
 * answer showed that the project is there: a project that is not answers nobody with anything.
 */
export async function examineRunner(
  probe: PermissionProbe,
  viewer: IdentityExamination,
  signal: AbortSignal,
): Promise<RunnerExamination> {
  const asked = viewer.environments.map(async ({ environment, project, whole }) => {
    const own = await examineResource(probe, projectResource(project), signal);
    return { environment, project, ...standingOf(own, whole.proof === 'sound') };
  });
  return { identity: probe.identity, environments: await Promise.all(asked) };
}

/** `person`: what people may do in a project is not the function's doing, and proves nothing of it. */
export type RunnerOutcome = 'apart' | 'not-apart' | 'unknown' | 'person';

/** Judges the runner; the worst environment decides. */
export function judgeRunner({ identity, environments }: RunnerExamination): RunnerOutcome {
  if (!(identity?.endsWith('.gserviceaccount.com') ?? false)) return 'person';
  const any = (standing: RunnerStanding['standing']) => environments.some((one) => one.standing === standing);
  return any('something') ? 'not-apart' : any('unknown') ? 'unknown' : 'apart';
}

/** The exit code where the runner was looked at too: a failed proof of either weighs most. */
export function exitCodeWith(code: 0 | 2 | 3, outcome: RunnerOutcome): 0 | 2 | 3 {
  if (code === 2 || outcome === 'not-apart') return 2;
  return outcome === 'unknown' ? 3 : code;
}

/** What to do about rights the runner has of its own; empty where it is a person. */
export function runnerRemedies(runner: RunnerExamination): Remedy[] {
  if (judgeRunner(runner) === 'person') return [];
  return runner.environments.flatMap(({ environment, project, held, gap }) => {
    const [first] = held;
    if (first !== undefined)
      return {
        environment,
        problem: `the runner ${runner.identity} may do something in ${project} by itself (${held.join(', ')}). It must have no right there: the viewer reads. This names the binding to remove:`,
        command: bindingCommand({ project, identity: runner.identity }, first),
        terraform: null,
      };
    return gap === null
      ? []
      : {
          environment,
          problem: `what the runner may do in ${project}: ${gap.detail}`,
          command: null,
          terraform: null,
        };
  });
}

function standingOf(own: Examination, answers: boolean): Pick<RunnerStanding, 'standing' | 'held' | 'gap'> {
  const held = own.permissions.flatMap(({ permission, standing }) => (standing === 'has' ? permission : []));
  if (held.length > 0) return { standing: 'something', held, gap: null };
  // Who may not even ask may do nothing.
  const closed = own.gap?.status === 'DENIED';
  const known = answers && (own.gap === null || closed);
  return { standing: known ? 'nothing' : 'unknown', held: [], gap: closed ? null : own.gap };
}
