import type { Time } from '../../../shared/adapters/google/time.ts';

/** A clock that only sleeping moves; `slept` says how long each sleep was, in milliseconds. */
export function fakeTime(start = 0): Time & { slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      if (!signal.aborted) {
        slept.push(ms);
        now += ms;
      }
    },
  };
}
