import type { Environment } from '../contract/model.ts';
import { compareText, type Gap } from '../snapshot/model.ts';
import { type Examination, examineResource } from './examination.ts';
import type { ListedKind, PermissionProbe, ProbedResource } from './probe.ts';
import { sampleOf } from './sample.ts';

/** What a project says it holds of one kind; `gap` where it could not be listed. */
export interface ListTrial {
  kind: ListedKind;
  total: number;
  gap: Gap | null;
}

/** One environment: what its project answered, which lists could be read, and what single resources answered. */
export interface EnvironmentExamination {
  environment: string;
  project: string;
  whole: Examination;
  lists: ListTrial[];
  samples: Examination[];
}

/** Everything known of what one identity may do in an estate. */
export interface IdentityExamination {
  /** Email; null: whoever runs Plumbline. */
  identity: string | null;
  environments: EnvironmentExamination[];
}

/** Trying to list shows what no permission does: that the API is enabled and answers. */
const KINDS: readonly ListedKind[] = ['service', 'job', 'workerPool', 'secret', 'serviceAccount', 'apiKey'];

/** Asks every environment what the viewer may do: the project, and of each kind a few single resources. */
export async function examineViewer(
  probe: PermissionProbe,
  environments: Pick<Environment, 'name' | 'project'>[],
  signal: AbortSignal,
): Promise<IdentityExamination> {
  const examined = environments.map(async ({ name, project }) => {
    const [whole, parts] = await Promise.all([
      examineResource(probe, projectResource(project), signal),
      Promise.all(KINDS.map((kind) => examineKind(probe, { project, kind }, signal))),
    ]);
    const lists = parts.map(({ list }) => list);
    return { environment: name, project, whole, lists, samples: parts.flatMap(({ samples }) => samples) };
  });
  return { identity: probe.identity, environments: await Promise.all(examined) };
}

/** A project as something that can be asked. */
export function projectResource(project: string): ProbedResource {
  return { kind: 'project', project, region: null, name: project };
}

async function examineKind(
  probe: PermissionProbe,
  { project, kind }: { project: string; kind: ListedKind },
  signal: AbortSignal,
): Promise<{ list: ListTrial; samples: Examination[] }> {
  const listed = await probe.list(project, kind, signal);
  if (!listed.ok) return { list: { kind, total: 0, gap: listed.gap }, samples: [] };
  const list = { kind, total: listed.members.length, gap: null };
  // API keys have no policy of their own.
  if (kind === 'apiKey') return { list, samples: [] };
  const chosen = sampleOf(listed.members).map((member) => ({ kind, project, ...member }));
  const samples = await Promise.all(chosen.map((resource) => examineResource(probe, resource, signal)));
  return { list, samples: samples.toSorted((a, b) => compareText(a.resource.name, b.resource.name)) };
}
