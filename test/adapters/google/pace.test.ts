import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALLOWLIST } from '../../../shared/adapters/google/allowlist.ts';
import { callsPerMinute, createPace } from '../../../shared/adapters/google/pace.ts';
import type { Time } from '../../../shared/adapters/google/time.ts';
import { createTransport } from '../../../shared/adapters/google/transport.ts';
import type { GoogleSimulator } from '../../simulator/google.ts';
import { startGoogleSimulator } from '../../simulator/google.ts';
import { fakeTime } from './fake-time.ts';
import { throttled } from './google-errors.ts';
import { capture, gapsOf, idsOf } from './live-estate.ts';

const NEVER = new AbortController().signal;
const SECRETS = 'secretmanager.googleapis.com';

/** The most events of any minute. */
function busiest(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  let from = 0;
  let most = 0;
  sorted.forEach((at, index) => {
    while ((sorted[from] ?? 0) <= at - 60_000) from += 1;
    most = Math.max(most, index - from + 1);
  });
  return most;
}

/** Instants at which `count` calls went out that were all asked for at once. */
async function send(time: Time, calls: { key: string; quota: number }[]): Promise<number[]> {
  const pace = createPace(time);
  const times: number[] = [];
  await Promise.all(
    calls.map(async ({ key, quota }) => {
      while (!pace.isOpen(key, quota)) await pace.whenOpen(key, quota, NEVER);
      pace.sent(key);
      times.push(time.now());
    }),
  );
  return times;
}

function calls(count: number, quota: number, key = 'a'): { key: string; quota: number }[] {
  return Array.from({ length: count }, () => ({ key, quota }));
}

describe('the pace', () => {
  test('a burst within the quota is not slowed', async () => {
    const time = fakeTime();
    expect(await send(time, calls(240, 540))).toEqual(Array(240).fill(0));
    expect(time.slept).toEqual([]);
  });

  test('beyond it, no minute holds more than the quota, and none of it is wasted', async () => {
    const time = fakeTime();
    const times = await send(time, calls(2001, 540));
    expect(times).toHaveLength(2001);
    expect(busiest(times)).toBe(540);
    expect(time.now()).toBe(3 * 60_000);
  });

  test('holds for whatever is asked whenever', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 40 }),
        async (quota, gaps) => {
          const time = fakeTime();
          const pace = createPace(time);
          const times: number[] = [];
          for (const gap of gaps) {
            await time.sleep(gap, NEVER);
            await pace.whenOpen('a', quota, NEVER);
            expect(pace.isOpen('a', quota)).toBe(true);
            // Some wait for a place and do not use it.
            if (gap % 7 === 0) continue;
            times.push(time.now());
            pace.sent('a');
          }
          expect(busiest(times)).toBeLessThanOrEqual(quota);
        },
      ),
    );
  });

  test('one key waits for no other', async () => {
    const time = fakeTime();
    const times = await send(time, [...calls(5, 5, 'a'), ...calls(5, 5, 'b')]);
    expect(times).toEqual(Array(10).fill(0));
  });

  test('who came first goes first', async () => {
    const pace = createPace(fakeTime());
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        await pace.whenOpen('a', 4, NEVER);
        pace.sent('a');
        order.push(index);
      }),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('at the end of the pass nobody waits', async () => {
    const end = new AbortController();
    const time = { ...fakeTime(), sleep: async () => end.abort() };
    const pace = createPace(time);
    pace.sent('a');
    pace.sent('a');
    await Promise.all(Array.from({ length: 50 }, () => pace.whenOpen('a', 2, end.signal)));
    expect(end.signal.aborted).toBe(true);
    expect(pace.isOpen('a', 2)).toBe(false);
  });

  test.each([
    [SECRETS, 540],
    ['secretmanager.{region}.rep.googleapis.com', 540],
    ['cloudresourcemanager.googleapis.com', 540],
    ['iam.googleapis.com', 5400],
    ['logging.googleapis.com', 54],
    ['run.googleapis.com', 1080],
  ])('%s: %i calls a minute, below what Google publishes', (host, expected) => {
    expect(callsPerMinute(host)).toBe(expected);
  });

  test('every host of the allowlist has one', () => {
    for (const { host } of ALLOWLIST) expect(callsPerMinute(host)).toBeGreaterThan(0);
  });
});

describe('a transport', () => {
  /** Answers everything; notes when each request went out. */
  function noting(time: Time, answer: () => Response = () => Response.json({})) {
    const sent: { at: number; lane: string }[] = [];
    const transport = createTransport({
      auth: { headers: async () => ({ ok: true, headers: {} }) },
      concurrency: 24,
      time,
      random: () => 0,
      fetch: async (url) => {
        const { host, pathname } = new URL(String(url));
        sent.push({ at: time.now(), lane: `${host} ${pathname.split('/')[3]}` });
        return answer();
      },
    });
    return { transport, sent };
  }

  test('never asks an API of one project more often than its quota, regions counted apart', async () => {
    const time = fakeTime();
    const { transport, sent } = noting(time);
    const regional = 'secretmanager.us-east1.rep.googleapis.com';
    await Promise.all(
      Array.from({ length: 700 }, (_, index) => [
        transport.get({ host: SECRETS, path: `/v1/projects/shop-prod/secrets/s${index}/versions` }),
        transport.get({ host: SECRETS, path: `/v1/projects/shop-dev/secrets/s${index}/versions` }),
        transport.get({ host: regional, path: '/v1/projects/shop-prod/locations/us-east1/secrets' }),
      ]).flat(),
    );
    expect(sent).toHaveLength(2100);
    const lanes = Map.groupBy(sent, ({ lane }) => lane);
    expect([...lanes.keys()].sort()).toEqual([
      `${SECRETS} shop-dev`,
      `${SECRETS} shop-prod`,
      `${regional} shop-prod`,
    ]);
    for (const requests of lanes.values()) {
      const most = busiest(requests.map(({ at }) => at));
      expect(most).toBeGreaterThan(530);
      expect(most).toBeLessThanOrEqual(540);
    }
  });

  test('counts further tries too', async () => {
    const time = fakeTime();
    const { transport, sent } = noting(time, () => new Response('{}', { status: 503 }));
    await Promise.all(
      Array.from({ length: 600 }, () =>
        transport.get({ host: SECRETS, path: '/v1/projects/shop-prod/secrets' }),
      ),
    );
    expect(sent.length).toBe(600 + 64);
    expect(busiest(sent.map(({ at }) => at))).toBeLessThanOrEqual(540);
  });

  test('goes on after "too many": a turn that was not used is given again', async () => {
    const time = fakeTime();
    let refuse = 1;
    const { transport, sent } = noting(time, () => {
      refuse -= 1;
      const { status = 429, json } = throttled('30');
      return refuse < 0
        ? Response.json({})
        : Response.json(json, { status, headers: { 'retry-after': '30' } });
    });
    const answers = await Promise.all(
      Array.from({ length: 900 }, () =>
        transport.get({ host: SECRETS, path: '/v1/projects/shop-prod/secrets' }),
      ),
    );
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(sent).toHaveLength(901);
    expect(busiest(sent.map(({ at }) => at))).toBeLessThanOrEqual(540);
    expect(time.now()).toBeLessThanOrEqual(4 * 60_000);
  });
});

describe('an estate', () => {
  let google: GoogleSimulator;
  afterEach(() => google.close());

  async function withSecrets(count: number): Promise<void> {
    google = await startGoogleSimulator({ validate: false });
    google.estate.addProject('shop-prod');
    for (let index = 0; index < count; index += 1) google.estate.addSecret('shop-prod', `S${index}`);
  }
  const targets = [{ environment: 'prod', project: 'shop-prod', regions: ['us-central1'] }];

  test('of 120 secrets a project never waits', async () => {
    await withSecrets(120);
    const time = fakeTime();
    expect(gapsOf(await capture(google, { targets, time }))).toEqual([]);
    expect(time.slept).toEqual([]);
    expect(google.requests.filter(({ address }) => address === SECRETS)).toHaveLength(242);
  });

  test('of 1,000 secrets a project is read whole, at most 600 calls in any minute', async () => {
    await withSecrets(1000);
    const time = fakeTime();
    const at: number[] = [];
    const timed: typeof fetch = (input, init) => {
      if (String(input).includes(`/${SECRETS}/`)) at.push(time.now());
      return fetch(input, init);
    };
    const snapshot = await capture(google, { targets, time, fetch: timed });
    expect(gapsOf(snapshot)).toEqual([]);
    expect(idsOf(snapshot, 'prod', 'secretmanager.versions')).toHaveLength(1000);
    expect(at).toHaveLength(2002);
    expect(busiest(at)).toBeLessThanOrEqual(600);
    // Well inside the time of a pass.
    expect(time.now()).toBe(180_000);
  });
});
