import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, jest, test } from '@jest/globals';
import type { Answer } from '../../../shared/adapters/google/answer.ts';
import { createGoogleSource } from '../../../shared/adapters/google/source.ts';
import type { ReadRequest, Transport } from '../../../shared/adapters/google/transport.ts';
import { captureEstate } from '../../../shared/estate/capture.ts';
import { createValueReducer } from '../../../shared/estate/value-reducer.ts';
import type { JsonObject } from '../../../shared/snapshot/json.ts';
import { serviceInput } from './live-estate.ts';

// A worker that ran many tests has a large heap to collect, once a page.
jest.setTimeout(120_000);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const PAGES = 5;
const PARENT = 'projects/shop-prod/locations/us-central1';

/** What a page of a list holds; lists that are not told apart here are empty. */
function pageOf(path: string, page: number): JsonObject | null {
  const more = page + 1 < PAGES ? { nextPageToken: String(page + 1) } : {};
  const names = Array.from({ length: 20 }, (_, index) => `n${page}-${index}`);
  if (path.endsWith(`/v2/${PARENT}/services`)) {
    const services = names.map((name) => ({ ...serviceInput(name), name: `${PARENT}/services/${name}` }));
    return { services: JSON.parse(JSON.stringify(services)), ...more };
  }
  if (path.endsWith('/projects/shop-prod/secrets'))
    return {
      secrets: names.map((name) => ({ name: `projects/1/secrets/${name}`, replication: { automatic: {} } })),
      ...more,
    };
  return null;
}

/** A transport that knows how many pages it gave out are still held by somebody. */
function watchedTransport() {
  const pages: WeakRef<JsonObject>[] = [];
  let most = 0;
  const get = async ({ path, query }: ReadRequest): Promise<Answer> => {
    await new Promise(setImmediate);
    const body = pageOf(path, Number(query?.pageToken ?? 0));
    if (body === null) return { ok: true, body: {} };
    collectGarbage();
    most = Math.max(most, pages.filter((page) => page.deref() !== undefined).length);
    pages.push(new WeakRef(body));
    return { ok: true, body };
  };
  const transport: Transport = {
    get,
    post: async () => ({ ok: true, body: {} }),
    stats: () => ({ calls: 0, retries: 0, byRequest: {} }),
  };
  return { transport, given: () => pages.length, most: () => most };
}

test('a page is turned into canonical documents and let go before the next one is there', async () => {
  const watched = watchedTransport();
  const snapshot = await captureEstate({
    estate: 'shop',
    targets: [{ environment: 'prod', project: 'shop-prod', regions: ['us-central1'] }],
    source: createGoogleSource(watched.transport),
    reduce: createValueReducer({ key: new Uint8Array(32), environments: [] }),
    now: new Date('2026-02-27T03:00:00Z'),
    signal: new AbortController().signal,
  });
  const documents = snapshot.readings.flatMap((reading) => Object.keys(reading.documents));
  expect(documents.length).toBeGreaterThan(2 * PAGES * 20);
  expect(watched.given()).toBe(2 * PAGES);
  // Two lists are read at once: one page of each.
  expect(watched.most()).toBeLessThanOrEqual(2);
});
