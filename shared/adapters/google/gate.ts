import type { Time } from './time.ts';

/**
 * Keeps the requests to one API of one project from storming it: while the API asks for patience none
 * of them is sent, and further tries without a success between them run out.
 */
export interface Gate {
  isOpen(key: string): boolean;
  /** Resolves once the gate is open or the signal is aborted. */
  whenOpen(key: string, signal: AbortSignal): Promise<void>;
  /** Sends nothing for this long; never shortens a pause that is running. */
  pause(key: string, ms: number): void;
  /** Takes one further try from the budget; false where none is left. */
  takeRetry(key: string): boolean;
  /** Gives one back. */
  succeeded(key: string): void;
}

/** Answers a gate where every key is open and has `budget` further tries. */
export function createGate(time: Time, budget: number): Gate {
  const closedUntil = new Map<string, number>();
  const spent = new Map<string, number>();
  const remaining = (key: string): number => (closedUntil.get(key) ?? 0) - time.now();
  return {
    isOpen: (key) => remaining(key) <= 0,
    whenOpen: async (key, signal) => {
      while (remaining(key) > 0 && !signal.aborted) {
        await time.sleep(remaining(key), signal);
      }
    },
    pause: (key, ms) => {
      closedUntil.set(key, Math.max(closedUntil.get(key) ?? 0, time.now() + ms));
    },
    takeRetry: (key) => {
      const used = spent.get(key) ?? 0;
      spent.set(key, Math.min(used + 1, budget));
      return used < budget;
    },
    succeeded: (key) => {
      spent.set(key, Math.max(0, (spent.get(key) ?? 0) - 1));
    },
  };
}
