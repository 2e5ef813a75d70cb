import { permissionsAnswer, policyAnswer } from './api-policy.ts';
import { type Answer, failure, ok } from './google-answer.ts';
import { listAnswer } from './google-paging.ts';
import type { Call, Route } from './google-routes.ts';
import type { SimulatedRevision } from './model.ts';
import { EMPTY_POLICY } from './policies.ts';
import { withoutDefaults } from './proto-defaults.ts';
import type { V2Service } from './run-types.ts';

const HOST = 'run.googleapis.com';
const PARENT = '/v2/projects/{project}/locations/{location}';
const LIMITS = { byDefault: 100, maximum: 1000 };
const MESSAGE = 'google.cloud.run.v2';

/** Cloud Run Admin v2: services, their revisions and policies, jobs and worker pools. */
export const RUN_V2_ROUTES: Route[] = [
  get(`${PARENT}/services`, 'run.services.list', listServices),
  get(`${PARENT}/services/{service}`, 'run.services.get', (call) =>
    withService(call, (service) => ok(service, `${MESSAGE}.Service`)),
  ),
  get(`${PARENT}/services/{service}:getIamPolicy`, 'run.services.getIamPolicy', (call) =>
    withService(call, () => policyAnswer(call, servicePolicy(call))),
  ),
  {
    ...get(`${PARENT}/services/{service}:testIamPermissions`, null, (call) =>
      permissionsAnswer(
        call,
        `projects/${call.project.id}/locations/${call.params.location}/services/${call.params.service}`,
      ),
    ),
    method: 'POST',
  },
  get(`${PARENT}/services/{service}/revisions`, 'run.revisions.list', listRevisions),
  get(`${PARENT}/services/{service}/revisions/{revision}`, 'run.revisions.get', getRevision),
  get(`${PARENT}/jobs`, 'run.jobs.list', (call) => listDocuments(call, 'jobs')),
  get(`${PARENT}/jobs/{job}:getIamPolicy`, 'run.jobs.getIamPolicy', (call) => documentPolicy(call, 'jobs')),
  ...(['jobs/{job}', 'workerPools/{pool}'] as const).map(
    (path): Route => ({
      ...get(`${PARENT}/${path}:testIamPermissions`, null, documentPermissions),
      method: 'POST',
    }),
  ),
  get(
    `${PARENT}/workerPools`,
    'run.workerpools.list',
    (call) => noWildcard(call) ?? listDocuments(call, 'workerPools'),
  ),
  get(`${PARENT}/workerPools/{pool}:getIamPolicy`, 'run.workerpools.getIamPolicy', (call) =>
    documentPolicy(call, 'workerPools'),
  ),
];

/** The policy of the service a call names. */
export function servicePolicy({ project, params }: Call) {
  return project.servicePolicies.get(`${params.location}/${params.service}`) ?? EMPTY_POLICY;
}

/** Goes on with the service a call names, or answers 404. */
export function withService(call: Call, then: (service: V2Service) => Answer): Answer {
  const { project, params } = call;
  const service = project.services.get(params.location ?? '')?.get(params.service ?? '');
  if (service !== undefined) return then(service);
  const place = `region '${params.location}' in project '${project.id}'`;
  return failure(404, `Resource '${params.service}' of kind 'SERVICE' in ${place} does not exist.`);
}

/** What Google answers for a region that is not offered to the project. */
export function unknownLocation({ project, params }: Call): Answer | null {
  const { location = '' } = params;
  if (project.locations.includes(location)) return null;
  return failure(403, `Permission denied on 'locations/${location}' (or it may not exist).`, {
    reason: 'LOCATION_POLICY_VIOLATED',
    metadata: { service: HOST, consumer: `projects/${project.id}`, location },
  });
}

function get(template: string, permission: string | null, handle: Route['handle']): Route {
  return { host: HOST, method: 'GET', template, permission, handle };
}

function listServices(call: Call): Answer {
  const refused = noWildcard(call) ?? unknownLocation(call);
  if (refused !== null) return refused;
  const services = [...(call.project.services.get(call.params.location ?? '')?.values() ?? [])];
  const messages = { listMessage: `${MESSAGE}.ListServicesResponse`, itemMessage: `${MESSAGE}.Service` };
  return listAnswer(call.page(services, LIMITS), { key: 'services', ...messages });
}

function noWildcard({ params }: Call): Answer | null {
  if (params.location !== '-') return null;
  return failure(400, "Invalid location: '-' is not supported; name one location.");
}

function listDocuments(call: Call, kind: 'jobs' | 'workerPools'): Answer {
  const { location = '' } = call.params;
  const refused = location === '-' ? null : unknownLocation(call);
  if (refused !== null) return refused;
  const held = call.project[kind];
  const documents = location === '-' ? [...held.values()].flat() : (held.get(location) ?? []);
  const messages =
    kind === 'jobs'
      ? { listMessage: `${MESSAGE}.ListJobsResponse`, itemMessage: `${MESSAGE}.Job` }
      : { listMessage: `${MESSAGE}.ListWorkerPoolsResponse`, itemMessage: `${MESSAGE}.WorkerPool` };
  return listAnswer(call.page(documents, LIMITS), { key: kind, ...messages });
}

function documentPermissions(call: Call): Answer {
  const { location, job, pool } = call.params;
  const document = job === undefined ? `workerPools/${pool}` : `jobs/${job}`;
  return permissionsAnswer(call, `projects/${call.project.id}/locations/${location}/${document}`);
}

function documentPolicy(call: Call, kind: 'jobs' | 'workerPools'): Answer {
  const { location = '', job, pool } = call.params;
  const path = `/${kind}/${job ?? pool}`;
  const held = call.project[kind].get(location)?.some(({ name }) => String(name).endsWith(path)) ?? false;
  if (!held) return failure(404, `Resource '${job ?? pool}' in region '${location}' does not exist.`);
  return policyAnswer(call, call.project.documentPolicies.get(`${location}${path}`) ?? EMPTY_POLICY);
}

function listRevisions(call: Call): Answer {
  return withService(call, (service) => {
    const revisions = held(call)
      .toReversed()
      .map((revision) => toRevision(service, revision));
    const messages = { listMessage: `${MESSAGE}.ListRevisionsResponse`, itemMessage: `${MESSAGE}.Revision` };
    return listAnswer(call.page(revisions, LIMITS), { key: 'revisions', ...messages });
  });
}

function getRevision(call: Call): Answer {
  return withService(call, (service) => {
    const revision = held(call).find(({ name }) => name === call.params.revision);
    if (revision === undefined) return failure(404, `Revision '${call.params.revision}' does not exist.`);
    return ok(toRevision(service, revision), `${MESSAGE}.Revision`);
  });
}

function held({ project, params }: Call): SimulatedRevision[] {
  return project.revisions.get(`${params.location}/${params.service}`) ?? [];
}

function toRevision(service: V2Service, revision: SimulatedRevision): object {
  // A template knows these, a revision does not.
  const { revision: _, healthCheckDisabled: __, ...template } = revision.template;
  const state = revision.ready ? 'CONDITION_SUCCEEDED' : 'CONDITION_FAILED';
  return withoutDefaults({
    ...template,
    name: `${service.name}/revisions/${revision.name}`,
    uid: revision.uid,
    generation: '1',
    createTime: revision.createTime,
    updateTime: revision.createTime,
    launchStage: 'GA',
    service: service.name.slice(service.name.lastIndexOf('/') + 1),
    conditions: [{ type: 'Ready', state, lastTransitionTime: revision.createTime }],
    observedGeneration: '1',
    creator: revision.creator,
    etag: service.etag,
  });
}
