import { durationMs } from '../contract/language/time.ts';
import type { Contract } from '../contract/model.ts';
import { withoutCredentials } from '../credentials.ts';
import type { PassRequest } from '../ports.ts';
import { isObject, type Json } from '../snapshot/json.ts';
import type { BreakGlassRequest, BreakGlassWindow } from './model.ts';
import { windowFor } from './window.ts';

/** How long a window stays open where a request does not say: a shift, in milliseconds. */
export const USUAL_DURATION_MS = 4 * 60 * 60_000;
/** The longest a request may keep a window open, in milliseconds: after a month it is no emergency. */
export const LONGEST_DURATION_MS = 30 * 24 * 60 * 60_000;

/** The most characters of one field: a window is kept and shown whole. */
export const LONGEST_TEXT = 500;

/** A request as a person words it: over HTTP, or by the command's options. */
export interface WordedRequest {
  reason?: string | undefined;
  ticket?: string | undefined;
  actor?: string | undefined;
  environment?: string | undefined;
  expiresIn?: string | undefined;
}

export interface RequestIssue {
  path: keyof WordedRequest;
  message: string;
}

/** The request that is meant, or everything that is wrong with it; nothing is done for one that is wrong. */
export function readRequest(
  worded: WordedRequest,
  contract: Pick<Contract, 'environments'>,
): { request: BreakGlassRequest } | { issues: RequestIssue[] } {
  const issues: RequestIssue[] = [];
  const due = (path: 'reason' | 'ticket') => {
    const text = withoutCredentials(worded[path]?.trim() ?? '');
    if (text === '') issues.push({ path, message: 'is missing' });
    return text;
  };
  const [reason, ticket] = [due('reason'), due('ticket')];
  for (const [path, text = ''] of Object.entries(worded) as [keyof WordedRequest, string | undefined][])
    if (text.length > LONGEST_TEXT)
      issues.push({ path, message: `has ${text.length} characters; ${LONGEST_TEXT} is the most` });
  const environment = worded.environment?.trim() ?? null;
  const known = contract.environments.map(({ name }) => name);
  if (environment !== null && !known.includes(environment))
    issues.push({ path: 'environment', message: `is none of the contract's: ${known.join(', ')}` });
  const length = worded.expiresIn === undefined ? USUAL_DURATION_MS : durationMs(worded.expiresIn.trim());
  if (length === null) issues.push({ path: 'expiresIn', message: 'is no duration: write 30m, 4h or 2d' });
  else if (length > LONGEST_DURATION_MS)
    issues.push({ path: 'expiresIn', message: 'is more than 30 days: by then it is no emergency' });
  if (issues.length > 0 || length === null) return { issues };
  const actor = withoutCredentials(worded.actor?.trim() ?? '');
  return { request: { reason, ticket, actor: actor === '' ? null : actor, environment, durationMs: length } };
}

/** A request as it lies with the lease until a pass covers it. `windowId`: what its window is called if it opens one. */
export type RequestData = BreakGlassRequest & { windowId: string };

/**
 * The windows that the requests of a pass open or keep open, each request told apart by its own id.
 * A request made by another version, or for something else, opens none.
 */
export function windowsFor(
  requests: readonly PassRequest[],
  known: readonly BreakGlassWindow[],
  now: Date,
): BreakGlassWindow[] {
  const touched = new Map<string, BreakGlassWindow>();
  for (const { id: requestId, data } of requests) {
    const request = requestOf(data);
    if (request === null) continue;
    const { windowId: id } = request;
    const standing = [...touched.values(), ...known.filter((window) => !touched.has(window.id))];
    const window = windowFor(request, standing, { id, requestId, now });
    touched.set(window.id, window);
  }
  return [...touched.values()];
}

/** The window that new findings of an environment belong to: the one that names it before the one about all. */
export function windowAt(windows: readonly BreakGlassWindow[], environment: string): BreakGlassWindow | null {
  return (
    windows.find((window) => window.environment === environment) ??
    windows.find((window) => window.environment === null) ??
    null
  );
}

function requestOf(data: Json): RequestData | null {
  if (!isObject(data)) return null;
  const { windowId, reason, ticket, actor = null, environment = null, durationMs } = data;
  if (typeof windowId !== 'string' || typeof reason !== 'string' || typeof ticket !== 'string') return null;
  if (typeof durationMs !== 'number' || !isTextOrNull(actor) || !isTextOrNull(environment)) return null;
  return { windowId, reason, ticket, actor, environment, durationMs };
}

function isTextOrNull(value: Json): value is string | null {
  return value === null || typeof value === 'string';
}
