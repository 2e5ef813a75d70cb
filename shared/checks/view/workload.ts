import type { JsonObject } from '../../snapshot/json.ts';
import { compareText, isGap, type Reading, resourceId } from '../../snapshot/model.ts';
import type { Subject } from '../results/result.ts';
import { runCommand } from '../results/run-command.ts';
import { part } from './containers.ts';
import { gapWords, type ObservedService } from './lookup.ts';
import { gapOf, isSettling } from './reading-index.ts';
import type { SecretReference } from './secret-references.ts';
import type { EstateView } from './view.ts';

/** Something that runs containers: a service, a job or a worker pool. */
export interface Workload {
  kind: 'services' | 'jobs' | 'worker-pools';
  environment: string;
  /** The environment alone, as its results name it; one list for all of them. */
  environments: string[];
  project: string;
  region: string;
  name: string;
  /** For sentences: `prod backend`, `prod job nightly`; with the region where there are several. */
  label: string;
  id: string;
  fields: JsonObject;
  /** What its containers, volumes and account stand in, and where that stands in the fields. */
  template: JsonObject;
  at: readonly string[];
  /** Found once, by `secretReferences`. */
  references: readonly SecretReference[] | null;
}

const OTHERS = [
  { resource: 'run.jobs', kind: 'jobs', noun: 'job', at: ['template', 'template'] },
  { resource: 'run.workerPools', kind: 'worker-pools', noun: 'worker pool', at: ['template'] },
] as const;

/** A service as a workload; the same one for the same service. */
export function workloadOf(service: ObservedService): Workload {
  service.workload ??= {
    kind: 'services',
    environment: service.environment,
    environments: service.environments,
    project: service.project,
    region: service.region,
    name: service.name,
    label: service.label,
    id: service.id,
    fields: service.fields,
    template: part(service.fields.template),
    at: TEMPLATE,
    references: null,
  };
  return service.workload;
}

const TEMPLATE = ['template'];

/** The jobs and worker pools of an environment, those being deployed left out, by id and found once; they are of no role. */
export function otherWorkloads(view: EstateView, environment: string): readonly Workload[] {
  const known = OTHERS_KNOWN.get(view) ?? new Map<string, Workload[]>();
  OTHERS_KNOWN.set(view, known);
  const found = known.get(environment) ?? findOthers(view, environment);
  known.set(environment, found);
  return found;
}

const OTHERS_KNOWN = new WeakMap<EstateView, Map<string, Workload[]>>();

function findOthers(view: EstateView, environment: string): Workload[] {
  return OTHERS.flatMap((other) =>
    view.index.readings(environment, other.resource).flatMap((reading) => workloadsIn(view, reading, other)),
  ).sort((a, b) => compareText(a.id, b.id));
}

/** Why jobs or worker pools of an environment are not all known, in words; none where the snapshot has all it was to have. */
export function unreadWorkloads(view: EstateView, environment: string): string[] {
  return OTHERS.flatMap(({ resource, noun }) =>
    view.index.readings(environment, resource).flatMap((reading) => {
      if (reading.status !== 'OK')
        return isGap(reading) ? [`its ${noun}s could not be read (${gapWords(gapOf(reading))})`] : [];
      return Object.entries(reading.gaps).map(
        ([id, gap]) => `its ${noun} ${id.split('/').at(-1)} could not be read (${gapWords(gap)})`,
      );
    }),
  );
}

function workloadsIn(
  view: EstateView,
  reading: Reading,
  { resource, kind, noun, at }: (typeof OTHERS)[number],
): Workload[] {
  const { environment, project } = reading;
  const environments = [environment];
  const region = reading.region ?? '';
  return Object.values(reading.documents)
    .filter(({ evidence }) => !isSettling(evidence))
    .map(({ name, fields }) => ({
      kind,
      environment,
      environments,
      project,
      region,
      name,
      label: view.label(environment, `${noun} ${name}`, reading.region),
      id: resourceId({ resource, region: reading.region }, name),
      fields,
      template: at.reduce((inner: JsonObject, key) => part(inner[key]), fields),
      at,
      references: null,
    }));
}

/** What a result about a workload is about. */
export function subjectOfWorkload({ environment, environments, id }: Workload, role: string | null): Subject {
  return { role, environment, environments, resource: id };
}

/** The command that changes one workload. */
export function updateWorkload({ kind, name, project, region }: Workload, flags: string): string {
  return runCommand(`${kind} update ${name} --project=${project} --region=${region} ${flags}`);
}
