import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { systemTime } from '../../../shared/adapters/google/time.ts';
import type { Snapshot } from '../../../shared/snapshot/model.ts';
import type { GoogleSimulator } from '../../simulator/google.ts';
import { capture, gapsOf, idsOf, startShop } from './live-estate.ts';

let shop: GoogleSimulator;
afterEach(() => shop.close());

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => {
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

/** Every scope that was not read is NOT_CAPTURED, in words, and without a document. */
function expectCleanStop(snapshot: Snapshot): void {
  for (const { status, detail, documents } of snapshot.readings) {
    if (status === 'OK') continue;
    expect(status).toBe('NOT_CAPTURED');
    expect(detail).toMatch(/stopped before|not visible/);
    expect(documents).toEqual({});
  }
}

describe('the end of the pass', () => {
  test('before it began: everything is NOT_CAPTURED, and nothing was asked', async () => {
    shop = await startShop();
    const snapshot = await capture(shop, { end: AbortSignal.abort() });
    expectCleanStop(snapshot);
    expect(snapshot.readings.some(({ status }) => status === 'OK')).toBe(false);
    expect(shop.requests).toEqual([]);
  });

  test('in its middle: what was read is there, the rest is NOT_CAPTURED', async () => {
    shop = await startShop();
    const end = new AbortController();
    shop.faults.add({
      kind: 'slow',
      match: ({ path }) => {
        const late = path.endsWith('/locations/global/keys');
        if (late) setImmediate(() => end.abort());
        return late;
      },
    });
    const snapshot = await capture(shop, { end: end.signal });
    expectCleanStop(snapshot);
    expect(gapsOf(snapshot)).toContain('prod apikeys.keys - NOT_CAPTURED');
  });

  test.each([
    ['while nothing answers', (path: string) => path !== ''],
    [
      'while the members of lists are read',
      (path: string) => /:getIamPolicy$|\/versions$|\/keys$/.test(path),
    ],
    ['while the regions are looked for', (path: string) => /locations\/-|namespaces/.test(path)],
  ])('%s: comes at once, and no request follows', async (_, match) => {
    shop = await startShop();
    shop.faults.add({ kind: 'slow', match: ({ path }) => match(path) });
    const end = new AbortController();
    let sent = 0;
    const counting: typeof fetch = (input, init) => {
      sent += 1;
      return fetch(input, init);
    };
    // The clock is the machine's: a wait that ignored the end would outlast the test.
    const waits = { time: systemTime, timeoutMs: 60_000 };
    const under = capture(shop, { end: end.signal, fetch: counting, ...waits });
    while (!shop.requests.some(({ path }) => match(path))) await new Promise(setImmediate);
    const [began, before] = [performance.now(), sent];
    end.abort();
    const snapshot = await under;
    expect(performance.now() - began).toBeLessThan(2000);
    expect(sent).toBe(before);
    expectCleanStop(snapshot);
    expect(gapsOf(snapshot).length).toBeGreaterThan(0);
  });

  test('while a failure is waited for: that failure is what is told', async () => {
    shop = await startShop();
    const end = new AbortController();
    shop.faults.add({ kind: 'throttled', retryAfter: 30, match: { host: 'apikeys.googleapis.com' } });
    const time = {
      ...systemTime,
      sleep: async () => end.abort(),
    };
    const snapshot = await capture(shop, { end: end.signal, time });
    const statuses = new Set(snapshot.readings.map(({ status }) => status));
    expect([...statuses].every((status) => ['OK', 'NOT_CAPTURED', 'THROTTLED'].includes(status))).toBe(true);
    expect(gapsOf(snapshot).some((line) => line.endsWith('apikeys.keys - THROTTLED'))).toBe(true);
  });

  test('what was read before is whole: a list in its middle is none', async () => {
    shop = await startShop({ pageSize: 1 });
    const end = new AbortController();
    shop.faults.add({
      kind: 'slow',
      afterPages: 2,
      match: ({ path }) => path.endsWith('/projects/shop-prod/secrets'),
    });
    const under = capture(shop, { end: end.signal, timeoutMs: 60_000 });
    const third = () =>
      shop.requests.filter(({ path }) => path.endsWith('/projects/shop-prod/secrets')).length === 3;
    while (!third()) await new Promise(setImmediate);
    end.abort();
    const snapshot = await under;
    expectCleanStop(snapshot);
    expect(idsOf(snapshot, 'prod', 'secretmanager.secrets')).toEqual([]);
    expect(gapsOf(snapshot)).toContain('prod secretmanager.secrets - NOT_CAPTURED');
  });
});
