import { PlumblineError } from '../errors.ts';
import { transitionOf } from '../findings/decision.ts';
import type { FindingRecord, Transition } from '../findings/model.ts';
import { type PassDeps, runRequestedPass } from '../pass.ts';
import type { CoveredPass, PassReport } from '../pass-report.ts';
import type { StateStore } from '../ports.ts';
import { type EarlierWindow, standingFromEarlier } from './earlier.ts';
import type { BreakGlassRequest, BreakGlassWindow } from './model.ts';
import type { RequestData } from './request.ts';
import { closeWindow, windowByName, windowId } from './window.ts';

/** What a break-glass request led to: the pass that covers it, its window, and the findings that belong to the window. */
export interface BreakGlassAnswer {
  pass: PassReport | CoveredPass;
  window: BreakGlassWindow;
  findings: FindingRecord[];
  /** What still stands from earlier windows, and belongs to them. */
  earlier: EarlierWindow[];
}

/** Runs a pass that begins after the request, within the window it opens or keeps open. */
export async function runBreakGlass(deps: PassDeps, request: BreakGlassRequest): Promise<BreakGlassAnswer> {
  const { store } = deps;
  const id = deps.newId();
  const data: RequestData = { ...request, windowId: windowId(deps.now(), deps.newId()) };
  const pass = await runRequestedPass(deps, { id, data: { ...data } });
  const windows = await store.listWindows();
  const window = windows.find(({ requests }) => requests.includes(id));
  if (window === undefined)
    throw new PlumblineError('INTERNAL', `run ${pass.runId} kept no window for the request ${id}`);
  return { pass, window, ...(await windowContent(store, window, windows)) };
}

/** What belongs to a window, and what still stands beside it from earlier ones. */
export async function windowContent(
  store: Pick<StateStore, 'listFindings'>,
  window: BreakGlassWindow,
  windows: readonly BreakGlassWindow[],
): Promise<Pick<BreakGlassAnswer, 'findings' | 'earlier'>> {
  const all = await store.listFindings([]);
  const findings = all.filter(({ windowId }) => windowId === window.id);
  return { findings, earlier: standingFromEarlier(window, windows, all) };
}

/** The findings that belong to a window, whatever became of them, worst first. */
export async function windowFindings(
  store: Pick<StateStore, 'listFindings'>,
  window: BreakGlassWindow,
): Promise<FindingRecord[]> {
  return (await store.listFindings([])).filter((record) => record.windowId === window.id);
}

/** Closes a window by id or ticket: nobody is reminded of its findings when its time is up. */
export async function endWindow(
  store: StateStore,
  request: { window: string; by: string; reason: string },
  now: Date,
): Promise<BreakGlassWindow> {
  const window = windowByName(await store.listWindows(), request.window);
  closeWindow(window, request, now);
  for (const { fingerprint, windowExpiresAt } of await windowFindings(store, window))
    if (windowExpiresAt !== null && windowExpiresAt !== undefined)
      await store.updateFinding(fingerprint, (record) => released(record, request, now));
  const closed = await store.updateWindow(window.id, (current) => closeWindow(current, request, now));
  return closed ?? window;
}

function released(
  record: FindingRecord,
  { by }: { by: string },
  now: Date,
): { record: FindingRecord; transition: Transition } {
  const transition = transitionOf(record, {
    kind: 'window-closed',
    reason: 'closed-by-a-person',
    at: now.toISOString(),
    runId: null,
    by,
  });
  return { record: { ...record, windowExpiresAt: null }, transition };
}
