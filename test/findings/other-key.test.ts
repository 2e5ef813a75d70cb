import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import { createFingerprint, createValueReducer } from '../../shared/estate/value-reducer.ts';
import { gateVerdict } from '../../shared/gate/gate.ts';
import { openGate } from '../../shared/gate/open-gate.ts';
import { runPass } from '../../shared/pass.ts';
import type { Notifier, StateStore } from '../../shared/ports.ts';
import { settleFinding } from '../../shared/settle-finding.ts';
import { type ScriptedSource, serviceOf } from '../fakes/estate-source.ts';
import { shopMonitor, shopService, shopSource } from '../fakes/shop-monitor.ts';

const outside: Notifier = {
  send: async ({ channel }) => ({ status: 'sent', delivery: { channel, ts: '1' } }),
  update: async (delivery) => ({ status: 'sent', delivery }),
  find: async () => 'absent',
};

let now: Date;
let store: StateStore;
let source: ScriptedSource;
beforeEach(async () => {
  now = new Date('2026-02-27T03:00:00Z');
  store = await openSqliteStore({ path: ':memory:', estate: 'shop', clock: { now: () => now } });
  source = shopSource();
  for (const environment of ['dev', 'prod']) put(environment, { LOG: 'info', MODE: 'a' });
});
afterEach(() => store.close());

/** A service with literals, beside one whose ingress is not as declared. */
function put(environment: string, env: Record<string, string>, ingress = 'INGRESS_TRAFFIC_ALL'): void {
  const service = serviceOf(
    { project: `shop-${environment}`, name: 'web' },
    {
      ingress,
      template: {
        serviceAccount: `cr-web@shop-${environment}.iam.gserviceaccount.com`,
        containers: [{ image: 'app:1', env: Object.entries(env).map(([name, value]) => ({ name, value })) }],
      },
    },
  );
  source.documents[environment] = [service, shopService(environment, 'api')];
}

function monitor(byte: number) {
  const key = new Uint8Array(32).fill(byte);
  return shopMonitor(
    { store, notifier: outside, source, now: () => now },
    { reduce: createValueReducer({ key, environments: [] }), fingerprintOf: createFingerprint(key) },
  );
}

/** A pass with a key; answers what it decided in prod. */
async function pass(byte: number): Promise<string[]> {
  now = new Date(now.getTime() + 3_600_000);
  const answer = await runPass(monitor(byte), 'schedule');
  if (answer.outcome === 'coalesced') throw new Error('the pass stood back');
  return answer.transitions
    .filter(({ environment }) => environment === 'prod')
    .map(({ kind, reason, subject }) => `${kind} ${reason} ${subject}`);
}

it('a key that was replaced is told once for an environment, not as a drift for each literal', async () => {
  await pass(1);
  expect(await pass(1)).toEqual([]);
  expect(await pass(2)).toEqual(['opened new-read-gap literals']);
  expect(await pass(2)).toEqual(['resolved compared-again literals']);
  expect(await pass(2)).toEqual([]);
  put('prod', { LOG: 'debug', MODE: 'a' });
  expect(await pass(2)).toEqual([
    'opened new-drift run.services/us-central1/web template.containers.main.env.LOG',
  ]);
});

it('what is no literal is compared all the same, and so is that a literal came or went', async () => {
  await pass(1);
  put('prod', { LOG: 'info', MORE: 'b' }, 'INGRESS_TRAFFIC_NONE');
  expect((await pass(2)).sort()).toEqual([
    'changed value-changed run.services/us-central1/web ingress',
    'opened new-drift run.services/us-central1/web template.containers.main.env.MORE',
    'opened new-read-gap literals',
    'opened new-violation run.services/us-central1/web template.containers.main.env.MODE',
  ]);
});

it('what was accepted under the old key stays so', async () => {
  await pass(1);
  const [open] = await store.listFindings(['open']);
  if (open === undefined) throw new Error('nothing is open');
  const { fingerprint } = open;
  const accept = { action: 'accept', fingerprint, by: 'ann', reason: 'known', expires: null } as const;
  await settleFinding(store, accept, now);
  expect(await pass(2)).toEqual(['opened new-read-gap literals']);
  expect((await store.listFindings(['accepted'])).map((one) => one.fingerprint)).toEqual([fingerprint]);
});

it('a gate after a release does not say that nothing was changed', async () => {
  await pass(1);
  const look = { store, now, signal: new AbortController().signal, smoke: false };
  const verdictWith = async (byte: number) => {
    const gate = await openGate('post', monitor(byte), look);
    return [gate.isOtherKey, gateVerdict({ ...gate, blocking: [] })];
  };
  expect(await verdictWith(1)).toEqual([false, 0]);
  expect(await verdictWith(2)).toEqual([true, 3]);
});
