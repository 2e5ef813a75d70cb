import { PlumblineError } from '../../shared/errors.ts';
import type { StateStore } from '../../shared/ports.ts';

/** Cloud Run kills an instance ten seconds after it told it to end. */
const PATIENCE_MS = 8000;

/** What is under way in this instance, and whether it was told to end. */
export interface Stop {
  /** Aborted once the instance is told to end. */
  signal: AbortSignal;
  /** Waited for before the process ends. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Gives up what is under way, waits until it has let go, for eight seconds at most. */
  end(): Promise<void>;
}

/** Answers a stop that nobody has asked for yet. */
export function createStop(patienceMs = PATIENCE_MS): Stop {
  const controller = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  return {
    signal: controller.signal,
    track: (work) => {
      const settled: Promise<unknown> = work.catch(() => undefined).finally(() => underWay.delete(settled));
      underWay.add(settled);
      return work;
    },
    end: async () => {
      controller.abort();
      const late = new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref());
      await Promise.race([Promise.all(underWay), late]);
    },
  };
}

/**
 * The store of an instance that may be told to end: then a pass keeps nothing more. Its capture was cut
 * short, and half a reading kept would be told as gaps; given up, its lease is free for the next one at once.
 */
export function storeUntil(store: StateStore, { signal }: Pick<Stop, 'signal'>): StateStore {
  return {
    ...store,
    putReadings: async (...args) => {
      refuseAfter(signal);
      return store.putReadings(...args);
    },
    commit: async (...args) => {
      refuseAfter(signal);
      return store.commit(...args);
    },
  };
}

function refuseAfter(signal: AbortSignal): void {
  if (signal.aborted)
    throw new PlumblineError('STOPPED', 'the instance was told to end; nothing of this pass was kept', {
      retryable: true,
    });
}
