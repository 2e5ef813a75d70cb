import { expect, test } from '@jest/globals';
import { openFirestoreStore } from '../../../shared/adapters/firestore/state-store.ts';
import { runPass } from '../../../shared/pass.ts';
import type { PassReport } from '../../../shared/pass-report.ts';
import type { Notifier } from '../../../shared/ports.ts';
import { describeWithEmulator } from '../../emulator/emulator.ts';
import { shopMonitor, shopService, shopSource } from '../../fakes/shop-monitor.ts';
import { PROJECT } from './harness.ts';

const notifier: Notifier = {
  send: async ({ channel }) => ({ status: 'sent', delivery: { channel, ts: '1' } }),
  update: async (delivery) => ({ status: 'sent', delivery }),
  find: async () => 'absent',
};

describeWithEmulator('what a pass costs Firestore', () => {
  test('unchanged: at most 6 writes and 10 reads + the open findings, opening the store included', async () => {
    const options = { database: '(default)', projectId: PROJECT, estate: `cost-${process.pid}` };
    const source = shopSource();
    const onePass = async () => {
      const store = await openFirestoreStore(options);
      const monitor = shopMonitor({ store, notifier, source, now: () => new Date() });
      const answer = (await runPass(monitor, 'schedule')) as PassReport;
      await store.close();
      return { answer, ...store.counters };
    };
    await onePass();
    const opened = { ingress: 'all', invokerOpen: true } as const;
    source.documents.prod = ['web', 'api'].map((name) => shopService('prod', name, opened));
    const moved = await onePass();
    const unchanged = await onePass();

    expect(moved.answer.open).toBeGreaterThanOrEqual(4);
    expect(unchanged.answer).toMatchObject({ open: moved.answer.open, transitions: [], alerts: [] });
    expect(unchanged).toMatchObject({ reads: 9 + moved.answer.open, writes: 4 });
    expect(unchanged.writes).toBeLessThanOrEqual(6);
    expect(unchanged.reads).toBeLessThanOrEqual(10 + moved.answer.open);
  });
});
