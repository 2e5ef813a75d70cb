import type { Time } from './time.ts';

/**
 * Reads a minute that Google publishes for one API and project, by host as the allowlist writes it. The
 * other APIs publish none for reads, or are asked once a pass.
 */
const PER_MINUTE: Record<string, number> = {
  'secretmanager.googleapis.com': 600,
  'secretmanager.{region}.rep.googleapis.com': 600,
  'cloudresourcemanager.googleapis.com': 600,
  'iam.googleapis.com': 6000,
  'logging.googleapis.com': 60,
};
const UNPUBLISHED = 1200;
/** The rest of a quota is left to the estate's own programs. */
const SHARE = 0.9;
const WINDOW_MS = 60_000;

/**
 * Spreads the calls to one API of one project: never more in any minute than its share of the quota. A
 * first burst of that many is not slowed, so an estate of common size never waits.
 */
export interface Pace {
  /** Whether one call more may go out now. */
  isOpen(key: string, quota: number): boolean;
  /** Resolves when one may, or at once where the signal is aborted; first come, first served. */
  whenOpen(key: string, quota: number, signal: AbortSignal): Promise<void>;
  /** A call goes out now. */
  sent(key: string): void;
}

/** What is known of one API and project. */
interface Lane {
  /** When the calls of the last minute went out, oldest first. */
  sent: number[];
  /** Settles with the last wait that was asked for. */
  tail: Promise<void>;
}

/** How many calls a minute may go to an API (by host as the allowlist writes it) for one project. */
export function callsPerMinute(host: string): number {
  return Math.floor((PER_MINUTE[host] ?? UNPUBLISHED) * SHARE);
}

/** Answers a pace by which nothing was sent yet. */
export function createPace(time: Time): Pace {
  const lanes = new Map<string, Lane>();
  const laneOf = (key: string): Lane => {
    const lane = lanes.get(key) ?? { sent: [], tail: Promise.resolve() };
    lanes.set(key, lane);
    return lane;
  };
  const waitFor = (lane: Lane, quota: number): number => {
    const now = time.now();
    while (lane.sent.length > 0 && (lane.sent[0] ?? now) <= now - WINDOW_MS) lane.sent.shift();
    return lane.sent.length < quota ? 0 : (lane.sent[0] ?? now) + WINDOW_MS - now;
  };
  return {
    isOpen: (key, quota) => waitFor(laneOf(key), quota) === 0,
    whenOpen: (key, quota, signal) => {
      const lane = laneOf(key);
      // One of a lane waits at a time, so that a thousand do not wake for one free place.
      lane.tail = lane.tail.then(async () => {
        for (let wait = waitFor(lane, quota); wait > 0 && !signal.aborted; wait = waitFor(lane, quota))
          await time.sleep(wait, signal);
      });
      return lane.tail;
    },
    sent: (key) => {
      laneOf(key).sent.push(time.now());
    },
  };
}
