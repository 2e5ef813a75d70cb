import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { RETENTION_MS } from '../../../shared/adapters/store/retention.ts';
import type { StateStore } from '../../../shared/ports.ts';
import { keep } from './actions.ts';
import { type Bench, ManualClock } from './harness.ts';
import { after, DAY, pass, START, sha } from './records.ts';

/** Commits a baseline that refers to exactly these texts. */
async function refer(store: StateStore, runId: string, texts: string[]): Promise<void> {
  const pointers = texts.map((text) => [
    `scope of ${text.slice(0, 40)}`,
    { sha256: sha(text), readAt: after(0) },
  ]);
  await keep(store, pass(runId, { baseline: Object.fromEntries(pointers) }));
}

/** Readings: found by content, checked by content, kept as long as the baseline refers to them. */
export function readingsSuite({ open, harness, estate }: Bench): void {
  describe('readings', () => {
    test('come back as they were put, whoever asks', async () => {
      const [store, other] = await Promise.all([open(), open()]);
      const texts = ['{}', '{"ü":"✓ 🚀"}', '', '[[1],[2,[3]]]'];
      await store!.putReadings(Object.fromEntries(texts.map((text) => [sha(text), text])));
      const read = await other!.getReadings(texts.map(sha));
      expect(read).toEqual(Object.fromEntries(texts.map((text) => [sha(text), text])));
    });

    test('none asked for, none answered; none put, nothing done', async () => {
      const store = await open();
      await store.putReadings({});
      expect(await store.getReadings([])).toEqual({});
    });

    test('of 3 MB that hardly compress are whole again', async () => {
      const store = await open();
      const text = JSON.stringify({ noise: randomBytes(2_250_000).toString('base64') });
      expect(text.length).toBeGreaterThan(3_000_000);
      await store.putReadings({ [sha(text)]: text, [sha('{}')]: '{}' });
      await refer(store, 'run-1', [text, '{}']);
      const read = await store.getReadings([sha(text), sha('{}'), sha(text)]);
      expect(read[sha(text)] === text).toBe(true);
      expect(Object.keys(read)).toHaveLength(2);
    });

    test('of more than one request may hold are stored all the same', async () => {
      const store = await open();
      const texts = Array.from({ length: 5 }, () => randomBytes(2_000_000).toString('base64'));
      await store.putReadings(Object.fromEntries(texts.map((text) => [sha(text), text])));
      const read = await store.getReadings(texts.map(sha));
      expect(texts.every((text) => read[sha(text)] === text)).toBe(true);
    });

    test('under an id that is not their sha256 are refused', async () => {
      const store = await open();
      await expect(store.putReadings({ [sha('a')]: 'b' })).rejects.toMatchObject({ code: 'INTERNAL' });
      await expect(store.getReadings([sha('a')])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    });

    test.each(['reading-content', 'reading-gone'] as const)(
      '%s is an error, never an answer',
      async (kind) => {
        const store = await open();
        await store.putReadings({ [sha('one')]: 'one', [sha('two')]: 'two' });
        await harness().damage(estate(), { kind, id: sha('one') });
        const read = store.getReadings([sha('two'), sha('one')]);
        await expect(read).rejects.toMatchObject({ code: 'STORE_CORRUPT', retryable: false });
        expect(await store.getReadings([sha('two')])).toEqual({ [sha('two')]: 'two' });
      },
    );

    test('a baseline cannot refer to one that is not stored', async () => {
      const store = await open();
      await expect(refer(store, 'run-1', ['never put'])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
      expect((await store.loadState()).baseline).toBeNull();
    });

    test('a damaged one that leaves the baseline does not stop the next pass', async () => {
      const store = await open();
      await store.putReadings({ [sha('one')]: 'one', [sha('two')]: 'two' });
      await refer(store, 'run-1', ['one']);
      await harness().damage(estate(), { kind: 'reading-gone', id: sha('one') });
      await refer(store, 'run-2', ['two']);
      expect(Object.keys((await store.loadState()).baseline ?? {})).toEqual(['scope of two']);
    });
  });

  describe('retention of readings', () => {
    test('what the baseline refers to never expires; what nothing refers to does', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await store.putReadings({ [sha('kept')]: 'kept', [sha('left over')]: 'left over' });
      await refer(store, 'run-1', ['kept']);
      clock.advance(RETENTION_MS - 1);
      expect(await store.getReadings([sha('left over')])).toEqual({ [sha('left over')]: 'left over' });
      clock.advance(1);
      await expect(store.getReadings([sha('left over')])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
      clock.advance(1_000 * DAY);
      await refer(store, 'run-2', ['kept']);
      expect(await store.getReadings([sha('kept')])).toEqual({ [sha('kept')]: 'kept' });
    });

    test('what leaves the baseline is kept for the whole time from then on', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await store.putReadings({ [sha('old')]: 'old' });
      await refer(store, 'run-1', ['old']);
      clock.advance(500 * DAY);
      await store.putReadings({ [sha('new')]: 'new' });
      await refer(store, 'run-2', ['new']);
      clock.advance(RETENTION_MS - 1);
      expect(await store.getReadings([sha('old')])).toEqual({ [sha('old')]: 'old' });
      clock.advance(1);
      await expect(store.getReadings([sha('old')])).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    });

    test('what comes back into the baseline loses its expiry again', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await store.putReadings({ [sha('a')]: 'a', [sha('b')]: 'b' });
      await refer(store, 'run-1', ['a']);
      await refer(store, 'run-2', ['b']);
      clock.advance(RETENTION_MS - DAY);
      await store.putReadings({ [sha('a')]: 'a' });
      await refer(store, 'run-3', ['a']);
      clock.advance(10 * RETENTION_MS);
      expect(await store.getReadings([sha('a')])).toEqual({ [sha('a')]: 'a' });
    });

    test('what has expired can be put and referred to again', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await store.putReadings({ [sha('a')]: 'a' });
      clock.advance(RETENTION_MS);
      await store.putReadings({ [sha('a')]: 'a' });
      expect(await store.getReadings([sha('a')])).toEqual({ [sha('a')]: 'a' });
      await refer(store, 'run-1', ['a']);
    });
  });
}
