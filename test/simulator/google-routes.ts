import type { SimulatedEstate } from './estate.ts';
import { type Answer, failure, permissionDenied, serviceDisabled } from './google-answer.ts';
import { type Page, pageOf } from './google-paging.ts';
import type { SimulatedRequest } from './google-request.ts';
import type { SimulatedProject } from './model.ts';

/** One call that matched a route. */
export interface Call {
  request: SimulatedRequest;
  /** The named parts of the path. */
  params: Record<string, string>;
  project: SimulatedProject;
  estate: SimulatedEstate;
  /** One page of a list, sized as asked (or as the simulator forces). */
  page: (items: object[], limits: { byDefault: number; maximum: number }) => Page | Answer;
}

export interface Route {
  host: string;
  method: 'GET' | 'POST';
  /** `/v1/projects/{project}/secrets/{secret}:getIamPolicy` */
  template: string;
  /** What the caller needs in the project or on the resource; null: the call is answered to anybody. */
  permission: string | null;
  kind?: 'read' | 'payload';
  handle: (call: Call) => Answer;
}

export interface Router {
  estate: SimulatedEstate;
  routes: CompiledRoute[];
  pageSize?: number;
}

interface CompiledRoute extends Route {
  pattern: RegExp;
}

/** Makes routes ready to be matched. */
export function compileRoutes(routes: Route[]): CompiledRoute[] {
  return routes.map((route) => ({ ...route, pattern: toPattern(route.template) }));
}

/** Answers a request from the estate, and notes on it what kind of call it was. */
export function answer(router: Router, request: SimulatedRequest): Answer {
  for (const route of router.routes) {
    if (route.method !== request.method) continue;
    if (request.host !== null && request.host !== route.host) continue;
    const params = route.pattern.exec(request.path)?.groups;
    if (params === undefined) continue;
    request.kind = route.kind ?? 'read';
    return callRoute(router, { route, request, params });
  }
  return refuse(request);
}

function callRoute(
  router: Router,
  match: { route: Route; request: SimulatedRequest; params: Record<string, string> },
): Answer {
  const { route, request, params } = match;
  const project = findProject(router.estate, params);
  const resource = request.path.replace(/^\/(?:v\d|apis\/[^/]+\/v1)\//, '').split(':')[0] ?? '';
  if (project === undefined) return unknownProject(route, resource);
  if (project.disabledApis.has(route.host)) return serviceDisabled(route.host, project.number);
  if (route.permission !== null && !isAllowed(project, { permission: route.permission, resource })) {
    return permissionDenied(route.permission, resource);
  }
  const page: Call['page'] = (items, limits) => {
    const { pageSize, limit, pageToken, continue: next } = request.query;
    const size = router.pageSize ?? Number(pageSize ?? limit ?? 0);
    return pageOf(items, { size, token: pageToken ?? next, ...limits });
  };
  return route.handle({ request, params, project, estate: router.estate, page });
}

function findProject(estate: SimulatedEstate, params: Record<string, string>): SimulatedProject | undefined {
  const { project = '', account } = params;
  if (project !== '-' || account === undefined) return estate.findProject(project);
  return [...estate.projects.values()].find((held) => held.serviceAccounts.has(account));
}

/** What is asked of a project nobody has: nothing is allowed, and a permission test answers an empty set. */
function unknownProject(route: Route, resource: string): Answer {
  if (route.template.endsWith(':testIamPermissions')) return { status: 200, body: {} };
  return permissionDenied(route.permission ?? 'resourcemanager.projects.get', resource);
}

function isAllowed(project: SimulatedProject, need: { permission: string; resource: string }): boolean {
  if (project.permissions.has(need.permission)) return true;
  const parts = need.resource.split('/');
  const holders = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return holders.some((holder) => project.resourcePermissions.get(holder)?.has(need.permission));
}

function refuse(request: SimulatedRequest): Answer {
  if (request.method === 'GET' || request.method === 'HEAD') return failure(404, 'Method not found.');
  request.kind = 'write';
  return failure(403, 'The caller does not have permission');
}

function toPattern(template: string): RegExp {
  const source = template.replace(/\./g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/:]+)');
  return new RegExp(`^${source}$`);
}
