import { describe, expect, test } from '@jest/globals';
import { WINDOW_RETENTION_MS } from '../../../shared/adapters/store/retention.ts';
import type { BreakGlassWindow } from '../../../shared/break-glass/model.ts';
import { keep } from './actions.ts';
import { type Bench, ManualClock } from './harness.ts';
import { pass, START } from './records.ts';

const window = (id: string, change: Partial<BreakGlassWindow> = {}): BreakGlassWindow => ({
  id,
  ticket: 'INC-1',
  reason: 'prod is down',
  actor: null,
  environment: 'prod',
  openedAt: '2026-02-27T03:10:00.000Z',
  expiresAt: '2026-02-27T07:10:00.000Z',
  requests: ['r-1'],
  runIds: ['run-1'],
  changes: [],
  leftOut: 0,
  closed: null,
  ...change,
});

/** Break-glass windows: kept with the pass they belong to, and changed by people. */
export function windowsSuite({ open }: Bench): void {
  describe('break-glass windows', () => {
    test('are kept with a pass, replaced by a later one, and listed newest first', async () => {
      const store = await open();
      expect(await store.listWindows()).toEqual([]);
      await keep(store, pass('run-1', { windows: [window('a')] }));
      const later = window('b', { openedAt: '2026-02-28T03:10:00.000Z' });
      const again = window('a', { runIds: ['run-1', 'run-2'] });
      await keep(store, pass('run-2', { windows: [again, later] }));
      await keep(store, pass('run-3'));
      expect(await store.listWindows()).toEqual([later, again]);
    });

    test('a pass that is refused keeps none', async () => {
      const store = await open();
      const lost = await store.acquireLease({ owner: 'a', ttlMs: 1_000, request: null });
      if (!lost.granted) throw new Error('the lease of a fresh estate is free');
      await store.releaseLease(lost.lease);
      await keep(store, pass('run-2'));
      expect(await store.commit(lost.lease, pass('run-1', { windows: [window('a')] }))).toBe('fenced');
      expect(await store.listWindows()).toEqual([]);
    });

    test('are changed by people; what refuses leaves them as they were', async () => {
      const store = await open();
      await keep(store, pass('run-1', { windows: [window('a')] }));
      const closed = { by: 'ann', reason: 'done', at: '2026-02-27T05:00:00.000Z' };
      expect(await store.updateWindow('a', (found) => ({ ...found, closed }))).toEqual(
        window('a', { closed }),
      );
      const refuse = () => {
        throw new Error('no');
      };
      await expect(store.updateWindow('a', refuse)).rejects.toThrow('no');
      expect(await store.listWindows()).toEqual([window('a', { closed })]);
      expect(await store.updateWindow('nobody', (found) => found)).toBeNull();
    });

    test('are forgotten when the audit log that explains them is', async () => {
      const clock = new ManualClock(START);
      const store = await open(clock);
      await keep(store, pass('run-1', { windows: [window('a')] }));
      clock.advance(WINDOW_RETENTION_MS - 1);
      expect(await store.listWindows()).toHaveLength(1);
      clock.advance(1);
      expect(await store.listWindows()).toEqual([]);
    });
  });
}
