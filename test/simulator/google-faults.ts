import { type Answer, failure, permissionDenied, serviceDisabled, throttled } from './google-answer.ts';
import { fromList, pageToken, readToken } from './google-paging.ts';
import type { SimulatedRequest } from './google-request.ts';

export type GoogleFaultKind =
  | 'denied'
  | 'service-disabled'
  | 'not-found'
  | 'throttled'
  | 'internal'
  | 'unavailable'
  | 'slow'
  | 'cut'
  | 'malformed'
  | 'html'
  | 'missing-second-page'
  | 'empty-page-with-next-token'
  | 'unreachable-region';

export interface GoogleFaultMatch {
  /** The API's host, or a regional host's API. */
  host?: string;
  /** A pattern, or text the path contains. */
  path?: RegExp | string;
  method?: string;
  region?: string;
}

export interface GoogleFault {
  /** Which requests; all where nothing is given. */
  match?: GoogleFaultMatch | ((request: SimulatedRequest) => boolean);
  kind: GoogleFaultKind;
  /** Seconds, sent as Retry-After with `throttled` and `unavailable`. */
  retryAfter?: number;
  times?: number;
  /** Pages of a list that still come through before the fault strikes. */
  afterPages?: number;
  /** Which region `unreachable-region` leaves out; the request's own where absent. */
  region?: string;
  /** How long `slow` waits; a minute where absent. */
  delayMs?: number;
  /** HTTP status of `html` (502 where absent). */
  status?: number;
}

/** What a fault does to the answer of a request. `cut`: the connection ends inside the body. */
export interface FaultEffect {
  delayMs?: number;
  cut?: boolean;
  /** Sent instead of JSON. */
  text?: { type: string; body: (json: string) => string };
  answer: Answer;
}

/** Whether a fault strikes a request. */
export function fitsGoogleFault(fault: GoogleFault, request: SimulatedRequest): boolean {
  const page = readToken(request.query.pageToken ?? request.query.continue)?.page ?? 0;
  const paged = fault.kind === 'empty-page-with-next-token' ? page === 0 : page >= (fault.afterPages ?? 0);
  return paged && fitsMatch(fault.match ?? {}, request);
}

/** The answer with the fault in it; `answered` computes the answer a healthy API would give. */
export function applyFault(
  fault: GoogleFault,
  request: SimulatedRequest,
  answered: () => Answer,
): FaultEffect {
  const refusal = refusalOf(fault, request);
  if (refusal !== null) return { answer: refusal };
  const answer = answered();
  switch (fault.kind) {
    case 'slow':
      return { answer, delayMs: fault.delayMs ?? 60_000 };
    case 'cut':
      return { answer, cut: true };
    case 'malformed':
      return {
        answer,
        text: { type: 'application/json', body: (json) => json.slice(0, Math.max(1, json.length / 2)) },
      };
    case 'html':
      return {
        answer: { status: fault.status ?? 502, body: {} },
        text: {
          type: 'text/html; charset=UTF-8',
          body: () => '<!DOCTYPE html><title>Error 502 (Server Error)!!1</title>',
        },
      };
    case 'missing-second-page':
      return { answer: dyingList(request, answer) };
    case 'empty-page-with-next-token':
      return { answer: emptyFirstPage(answer) };
    default:
      return { answer: withoutRegion(answer, { request, region: fault.region ?? request.region ?? '' }) };
  }
}

function fitsMatch(match: NonNullable<GoogleFault['match']>, request: SimulatedRequest): boolean {
  if (typeof match === 'function') return match(request);
  const { host, path, method, region } = match;
  return (
    (host === undefined || host === request.host) &&
    (method === undefined || method === request.method) &&
    (region === undefined || region === request.region) &&
    (path === undefined || (typeof path === 'string' ? request.path.includes(path) : path.test(request.path)))
  );
}

function refusalOf(fault: GoogleFault, request: SimulatedRequest): Answer | null {
  const project = request.path.match(/\/(?:projects|namespaces)\/([^/:]+)/)?.[1] ?? 'unknown';
  const host = request.host ?? 'run.googleapis.com';
  const headers = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
  switch (fault.kind) {
    case 'denied':
      return permissionDenied(permissionFor(request), `projects/${project}`);
    case 'service-disabled':
      return serviceDisabled(host, project);
    case 'not-found':
      return failure(404, 'Requested entity was not found.');
    case 'throttled':
      return { ...throttled(host, project), headers };
    case 'internal':
      return failure(500, 'Internal error encountered.');
    case 'unavailable':
      return { ...failure(503, 'The service is currently unavailable.'), headers };
    default:
      return null;
  }
}

function permissionFor(request: SimulatedRequest): string {
  const service = request.host?.split('.')[0] ?? 'run';
  const last = request.path.split('/').at(-1) ?? '';
  return last.includes(':') ? `${service}.${last.split(':')[1]}` : `${service}.${last}.list`;
}

/** The first page is cut in half and names a second one, which is answered by an error. */
function dyingList(request: SimulatedRequest, answer: Answer): Answer {
  if (answer.list === undefined) return answer;
  const position = readToken(request.query.pageToken ?? request.query.continue);
  if ((position?.page ?? 0) > 0) return failure(500, 'Internal error encountered.');
  const { list } = answer;
  const half = Math.ceil(list.items.length / 2);
  return fromList({
    ...list,
    items: list.items.slice(0, half),
    envelope: withToken(list.envelope, pageToken(half, 1)),
  });
}

/** An empty page whose token leads to the list from its start. */
function emptyFirstPage(answer: Answer): Answer {
  if (answer.list === undefined) return answer;
  return fromList({ ...answer.list, items: [], envelope: withToken(answer.list.envelope, pageToken(0, 1)) });
}

function withToken(envelope: Record<string, unknown>, token: string) {
  const { nextPageToken: _, metadata, ...rest } = envelope;
  if (metadata !== undefined) return { ...rest, metadata: { continue: token } };
  return { ...rest, nextPageToken: token };
}

/** A 200 that says which region did not answer, without what is there. */
function withoutRegion(
  answer: Answer,
  { request, region }: { request: SimulatedRequest; region: string },
): Answer {
  if (answer.list === undefined) return answer;
  const items = answer.list.items.filter((item) => request.region !== region && !isInRegion(item, region));
  const reached = request.region === region ? [] : items;
  return fromList({
    ...answer.list,
    items: reached,
    envelope: { ...answer.list.envelope, unreachable: [region] },
  });
}

function isInRegion(item: object, region: string): boolean {
  const { name, metadata } = item as { name?: string; metadata?: { labels?: Record<string, string> } };
  if (metadata?.labels?.['cloud.googleapis.com/location'] === region) return true;
  return name?.includes(`/locations/${region}/`) ?? false;
}
