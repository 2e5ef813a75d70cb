import pLimit from 'p-limit';
import type { AllowedRequest } from './allowlist.ts';
import type { Answer, Failed, Failure } from './answer.ts';
import type { ExchangeResult } from './exchange.ts';
import { createGate, type Gate } from './gate.ts';
import { isThrottled, type RetryPolicy, waitBefore } from './retry-policy.ts';
import type { Time } from './time.ts';

/** A request that stands in the allowlist, with the address it goes to. */
export interface Call {
  row: AllowedRequest;
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
 * ones, and while an API says "too many" none of its project's calls is sent.
 */
export function createPatience(send: Send, options: PatienceOptions): (call: Call) => Promise<Answer> {
  const gate = createGate(options.time, options.policy.budget);
  const takeTurn = createTurns(send, gate, options.concurrency);
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

/** Sends a call when it is its turn and its gate is open; the gate is looked at again when the turn comes. */
function createTurns(send: Send, gate: Gate, concurrency: number): Send {
  const limit = pLimit(concurrency);
  const attempt = async (call: Call): Promise<ExchangeResult | typeof NO_TURN> => {
    if (call.signal.aborted) {
      return STOPPED;
    }
    return gate.isOpen(keyOf(call)) ? send(call) : NO_TURN;
  };
  return async (call) => {
    for (;;) {
      await gate.whenOpen(keyOf(call), call.signal);
      const result = await limit(attempt, call);
      if (result !== NO_TURN) {
        return result;
      }
    }
  };
}

/** Quotas are counted by API and project. */
function keyOf({ row, project }: Call): string {
  return `${row.host}|${project}`;
}

function failed({ row, project }: Call, failure: Failure, attempts: number): Failed {
  return { ok: false, failure, host: row.host, project, permission: row.permission, attempts };
}
