import { undeliveredFor } from './alerts/drain.ts';
import { attributePass } from './attribution/attribute-pass.ts';
import { decidePass } from './decide.ts';
import { PlumblineError } from './errors.ts';
import { commit, runRecord, write } from './pass/keep.ts';
import { keepLease, type Pass, type PassDeps, type PassTrigger } from './pass/model.ts';
import { see } from './pass/see.ts';
import { drain, tellOperators, together } from './pass/tell.ts';
import { askedWindows, keptWindows } from './pass/windows.ts';
import { type CoveredPass, coveredPass, type PassReport, passReport } from './pass-report.ts';
import type { Lease, PassRequest } from './ports.ts';
import { buildReport } from './report/report.ts';
import { type Turn, takeTurn } from './turn.ts';

export type { PassDeps, PassTrigger } from './pass/model.ts';

/** How often one pass decides anew because somebody settled a finding meanwhile. */
const PASS_TRIES = 3;
/** After so long a message that did not arrive is a finding of its own. */
const LONG_UNDELIVERED_HOURS = 1;

export type PassAnswer = PassReport | { outcome: 'coalesced' };

/**
 * One whole pass, alone: a tick that meets a live lease stands back. Whoever asked for another one
 * meanwhile gets it, begun after the request. Throws where the state cannot be read or kept.
 */
export async function runPass(
  deps: PassDeps,
  trigger: Exclude<PassTrigger, 'break-glass'>,
): Promise<PassAnswer> {
  const turn = await takeTurn(deps, null, (lease) => onePass(deps, lease, trigger));
  return turn.kind === 'own' ? turn.answer : { outcome: 'coalesced' };
}

/**
 * A pass that begins after this call: one's own, or one that somebody else ran for this request too. What
 * the request says goes to that pass with its lease. Throws CONFLICT (retryable) where it had to wait too
 * long; the request is then still kept, and the pass that begins next covers it.
 */
export async function runRequestedPass(
  deps: PassDeps,
  request: PassRequest,
): Promise<PassReport | CoveredPass> {
  const turn: Turn<PassReport> = await takeTurn(deps, request, (lease) =>
    onePass(deps, lease, 'break-glass'),
  );
  if (turn.kind === 'own') return turn.answer;
  if (turn.kind === 'covered') return coveredPass(deps.store, turn.runId);
  throw new PlumblineError('INTERNAL', 'a request was neither run nor covered');
}

function onePass(deps: PassDeps, lease: Lease, trigger: PassTrigger): Promise<PassReport> {
  const now = deps.now();
  return passUntilKept(deps, {
    runId: deps.newId(),
    trigger: lease.requests.length > 0 ? 'break-glass' : trigger,
    startedAt: now,
    lease,
    leasedAt: now,
    callsBefore: deps.calls?.() ?? 0,
  });
}

/** A person may settle a finding while a pass is under way; what was decided without knowing of it is decided again. */
async function passUntilKept(deps: PassDeps, pass: Pass, tries = PASS_TRIES): Promise<PassReport> {
  try {
    return await passUnderLease(deps, pass);
  } catch (error) {
    const settledMeanwhile = error instanceof PlumblineError && error.code === 'CONFLICT' && error.retryable;
    if (!settledMeanwhile || tries === 1) throw error;
    return passUntilKept(deps, { ...pass, startedAt: deps.now() }, tries - 1);
  }
}

/** The steps of a pass, in their order. Nothing is told before it is kept. */
async function passUnderLease(deps: PassDeps, pass: Pass): Promise<PassReport> {
  const { store, contract } = deps;
  const { runId, startedAt: now } = pass;
  const state = await store.loadState();
  const earlier = await drain(deps, `${runId} before`);
  await keepLease(deps, pass);
  const signal = deps.deadline();
  const seen = await see(deps, pass, { state, signal });
  const windows = await askedWindows(store, pass);
  const undelivered = undeliveredFor(LONG_UNDELIVERED_HOURS, earlier, now);
  const decided = await decidePass(store, { ...seen, undelivered, windows, eyes: deps, state, now, runId });
  const attributed = await attributePass(deps.trail, {
    contract,
    decisions: decided,
    changes: seen.comparison.changes,
    all: windows.length > 0,
    baseline: state.baseline,
    snapshot: seen.snapshot,
    until: deps.now(),
    signal,
  });
  const { decisions, gaps } = attributed;
  const coverage = [...seen.coverage, ...seen.beside, ...gaps];
  const report = buildReport({ ...seen, contract, coverage, findings: decisions.findings });
  const outbox = write(deps, pass, { decisions, coverage, firstRun: state.baseline === null });
  const { comparison } = seen;
  const run = runRecord(deps, pass, { report, comparison, decisions, outbox, health: state.health });
  await keepLease(deps, pass);
  const kept = keptWindows(deps, pass, { ...attributed, windows, comparison });
  await commit(store, pass.lease, { run, comparison, outbox, windows: kept });
  const delivery = together(earlier, await drain(deps, `${runId} after`));
  const answer = passReport({ run, report, decisions, entries: outbox.entries, delivery });
  await tellOperators(deps, pass, { run, delivery, findingsOpen: answer.open });
  return answer;
}
