import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../shared/adapters/google/answer.ts';
import { readPages } from '../../../shared/adapters/google/pages.ts';
import type { JsonObject } from '../../../shared/snapshot/json.ts';

const UNAVAILABLE: Answer = {
  ok: false,
  failure: { kind: 'http', status: 503, error: null, retryAfterMs: null },
  host: 'run.googleapis.com',
  project: 'shop-prod',
  permission: 'run.services.list',
  attempts: 1,
};

/** Reads pages given in order; answers the end, what was taken and the tokens asked with. */
async function read(pages: (JsonObject | Answer)[], nextToken?: (page: JsonObject) => unknown) {
  const asked: (string | null)[] = [];
  const taken: unknown[] = [];
  const end = await readPages({
    ask: async (token) => {
      asked.push(token);
      const page = pages[asked.length - 1] ?? {};
      return 'ok' in page ? (page as Answer) : { ok: true, body: page };
    },
    items: 'services',
    take: (items) => taken.push(...items.map((item) => item.name)),
    ...(nextToken === undefined ? {} : { nextToken }),
  });
  return { end, taken, asked };
}

const A = { name: 'a' };
const B = { name: 'b' };

describe('a list is read to its end', () => {
  test.each([
    ['one page', [{ services: [A, B] }], ['a', 'b'], [null]],
    ['no items at all', [{}], [], [null]],
    ['two pages', [{ services: [A], nextPageToken: 't' }, { services: [B] }], ['a', 'b'], [null, 't']],
    ['an empty page with a next token', [{ nextPageToken: 't' }, { services: [B] }], ['b'], [null, 't']],
    [
      'two empty pages in a row',
      [{ nextPageToken: 't' }, { services: [], nextPageToken: 'u' }, { services: [B] }],
      ['b'],
      [null, 't', 'u'],
    ],
    ['an empty token', [{ services: [A], nextPageToken: '' }], ['a'], [null]],
  ])('%s', async (_, pages, taken, asked) => {
    expect(await read(pages)).toEqual({ end: { ok: true, unreachable: [] }, taken, asked });
  });

  test('places that did not answer are kept from every page', async () => {
    const { end } = await read([
      { services: [A], unreachable: ['us-east1'], nextPageToken: 't' },
      { unreachable: ['asia-east1', 'us-east1'] },
    ]);
    expect(end).toEqual({ ok: true, unreachable: ['asia-east1', 'us-east1'] });
  });

  test('with the token where an older API keeps it', async () => {
    const next = (page: JsonObject) => (page.metadata as JsonObject | undefined)?.continue;
    const { asked } = await read([{ metadata: { continue: 'c' } }, { metadata: {} }], next);
    expect(asked).toEqual([null, 'c']);
  });
});

describe('a list that is not whole is a gap', () => {
  test('dead from the start', async () => {
    const { end } = await read([UNAVAILABLE]);
    expect(end).toEqual({
      ok: false,
      gap: { status: 'UNREACHABLE', detail: expect.not.stringContaining('page') },
    });
  });

  test('dead after its first page', async () => {
    const { end } = await read([{ services: [A], nextPageToken: 't' }, UNAVAILABLE]);
    expect(end).toEqual({
      ok: false,
      gap: { status: 'UNREACHABLE', detail: expect.stringContaining('page 2') },
    });
  });

  test.each([
    ['the same token twice', [{ nextPageToken: 't' }, { nextPageToken: 't' }]],
    ['tokens in a circle', [{ nextPageToken: 't' }, { nextPageToken: 'u' }, { nextPageToken: 't' }]],
    ['items that are no list', [{ services: 'x' }]],
    ['items that are an object', [{ services: { a: A } }]],
    ['an item that is no object', [{ services: [A, 'b'] }]],
    ['a token that is no text', [{ nextPageToken: 7 }]],
    ['unreachable that is no list', [{ unreachable: 'us-east1' }]],
  ])('%s', async (_, pages) => {
    const { end, asked } = await read(pages);
    expect(end).toEqual({ ok: false, gap: { status: 'ERROR', detail: expect.stringContaining('services') } });
    expect(asked.length).toBeLessThanOrEqual(3);
  });
});
