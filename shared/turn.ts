import { PlumblineError } from './errors.ts';
import type { EventLog, Lease, LeaseAnswer, PassRequest, StateStore } from './ports.ts';

/** How many passes one holder adds for requests that came meanwhile; whoever still waits takes the next turn itself. */
const MOST_AGAIN = 3;
/** How long a request waits for a pass of its own or one that covers it, in milliseconds. */
const LONGEST_WAIT_MS = 240_000;
const FIRST_WAIT_MS = 200;
const LONGEST_POLL_MS = 2_000;

export interface TurnDeps {
  store: Pick<StateStore, 'acquireLease' | 'renewLease' | 'releaseLease'>;
  newId(): string;
  leaseMs: number;
  /** Waits; where it is absent, a request that meets a pass under way is kept and refused. */
  wait?: (ms: number) => Promise<void>;
  log?: EventLog;
}

/** How a turn ended: with a pass of one's own, a pass of somebody else that covers the request, or neither. */
export type Turn<T> = { kind: 'own'; answer: T } | { kind: 'covered'; runId: string } | { kind: 'coalesced' };

/** A pass under a lease; it covers the lease's requests where it is kept. */
export type PassUnder<T> = (lease: Lease) => Promise<T>;

/**
 * Runs a pass alone. A tick that meets a live lease stands back. A request waits until a pass that began
 * after it is kept, its own or the holder's next; it is never lost: it lies with the lease, whoever dies.
 */
export async function takeTurn<T>(
  deps: TurnDeps,
  request: PassRequest | null,
  pass: PassUnder<T>,
): Promise<Turn<T>> {
  for (let waited = 0, pause = FIRST_WAIT_MS; ; waited += pause, pause = longer(pause)) {
    const asked = await acquire(deps, request);
    if (asked.granted) return { kind: 'own', answer: await ownTurn(deps, asked.lease, pass) };
    if (request === null) return { kind: 'coalesced' };
    if (asked.coveredBy !== null) return { kind: 'covered', runId: asked.coveredBy };
    if (deps.wait === undefined || waited >= LONGEST_WAIT_MS) throw stillBusy(asked.expiresAt);
    await deps.wait(pause);
  }
}

/** The pass, and those that were asked for while it was under way. */
async function ownTurn<T>(deps: TurnDeps, lease: Lease, pass: PassUnder<T>): Promise<T> {
  const own = await held(deps, lease, pass);
  let again = own.rerunRequested;
  for (let times = 0; again && times < MOST_AGAIN; times += 1) again = await runAgain(deps, pass);
  return own.answer;
}

/** One more pass, for others: that it failed is theirs to see and the log's, not the first caller's. */
async function runAgain<T>(deps: TurnDeps, pass: PassUnder<T>): Promise<boolean> {
  const asked = await acquire(deps, null);
  if (!asked.granted) return false;
  try {
    return (await held(deps, asked.lease, pass)).rerunRequested;
  } catch (error) {
    const code = error instanceof PlumblineError ? error.code : 'INTERNAL';
    const message = error instanceof Error ? error.message : String(error);
    deps.log?.write({ severity: 'ERROR', code, message: `a pass asked for meanwhile failed: ${message}` });
    return false;
  }
}

async function held<T>(
  deps: TurnDeps,
  lease: Lease,
  pass: PassUnder<T>,
): Promise<{ answer: T; rerunRequested: boolean }> {
  let answer: T;
  try {
    answer = await pass(lease);
  } catch (error) {
    await giveBack(deps, lease);
    throw error;
  }
  return { answer, rerunRequested: await giveBack(deps, lease) };
}

/** A lease that cannot be given back ends by itself; what the pass did stands. */
async function giveBack({ store, log }: TurnDeps, lease: Lease): Promise<boolean> {
  try {
    return (await store.releaseLease(lease)).rerunRequested;
  } catch (error) {
    const message = `the lease could not be given back: ${error instanceof Error ? error.message : error}`;
    log?.write({ severity: 'WARNING', message });
    return false;
  }
}

function acquire({ store, newId, leaseMs }: TurnDeps, request: PassRequest | null): Promise<LeaseAnswer> {
  return store.acquireLease({ owner: newId(), ttlMs: leaseMs, request });
}

function longer(pause: number): number {
  return Math.min(LONGEST_POLL_MS, pause * 1.5);
}

function stillBusy(until: string): PlumblineError {
  return new PlumblineError(
    'CONFLICT',
    `another pass is under way (its lease ends at ${until}); the request is kept, and the pass that begins next covers it`,
    { retryable: true },
  );
}
