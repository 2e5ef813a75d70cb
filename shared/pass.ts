import { type DrainSummary, drainOutbox, undeliveredFor } from './alerts/drain.ts';
import { type Outbox, outboxEntries } from './alerts/outbox.ts';
import type { Pace } from './alerts/pace.ts';
import { type Attributed, attributePass } from './attribution/attribute-pass.ts';
import { windowChanges } from './break-glass/changes.ts';
import type { BreakGlassWindow } from './break-glass/model.ts';
import { windowsFor } from './break-glass/request.ts';
import { withPass } from './break-glass/window.ts';
import { type Comparison, compareWithBaseline, knownRegions } from './compare-baseline.ts';
import { decidePass, type PassDecisions } from './decide.ts';
import { withViewerGaps } from './doctor/viewer-check.ts';
import { PlumblineError } from './errors.ts';
import { coverageOf } from './estate/coverage.ts';
import { type Beside, type Eyes, judge, look, lookAtSmoke, lookAtViewer, lookAtWorkflows } from './judge.ts';
import { logHeartbeat, logPass } from './pass-log.ts';
import { type CoveredPass, coveredPass, type PassReport, passReport } from './pass-report.ts';
import type { Lease, Notifier, PassHealth, PassRequest, RunRecord, StateStore } from './ports.ts';
import { buildReport, type Report } from './report/report.ts';
import { declaresSmoke } from './smoke/targets.ts';
import { isGap, type Snapshot } from './snapshot/model.ts';
import { type Turn, type TurnDeps, takeTurn } from './turn.ts';

/** How often one pass decides anew because somebody settled a finding meanwhile. */
const PASS_TRIES = 3;
/** A lease is renewed when a tenth of it has gone: what is left covers the longest capture. */
const RENEWALS = 10;
/** After so long a message that did not arrive is a finding of its own. */
const LONG_UNDELIVERED_HOURS = 1;

export type PassTrigger = RunRecord['trigger'];

/** What a pass works with; the core reaches the world through nothing else. */
export interface PassDeps extends Eyes, Omit<TurnDeps, 'store'> {
  store: StateStore;
  notifier: Notifier;
  /** Where messages go that no route of the contract takes. */
  defaultChannel: string;
  now(): Date;
  /** A signal that ends the capture when the pass's time is up; what is left is a gap. */
  deadline(): AbortSignal;
  /** Keeps to a channel's rate; absent: nobody waits. */
  pace?: Pace;
  /** Tells the dead man's switch that a whole pass ended well. */
  beat(): Promise<boolean>;
}

export type PassAnswer = PassReport | { outcome: 'coalesced' };

/** One pass under way: who asked, when it began, and the lease it holds. */
interface Pass {
  runId: string;
  trigger: PassTrigger;
  startedAt: Date;
  lease: Lease;
  /** When the lease was granted or last renewed, by this instance's clock. */
  leasedAt: Date;
  /** Requests sent to Google before it. */
  callsBefore: number;
}

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

/** A pass that takes long keeps its lease; one that lost it ends here, and keeps nothing. A quick one writes nothing more. */
async function keepLease(deps: PassDeps, pass: Pass): Promise<void> {
  const now = deps.now();
  if (now.getTime() - pass.leasedAt.getTime() < deps.leaseMs / RENEWALS) return;
  const renewed = await deps.store.renewLease(pass.lease, deps.leaseMs);
  if (renewed === null) throw leaseLost();
  pass.leasedAt = now;
}

/** The steps of a pass, in their order. Nothing is told before it is kept. */
async function passUnderLease(deps: PassDeps, pass: Pass): Promise<PassReport> {
  const { store } = deps;
  const now = pass.startedAt;
  const state = await store.loadState();
  const earlier = await drain(deps, `${pass.runId} before`);
  await keepLease(deps, pass);
  const signal = deps.deadline();
  const [snapshot, viewer, workflows] = await Promise.all([
    look(deps, { now, signal, knownRegions: knownRegions(state.baseline) }),
    lookAtViewer(deps, signal),
    lookAtWorkflows(deps, signal),
  ]);
  const comparison = await compareWithBaseline(store, state.baseline, snapshot);
  const smoke = await smokeOf(deps, pass, { snapshot, signal });
  const evaluation = judge(deps, snapshot, now, { workflows, ...smoke });
  const coverage = withViewerGaps(coverageOf(snapshot), viewer);
  const seen = { snapshot, viewer, coverage, comparison, evaluation };
  const undelivered = undeliveredFor(LONG_UNDELIVERED_HOURS, earlier, now);
  const windows = await askedWindows(store, pass);
  const decided = await decidePass(store, {
    ...seen,
    undelivered,
    windows,
    eyes: deps,
    state,
    now,
    runId: pass.runId,
  });
  const { decisions, actors, gaps } = await attributePass(deps.trail, {
    contract: deps.contract,
    decisions: decided,
    changes: comparison.changes,
    all: windows.length > 0,
    baseline: state.baseline,
    snapshot,
    until: deps.now(),
    signal,
  });
  const report = buildReport({
    ...seen,
    contract: deps.contract,
    coverage: [...coverage, ...gaps],
    findings: decisions.findings,
  });
  const outbox = write(deps, pass, { decisions, firstRun: state.baseline === null });
  const run = runRecord(deps, pass, { report, comparison, decisions, outbox, health: state.health });
  await keepLease(deps, pass);
  const kept = keptWindows(deps, pass, { windows, comparison, decisions, actors });
  await commit(store, pass.lease, { run, comparison, outbox, windows: kept });
  const delivery = together(earlier, await drain(deps, `${pass.runId} after`));
  const answer = passReport({ run, report, decisions, entries: outbox.entries, delivery });
  logPass(deps.log, { ...effort(deps, pass), run, delivery, findingsOpen: answer.open });
  await beatIfWhole(deps, run, delivery);
  return answer;
}

/** The break-glass windows this pass was asked for; most passes are asked for none. */
async function askedWindows(store: StateStore, { lease, startedAt }: Pass): Promise<BreakGlassWindow[]> {
  if (lease.requests.length === 0) return [];
  return windowsFor(lease.requests, await store.listWindows(), startedAt);
}

/** The windows of a pass with what it saw changed. */
function keptWindows(
  { contract }: PassDeps,
  { runId, startedAt }: Pass,
  seen: Pick<Attributed, 'decisions' | 'actors'> & { windows: BreakGlassWindow[]; comparison: Comparison },
): BreakGlassWindow[] {
  if (seen.windows.length === 0) return [];
  const { changes } = seen.comparison;
  const { findings } = seen.decisions;
  const at = startedAt.toISOString();
  const kept = windowChanges({ contract, changes, findings, actors: seen.actors, at });
  return seen.windows.map((window) => withPass(window, { runId, changes: kept }));
}

/** Every drain has a name of its own: a claim it left unsettled is a stranger's to the next one. */
function drain({ store, notifier, now, pace }: PassDeps, owner: string): Promise<DrainSummary> {
  return drainOutbox({ store, notifier, now, owner, ...(pace === undefined ? {} : { pace }) });
}

/** What is pending after the last drain, with what both have sent. */
function together(earlier: DrainSummary, last: DrainSummary): DrainSummary {
  return {
    ...last,
    sent: earlier.sent + last.sent,
    possibleDuplicates: earlier.possibleDuplicates + last.possibleDuplicates,
  };
}

function effort(deps: PassDeps, pass: Pass): { calls: number; durationMs: number; now: Date } {
  const now = deps.now();
  const calls = (deps.calls?.() ?? 0) - pass.callsBefore;
  return { calls, durationMs: now.getTime() - pass.startedAt.getTime(), now };
}

/** After a break-glass change people want to know whether it works; other passes ask nothing of the services. */
async function smokeOf(
  deps: PassDeps,
  { trigger }: Pass,
  { snapshot, signal }: { snapshot: Snapshot; signal: AbortSignal },
): Promise<Pick<Beside, 'smoke'>> {
  if (trigger !== 'break-glass' || !declaresSmoke(deps.contract)) return {};
  return { smoke: await lookAtSmoke(deps, snapshot, signal) };
}

function write(deps: PassDeps, pass: Pass, told: { decisions: PassDecisions; firstRun: boolean }): Outbox {
  const { contract, defaultChannel } = deps;
  return outboxEntries(told.decisions, {
    estate: contract.estate,
    runId: pass.runId,
    at: pass.startedAt.toISOString(),
    contractFile: contract.file,
    routes: contract.alerts.routes,
    defaultChannel,
    firstRun: told.firstRun,
  });
}

function runRecord(
  deps: PassDeps,
  pass: Pass,
  seen: {
    report: Report;
    comparison: Comparison;
    decisions: PassDecisions;
    outbox: Outbox;
    health: PassHealth | null;
  },
): RunRecord {
  const { report, comparison, decisions, outbox } = seen;
  const partial = report.coverage.some(isGap);
  return {
    runId: pass.runId,
    trigger: pass.trigger,
    startedAt: pass.startedAt.toISOString(),
    finishedAt: deps.now().toISOString(),
    outcome: partial ? 'partial' : 'complete',
    contract: report.contract,
    coverage: report.coverage,
    readings: comparison.readings,
    transitions: decisions.transitions,
    alerts: outbox.entries.map(({ id }) => id),
    health: { partialInARow: partial ? (seen.health?.partialInARow ?? 0) + 1 : 0 },
  };
}

/** The content of the readings is stored already; this is the one transaction that points at it. */
async function commit(
  store: StateStore,
  lease: Lease,
  pass: { run: RunRecord; comparison: Comparison; outbox: Outbox; windows: BreakGlassWindow[] },
): Promise<void> {
  const { run, comparison, outbox, windows } = pass;
  const { baseline } = comparison;
  const content = { run, baseline, findings: outbox.records, outbox: outbox.entries, windows };
  const kept = await store.commit(lease, content);
  if (kept === 'fenced') throw leaseLost();
}

function leaseLost(): PlumblineError {
  const message = 'another pass took over while this one was under way; nothing of this one was kept';
  return new PlumblineError('LEASE_LOST', message, { retryable: true });
}

/** A heartbeat says: everything was read, kept and told. */
async function beatIfWhole(deps: PassDeps, run: RunRecord, delivery: DrainSummary): Promise<void> {
  if (run.outcome === 'complete' && delivery.pending === 0) logHeartbeat(deps.log, run, await deps.beat());
}
