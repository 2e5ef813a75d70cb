import type { JsonObject } from '../../shared/snapshot/json.ts';
import { policyAnswer } from './api-policy.ts';
import { servicePolicy, unknownLocation, withService } from './api-run-v2.ts';
import { type Answer, ok } from './google-answer.ts';
import { fromList, listAnswer } from './google-paging.ts';
import type { Call, Route } from './google-routes.ts';
import { toKnative, toKnativeRevision } from './knative.ts';
import { toKnativeJob, toKnativeWorkerPool, type V2Job, type V2WorkerPool } from './knative-workloads.ts';
import type { SimulatedProject } from './model.ts';
import { deepFreeze } from './proto-defaults.ts';
import type { V2Service } from './run-types.ts';

const HOST = 'run.googleapis.com';
const LOCATIONS = '/v1/projects/{project}/locations';
const SERVING = '/apis/serving.knative.dev/v1/namespaces/{project}';
const UNLIMITED = { byDefault: 100_000, maximum: 100_000 };

/** Cloud Run Admin v1 (Knative), as gcloud asks it; regional hosts name the region. */
export const RUN_V1_ROUTES: Route[] = [
  get(LOCATIONS, 'run.locations.list', listLocations),
  get(`${LOCATIONS}/{location}/services`, 'run.services.list', listServices),
  get(`${SERVING}/services`, 'run.services.list', listServices),
  get(`${SERVING}/services/{service}`, 'run.services.get', getService),
  get(`${LOCATIONS}/{location}/services/{service}`, 'run.services.get', getService),
  get(`${LOCATIONS}/{location}/services/{service}:getIamPolicy`, 'run.services.getIamPolicy', (call) =>
    withService(call, () => policyAnswer(call, servicePolicy(call))),
  ),
  get(`${SERVING}/revisions`, 'run.revisions.list', listRevisions),
  get(
    '/apis/domains.cloudrun.com/v1/namespaces/{project}/domainmappings',
    'run.domainmappings.list',
    (call) =>
      knativeList(call, { version: 'domains.cloudrun.com/v1', kind: 'DomainMapping', items: mappings(call) }),
  ),
  get(`${LOCATIONS}/{location}/domainmappings`, 'run.domainmappings.list', (call) =>
    knativeList(call, { version: 'domains.cloudrun.com/v1', kind: 'DomainMapping', items: mappings(call) }),
  ),
  get('/apis/run.googleapis.com/v1/namespaces/{project}/jobs', 'run.jobs.list', (call) =>
    knativeList(call, { version: 'run.googleapis.com/v1', kind: 'Job', items: documents(call, 'jobs') }),
  ),
  get('/apis/run.googleapis.com/v1/namespaces/{project}/workerpools', 'run.workerpools.list', (call) =>
    knativeList(call, {
      version: 'run.googleapis.com/v1',
      kind: 'WorkerPool',
      items: documents(call, 'workerPools'),
    }),
  ),
];

const printed = new WeakMap<V2Service, JsonObject>();

function get(template: string, permission: string, handle: Route['handle']): Route {
  return { host: HOST, method: 'GET', template, permission, handle };
}

function listLocations(call: Call): Answer {
  const { project } = call;
  const locations = project.locations.map((id) => ({
    name: `${project.id}/locations/${id}`,
    locationId: id,
    displayName: id,
    labels: { 'cloud.googleapis.com/region': id },
  }));
  const list = { key: 'locations', itemMessage: 'google.cloud.location.Location' };
  return listAnswer(call.page(locations, UNLIMITED), list);
}

function listServices(call: Call): Answer {
  const region = call.params.location ?? call.request.region;
  if (region !== null && region !== '-') {
    const refused = unknownLocation({ ...call, params: { ...call.params, location: region } });
    if (refused !== null) return refused;
  }
  const items = servicesOf(call.project, region).map((service) => knative(service, call.project));
  return knativeList(call, { version: 'serving.knative.dev/v1', kind: 'Service', items });
}

function getService(call: Call): Answer {
  const { params, project } = call;
  const region = params.location ?? call.request.region ?? regionOf(project, params.service ?? '');
  const located = { ...call, params: { ...params, location: region ?? '' } };
  return withService(located, (service) => ok(knative(service, project)));
}

function listRevisions(call: Call): Answer {
  const wanted = call.request.query.labelSelector?.match(/serving\.knative\.dev\/service\s*=\s*(\S+)/)?.[1];
  const services = servicesOf(call.project, call.request.region);
  const items = services
    .filter((service) => wanted === undefined || service.name.endsWith(`/${wanted}`))
    .flatMap((service) => revisionsOf(call.project, service));
  return knativeList(call, { version: 'serving.knative.dev/v1', kind: 'Revision', items });
}

/** All revisions of a service as v1 documents, newest first. */
export function revisionsOf(project: SimulatedProject, service: V2Service): JsonObject[] {
  const [, , , region, , name] = service.name.split('/');
  const held = project.revisions.get(`${region}/${name}`) ?? [];
  return held.toReversed().map((revision) => toKnativeRevision(service, revision, project));
}

function knativeList(call: Call, list: { version: string; kind: string; items: object[] }): Answer {
  const page = call.page(list.items, UNLIMITED);
  if ('status' in page) return page;
  const metadata = page.nextToken === undefined ? {} : { continue: page.nextToken };
  const envelope = { apiVersion: list.version, kind: `${list.kind}List`, metadata };
  return fromList({ key: 'items', items: page.items, envelope });
}

function mappings({ project, request }: Call): JsonObject[] {
  return project.domainMappings.filter((mapping) => {
    const { labels } = mapping.metadata as { labels: Record<string, string> };
    return request.region === null || labels['cloud.googleapis.com/location'] === request.region;
  });
}

/** Jobs and worker pools are printed whole, as gcloud passes them on. */
function documents({ project, request }: Call, kind: 'jobs' | 'workerPools'): JsonObject[] {
  return workloadsOf(project, kind).filter(({ metadata }) => {
    const { labels } = metadata as { labels: Record<string, string> };
    return request.region === null || request.region === labels['cloud.googleapis.com/location'];
  });
}

/** All jobs or worker pools of a project as v1 documents. */
export function workloadsOf(project: SimulatedProject, kind: 'jobs' | 'workerPools'): JsonObject[] {
  const held = [...project[kind].values()].flat() as unknown[];
  return held.map((document) =>
    kind === 'jobs'
      ? toKnativeJob(document as V2Job, project)
      : toKnativeWorkerPool(document as V2WorkerPool, project),
  );
}

function servicesOf(project: SimulatedProject, region: string | null): V2Service[] {
  const regions = region === null || region === '-' ? [...project.services.keys()] : [region];
  return regions.flatMap((key) => [...(project.services.get(key)?.values() ?? [])]);
}

function regionOf(project: SimulatedProject, name: string): string | undefined {
  return [...project.services].find(([, services]) => services.has(name))?.[0];
}

function knative(service: V2Service, project: SimulatedProject): JsonObject {
  const known = printed.get(service);
  if (known !== undefined) return known;
  const document = deepFreeze(toKnative(service, project));
  printed.set(service, document);
  return document;
}
