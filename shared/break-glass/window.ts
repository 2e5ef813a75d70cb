import { withoutCredentials } from '../credentials.ts';
import { PlumblineError } from '../errors.ts';
import { compareText } from '../snapshot/model.ts';
import type { BreakGlassRequest, BreakGlassWindow, WindowChange, WindowState } from './model.ts';

/** A document of the store holds one megabyte; a change takes about one kilobyte. */
const MOST_CHANGES = 400;

/** The id of a window opened at an instant; `random`: hexadecimal digits of the caller's. */
export function windowId(now: Date, random: string): string {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  return `bg-${day}-${random.replaceAll('-', '').slice(0, 6)}`;
}

/** Whether a window is open, over, or ended by a person, at an instant. */
export function windowState(window: BreakGlassWindow, now: Date): WindowState {
  if (window.closed !== null) return 'closed';
  return Date.parse(window.expiresAt) > now.getTime() ? 'open' : 'expired';
}

/** Whether a window is about an environment; one that names none is about all. */
export function isAbout({ environment }: BreakGlassWindow, other: string | null): boolean {
  return environment === null || environment === other;
}

/**
 * The window of a request. A request for a ticket that has an open window of the same environment belongs
 * to that one, and keeps it open at least as long as it asks for: asking twice opens nothing twice. Where
 * that one has expired, the new one goes on with what it saw changed; one that was closed has been dealt with.
 */
export function windowFor(
  request: BreakGlassRequest,
  windows: readonly BreakGlassWindow[],
  { id, requestId, now }: { id: string; requestId: string; now: Date },
): BreakGlassWindow {
  const asked = new Date(now.getTime() + request.durationMs).toISOString();
  const own = windows
    .filter(({ ticket, environment }) => ticket === request.ticket && environment === request.environment)
    .toSorted((a, b) => compareText(b.openedAt, a.openedAt));
  const open = own.find((window) => windowState(window, now) === 'open');
  if (open !== undefined)
    return {
      ...open,
      expiresAt: asked > open.expiresAt ? asked : open.expiresAt,
      requests: [...open.requests, requestId],
    };
  const { ticket, reason, actor, environment } = request;
  return {
    id,
    ticket,
    reason,
    actor,
    environment,
    openedAt: now.toISOString(),
    expiresAt: asked,
    requests: [requestId],
    runIds: [],
    ...goingOn(own[0], now),
    closed: null,
  };
}

function goingOn(
  last: BreakGlassWindow | undefined,
  now: Date,
): Pick<BreakGlassWindow, 'changes' | 'leftOut'> {
  if (last === undefined || windowState(last, now) !== 'expired') return { changes: [], leftOut: 0 };
  return { changes: last.changes, leftOut: last.leftOut };
}

/** A window with what one of its passes saw. */
export function withPass(
  window: BreakGlassWindow,
  pass: { runId: string; changes: readonly WindowChange[] },
): BreakGlassWindow {
  const mine = pass.changes.filter(({ environment }) => isAbout(window, environment));
  const changes = [...window.changes, ...mine];
  const beyond = Math.max(0, changes.length - MOST_CHANGES);
  return {
    ...window,
    runIds: [...window.runIds, pass.runId],
    changes: changes.slice(0, MOST_CHANGES),
    leftOut: window.leftOut + beyond,
  };
}

/** Ends a window: its findings are called to mind like any others. Throws CONFLICT where it has been closed, USAGE without who and why. */
export function closeWindow(
  window: BreakGlassWindow,
  request: { by: string; reason: string },
  now: Date,
): BreakGlassWindow {
  const { by, reason } = request;
  if (by.trim() === '') throw new PlumblineError('USAGE', 'Say who closes the window.');
  if (reason.trim() === '') throw new PlumblineError('USAGE', 'Say why the window is closed.');
  if (window.closed !== null)
    throw new PlumblineError(
      'CONFLICT',
      `window ${window.id} was closed by ${window.closed.by} at ${window.closed.at}`,
    );
  return {
    ...window,
    closed: { by: withoutCredentials(by), reason: withoutCredentials(reason), at: now.toISOString() },
  };
}

/** The one window whose id, or ticket, is named; throws NOT_FOUND or USAGE where there is none, or more than one. */
export function windowByName(windows: readonly BreakGlassWindow[], name: string): BreakGlassWindow {
  const exact = windows.filter(({ id }) => id === name);
  const found =
    exact.length > 0 ? exact : windows.filter((one) => one.id.startsWith(name) || one.ticket === name);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PlumblineError(
      'NOT_FOUND',
      `there is no break-glass window ${name}; plumbline break-glass list shows them`,
    );
  if (others.length === 0) return only;
  throw new PlumblineError(
    'USAGE',
    `${found.length} windows are called ${name}: ${found.map(({ id }) => id).join(', ')}; name one by its id`,
  );
}
