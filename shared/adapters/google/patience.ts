import pLimit from 'p-limit';
import type { AllowedRequest } from './allowlist.ts';
import type { Answer, Failed, Failure } from './answer.ts';
import type { ExchangeResult } from './exchange.ts';
import { createGate, type Gate } from './gate.ts';
import { callsPerMinute, createPace, type Pace } from './pace.ts';
import { isThrottled, type RetryPolicy, waitBefore } from './retry-policy.ts';
import type { Time } from './time.ts';

/** A request that stands in the allowlist, with the address it goes to. */
export interface Call {
  row: AllowedRequest;
  /** The row's host, with the region in it where it has one. */
  host: string;
  project: string;
  url: string;
  body: string | null;
  signal: AbortSignal;
}

/** Sends a call once. */
export type Send = (call: Call) => Promise<ExchangeResult>;

export interface PatienceOptions {
  policy: RetryPolicy;
  /** Calls under way at once. */
  concurrency: number;
  time: Time;
  random: () => number;
  onRetry: () => void;
}

const NO_TURN = Symbol('the gate closed while the call waited for its turn');
const STOPPED: ExchangeResult = { ok: false, failure: { kind: 'stopped' } };

/**
 * Answers a sender that tries again what may pass. A waiting call holds no place among the concurrent
 * ones, and while an API says "too many", or has had a minute's share of its quota, none of its
 * project's calls is sent.
 */
export function createPatience(send: Send, options: PatienceOptions): (call: Call) => Promise<Answer> {
  const gate = createGate(options.time, options.policy.budget);
  const takeTurn = createTurns(send, { gate, pace: createPace(options.time) }, options.concurrency);
  return async (call) => {
    let told: Failure | null = null;
    for (let attempt = 1; ; attempt += 1) {
      const result = await takeTurn(call);
      if (result.ok) {
        gate.succeeded(keyOf(call));
        return result;
      }
      // A try that was cut short says less than the failure before it.
      const failure: Failure = result.failure.kind === 'stopped' && told !== null ? told : result.failure;
      const wait = call.signal.aborted ? null : waitBefore(failure, attempt, options);
      if (wait === null || !gate.takeRetry(keyOf(call))) {
        return failed(call, failure, attempt);
      }
      told = failure;
      options.onRetry();
      await (isThrottled(failure) ? gate.pause(keyOf(call), wait) : options.time.sleep(wait, call.signal));
    }
  };
}

/** Sends a call when its gate and its pace are open; both are looked at again when the turn comes. */
function createTurns(send: Send, { gate, pace }: { gate: Gate; pace: Pace }, concurrency: number): Send {
  const limit = pLimit(concurrency);
  const attempt = async (call: Call): Promise<ExchangeResult | typeof NO_TURN> => {
    const key = keyOf(call);
    if (call.signal.aborted) {
      return STOPPED;
    }
    if (!gate.isOpen(key) || !pace.isOpen(key, callsPerMinute(call.row.host))) {
      return NO_TURN;
    }
    pace.sent(key);
    return send(call);
  };
  return async (call) => {
    for (;;) {
      await gate.whenOpen(keyOf(call), call.signal);
      await pace.whenOpen(keyOf(call), callsPerMinute(call.row.host), call.signal);
      const result = await limit(attempt, call);
      if (result !== NO_TURN) {
        return result;
      }
    }
  };
}

/** Quotas are counted by API and project. */
function keyOf({ host, project }: Call): string {
  return `${host}|${project}`;
}

function failed({ row, host, project }: Call, failure: Failure, attempts: number): Failed {
  return { ok: false, failure, host, project, permission: row.permission, attempts };
}
