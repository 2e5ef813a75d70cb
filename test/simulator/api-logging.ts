import { isObject, type Json, type JsonObject } from '../../shared/snapshot/json.ts';
import { type Answer, failure, permissionDenied, serviceDisabled } from './google-answer.ts';
import { listAnswer, pageOf } from './google-paging.ts';
import type { SimulatedRequest } from './google-request.ts';
import { answer, type Router } from './google-routes.ts';
import type { SimulatedProject } from './model.ts';

const HOST = 'logging.googleapis.com';
const PERMISSION = 'logging.logEntries.list';
const COMPARISON = /([\w.]+)\s*(>=|<=|>|<|=)\s*"?([^"\s()]+)"?/g;

/** Reads log entries; a project in `resourceNames` stands where other APIs have it in the path. */
export function answerWithLogs(router: Router, request: SimulatedRequest): Answer {
  const host = request.host === null || request.host === HOST;
  if (!host || request.method !== 'POST' || request.path !== '/v2/entries:list')
    return answer(router, request);
  request.kind = 'read';
  const body = isObject(request.body) ? request.body : {};
  const names = Array.isArray(body.resourceNames) ? body.resourceNames.map(String) : [];
  if (names.length === 0) return failure(400, 'resource_names must name at least one resource.');
  if (names.length > 100) return failure(400, 'At most 100 resource names can be given.');
  const projects: SimulatedProject[] = [];
  for (const name of names) {
    const project = router.estate.findProject(name.split('/')[1] ?? '');
    if (!project?.permissions.has(PERMISSION)) return permissionDenied(PERMISSION, name);
    if (project.disabledApis.has(HOST)) return serviceDisabled(HOST, project.number);
    projects.push(project);
  }
  const { fields } = request.query;
  const paths = fields?.split(',').flatMap((path) => {
    const [first, ...rest] = path.split('.');
    return first === 'entries' ? [rest] : [];
  });
  return listEntries(router, { body, projects, paths });
}

function listEntries(
  router: Router,
  {
    body,
    projects,
    paths,
  }: { body: JsonObject; projects: SimulatedProject[]; paths: string[][] | undefined },
): Answer {
  const filter = typeof body.filter === 'string' ? body.filter : '';
  const newestFirst = String(body.orderBy ?? '').includes('desc');
  const entries = projects
    .flatMap((project) => project.logEntries)
    .filter((entry) => matchesFilter(entry, filter))
    .sort((a, b) => compare(String(a.timestamp), String(b.timestamp)) * (newestFirst ? -1 : 1))
    .map((entry) => (paths === undefined ? entry : (masked(entry, paths) as JsonObject)));
  const page = pageOf(entries, {
    size: router.pageSize ?? Number(body.pageSize ?? 0),
    token: typeof body.pageToken === 'string' ? body.pageToken : undefined,
    byDefault: 50,
    maximum: 1000,
  });
  return listAnswer(page, { key: 'entries' });
}

/**
 * Comparisons joined by AND, each of them alone or several in brackets joined by OR; terms that compare
 * nothing are taken as true.
 */
function matchesFilter(entry: JsonObject, filter: string): boolean {
  return filter.split(' AND ').every((term) => {
    const comparisons = [...term.matchAll(COMPARISON)];
    return comparisons.length === 0 || comparisons.some((comparison) => matches(entry, comparison));
  });
}

function matches(entry: JsonObject, [, field = '', operator = '=', wanted = '']: RegExpMatchArray): boolean {
  if (field === 'severity') return true;
  const observed = field.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), entry);
  if (observed === undefined) return false;
  const order = compare(String(observed), wanted);
  if (operator === '=') return order === 0;
  return operator.startsWith('>')
    ? order > 0 || (order === 0 && operator === '>=')
    : order < 0 || (order === 0 && operator === '<=');
}

/** What a field mask leaves of an entry: a path goes into lists as into objects. */
function masked(value: Json, paths: string[][]): Json {
  if (Array.isArray(value)) return value.map((item) => masked(item, paths));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const own = paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
    if (own.length === 0) return [];
    return [[key, own.some((rest) => rest.length === 0) ? part : masked(part, own)] as const];
  });
  return Object.fromEntries(kept);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
