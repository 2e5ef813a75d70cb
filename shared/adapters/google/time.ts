import { setTimeout as timer } from 'node:timers/promises';

/** The transport's clock and its patience; a test gives both, so that waiting costs nothing. */
export interface Time {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or as soon as the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const systemTime: Time = {
  now: () => Date.now(),
  sleep: (ms, signal) => timer(ms, undefined, { signal }).catch(() => undefined),
};
