/** Slack takes about one message a second in a channel, and a few at once; a little more leaves room. */
const INTERVAL_MS = 1_100;
const AT_ONCE = 5;

/** Waits until a channel may get its next message. */
export type Pace = (channel: string) => Promise<void>;

/** Keeps to a channel's rate over all drains that share it; clock and waiting are given. */
export function createPace(time: { now(): Date; wait(ms: number): Promise<void> }): Pace {
  /** When a channel that was used as fast as it may be is rested again. */
  const rested = new Map<string, number>();
  return async (channel) => {
    const now = time.now().getTime();
    const next = Math.max(now, rested.get(channel) ?? 0) + INTERVAL_MS;
    rested.set(channel, next);
    const ms = next - AT_ONCE * INTERVAL_MS - now;
    if (ms > 0) await time.wait(ms);
  };
}
