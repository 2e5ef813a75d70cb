import { type DrainSummary, drainOutbox } from './alerts/drain.ts';
import { type Outbox, outboxEntries } from './alerts/outbox.ts';
import { attributePass } from './attribution/attribute-pass.ts';
import { type Comparison, compareWithBaseline, knownRegions } from './compare-baseline.ts';
import { decidePass, type PassDecisions } from './decide.ts';
import { withViewerGaps } from './doctor/viewer-check.ts';
import { PlumblineError } from './errors.ts';
import { coverageOf } from './estate/coverage.ts';
import { type Eyes, judge, look, lookAtViewer } from './judge.ts';
import { type PassReport, passReport } from './pass-report.ts';
import type { Lease, Notifier, RunRecord, StateStore } from './ports.ts';
import { buildReport, type Report } from './report/report.ts';
import { isGap } from './snapshot/model.ts';

/** How often one pass decides anew because somebody settled a finding meanwhile. */
const PASS_TRIES = 3;

export type PassTrigger = RunRecord['trigger'];

/** What a pass works with; the core reaches the world through nothing else. */
export interface PassDeps extends Eyes {
  store: StateStore;
  notifier: Notifier;
  /** Where messages go that no route of the contract takes. */
  defaultChannel: string;
  now(): Date;
  newId(): string;
  /** A signal that ends the capture when the pass's time is up; what is left is a gap. */
  deadline(): AbortSignal;
  leaseMs: number;
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
}

/**
 * One whole pass, alone: a pass that meets a live lease stands back. Whoever asked for another one
 * meanwhile gets it, begun after the request. Throws where the state cannot be read or kept.
 */
export async function runPass(deps: PassDeps, trigger: PassTrigger): Promise<PassAnswer> {
  const asked = await deps.store.acquireLease({
    owner: deps.newId(),
    now: deps.now(),
    ttlMs: deps.leaseMs,
    rerun: trigger === 'break-glass',
  });
  if (!asked.granted) return { outcome: 'coalesced' };
  const pass = { runId: deps.newId(), trigger, startedAt: deps.now(), lease: asked.lease };
  let again = false;
  let answer: PassReport;
  try {
    answer = await passUntilKept(deps, pass);
  } finally {
    again = (await deps.store.releaseLease(asked.lease)).rerunRequested;
  }
  return again ? rerun(deps, { trigger, answer }) : answer;
}

/** Another holder may be quicker; then that one's pass is the one that was asked for. */
async function rerun(
  deps: PassDeps,
  before: { trigger: PassTrigger; answer: PassReport },
): Promise<PassAnswer> {
  const next = await runPass(deps, before.trigger);
  return next.outcome === 'coalesced' ? before.answer : next;
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
  const { store } = deps;
  const now = pass.startedAt;
  const state = await store.loadState();
  const signal = deps.deadline();
  const [snapshot, viewer] = await Promise.all([
    look(deps, { now, signal, knownRegions: knownRegions(state.baseline) }),
    lookAtViewer(deps, signal),
  ]);
  const comparison = await compareWithBaseline(store, state.baseline, snapshot);
  const evaluation = judge(deps, snapshot, now);
  const coverage = withViewerGaps(coverageOf(snapshot), viewer);
  const seen = { snapshot, viewer, coverage, comparison, evaluation };
  const decided = await decidePass(store, { ...seen, eyes: deps, state, now, runId: pass.runId });
  const { decisions, gaps } = await attributePass(deps.trail, {
    contract: deps.contract,
    decisions: decided,
    changes: comparison.changes,
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
  const run = runRecord(deps, pass, { report, comparison, decisions, outbox });
  await keep(store, pass.lease, { run, comparison, outbox });
  const delivery = await drainOutbox({ store, notifier: deps.notifier, now: deps.now, owner: pass.runId });
  await beatIfWhole(deps, run, delivery);
  return passReport({ run, report, decisions, entries: outbox.entries, delivery });
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
  seen: { report: Report; comparison: Comparison; decisions: PassDecisions; outbox: Outbox },
): RunRecord {
  const { report, comparison, decisions, outbox } = seen;
  return {
    runId: pass.runId,
    trigger: pass.trigger,
    startedAt: pass.startedAt.toISOString(),
    finishedAt: deps.now().toISOString(),
    outcome: report.coverage.some(isGap) ? 'partial' : 'complete',
    contract: report.contract,
    coverage: report.coverage,
    readings: comparison.readings,
    transitions: decisions.transitions,
    alerts: outbox.entries.map(({ id }) => id),
  };
}

/** Content first, then the one transaction that points at it. */
async function keep(
  store: StateStore,
  lease: Lease,
  { run, comparison, outbox }: { run: RunRecord; comparison: Comparison; outbox: Outbox },
): Promise<void> {
  await store.putReadings(comparison.texts);
  const { baseline } = comparison;
  const kept = await store.commit(lease, { run, baseline, findings: outbox.records, outbox: outbox.entries });
  if (kept === 'fenced')
    throw new PlumblineError(
      'LEASE_LOST',
      'another pass took over while this one was under way; nothing of this one was kept',
      {
        retryable: true,
      },
    );
}

/** A heartbeat says: everything was read, kept and told. */
async function beatIfWhole(deps: PassDeps, run: RunRecord, delivery: DrainSummary): Promise<void> {
  if (run.outcome === 'complete' && delivery.pending === 0) await deps.beat();
}
