import type { Environment } from '../contract/model.ts';
import { type Examination, examineResource } from './examination.ts';
import { projectResource } from './examine.ts';
import { OPTIONAL_PERMISSIONS } from './permissions.ts';
import type { PermissionProbe } from './probe.ts';

/** What an environment's project answered about the identity that reads it. */
export interface ViewerStanding {
  environment: string;
  project: string;
  /** Email; null: whoever runs Plumbline. */
  identity: string | null;
  whole: Examination;
}

/**
 * Asks each project once what the identity that reads it may do there; empty where nobody reads live.
 * Single resources are left to the doctor: they would cost a call each.
 */
export async function askStandings(
  probe: PermissionProbe | null,
  environments: Pick<Environment, 'name' | 'project'>[],
  signal: AbortSignal,
): Promise<ViewerStanding[]> {
  if (probe === null) return [];
  // What is only better to have would cost a call of its own.
  const needed = probe.needed.filter(({ permission }) => !OPTIONAL_PERMISSIONS.has(permission));
  const projects = [...new Set(environments.map(({ project }) => project))];
  const answers = await Promise.all(
    projects.map(
      async (project) =>
        [project, await examineResource({ ...probe, needed }, projectResource(project), signal)] as const,
    ),
  );
  const byProject = new Map(answers);
  return environments.flatMap(({ name, project }) => {
    const whole = byProject.get(project);
    return whole === undefined ? [] : { environment: name, project, identity: probe.identity, whole };
  });
}
