import type { Pace } from '../alerts/pace.ts';
import { PlumblineError } from '../errors.ts';
import type { Eyes } from '../judge.ts';
import type { Lease, Notifier, RunRecord, StateStore } from '../ports.ts';
import type { TurnDeps } from '../turn.ts';

/** A lease is renewed when a tenth of it has gone: what is left covers the longest capture. */
const RENEWALS = 10;

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

/** One pass under way: who asked, when it began, and the lease it holds. */
export interface Pass {
  runId: string;
  trigger: PassTrigger;
  startedAt: Date;
  lease: Lease;
  /** When the lease was granted or last renewed, by this instance's clock. */
  leasedAt: Date;
  /** Requests sent to Google before it. */
  callsBefore: number;
}

/** A pass that takes long keeps its lease; one that lost it ends here, and keeps nothing. A quick one writes nothing more. */
export async function keepLease(deps: PassDeps, pass: Pass): Promise<void> {
  const now = deps.now();
  if (now.getTime() - pass.leasedAt.getTime() < deps.leaseMs / RENEWALS) return;
  const renewed = await deps.store.renewLease(pass.lease, deps.leaseMs);
  if (renewed === null) throw leaseLost();
  pass.leasedAt = now;
}

/** The error of a pass whose lease another one took over. */
export function leaseLost(): PlumblineError {
  const message = 'another pass took over while this one was under way; nothing of this one was kept';
  return new PlumblineError('LEASE_LOST', message, { retryable: true });
}
