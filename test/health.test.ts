import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSqliteStore } from '../shared/adapters/sqlite/state-store.ts';
import { runPass } from '../shared/pass.ts';
import type { PassReport } from '../shared/pass-report.ts';
import type { Notifier, SendRequest, StateStore } from '../shared/ports.ts';
import type { ScriptedSource } from './fakes/estate-source.ts';
import { shopMonitor, shopService, shopSource } from './fakes/shop-monitor.ts';

const HOUR_MS = 3_600_000;
let clock: Date;
let store: StateStore;
let source: ScriptedSource;
let sent: SendRequest[];
let closed: Set<string>;
let routes: { match: { environment?: string }; channel: string }[];

beforeEach(async () => {
  clock = new Date('2026-02-27T03:00:00Z');
  store = await openSqliteStore({ path: ':memory:', estate: 'shop', clock: { now: () => clock } });
  source = shopSource();
  sent = [];
  closed = new Set();
  routes = [];
});
afterEach(() => store.close());

const notifier: Notifier = {
  send: async (request) => {
    if (closed.has(request.channel))
      return { status: 'misconfigured', code: 'is_archived', detail: 'name another channel' };
    sent.push(request);
    return { status: 'sent', delivery: { channel: request.channel, ts: String(sent.length) } };
  },
  update: async (delivery) => ({ status: 'sent', delivery }),
  find: async () => 'absent',
};

async function pass(hours = 1): Promise<PassReport> {
  clock = new Date(clock.getTime() + hours * HOUR_MS);
  const monitor = shopMonitor({ store, notifier, source, now: () => clock });
  const { contract } = monitor;
  const routed = { ...contract, alerts: { ...contract.alerts, routes } };
  return (await runPass({ ...monitor, contract: routed }, 'schedule')) as PassReport;
}

/** What became of findings of kind read-gap in a pass. */
function gaps({ transitions, moved }: PassReport): string[] {
  const kinds = new Map(moved.map(({ fingerprint, kind }) => [fingerprint, kind]));
  return transitions
    .filter(({ fingerprint }) => kinds.get(fingerprint) === 'read-gap')
    .map(({ kind, subject }) => `${kind} ${subject}`);
}

function services(count: number) {
  return ['web', 'api', ...Array.from({ length: count - 2 }, (_, index) => `s${index}`)].map((name) =>
    shopService('prod', name),
  );
}

/** No service, and the accounts that are there all the same. */
function nobody() {
  return services(3).map(({ body }) => {
    const { template } = body as { template: { serviceAccount: string } };
    const email = template.serviceAccount;
    return {
      resource: 'iam.serviceAccounts' as const,
      region: null,
      name: email,
      body: { email, uniqueId: '1' },
    };
  });
}

describe('a list that becomes empty at once', () => {
  test('is told as what nobody sees any more, beside what disappeared, until something is listed', async () => {
    source.documents.prod = services(3);
    await pass();
    source.documents.prod = nobody();
    const emptied = await pass();
    expect(gaps(emptied)).toEqual(['opened run.services/us-central1']);
    // The roles that lost their services, and the gap.
    expect(emptied.transitions.filter(({ kind }) => kind === 'opened')).toHaveLength(3);
    const alert = sent.at(-1)?.message.items.find(({ finding }) => finding.kind === 'read-gap');
    expect(alert?.finding).toMatchObject({ severity: 'high', before: 3, after: 'EMPTIED' });
    expect(alert?.finding.message).toMatch(/lists nothing; 3 were there/);
    expect(gaps(await pass())).toEqual([]);
    source.documents.prod = services(3);
    expect(gaps(await pass())).toEqual(['resolved run.services/us-central1']);
  });

  test('that had two resources is told by those two alone', async () => {
    await pass();
    source.documents.prod = [];
    const gone = await pass();
    expect(gaps(gone)).toEqual([]);
    expect(gone.transitions.length).toBeGreaterThanOrEqual(1);
  });

  test('that lost most of what it had is whole all the same', async () => {
    source.documents.prod = services(9);
    await pass();
    source.documents.prod = services(2);
    expect(gaps(await pass())).toEqual([]);
  });

  test('that nobody could read is a gap of another kind', async () => {
    source.documents.prod = services(3);
    await pass();
    source.gaps['prod|run.services'] = { status: 'DENIED', detail: 'no' };
    source.documents.prod = nobody();
    await pass();
    const [gap] = (await store.listFindings(['open'])).filter(({ kind }) => kind === 'read-gap');
    expect(gap?.after).toBe('DENIED');
  });
});

describe('a channel that takes nothing', () => {
  test('is told in the default channel after an hour, and when messages arrive again', async () => {
    routes = [{ match: { environment: 'prod' }, channel: '#prod-drift' }];
    await pass();
    closed.add('#prod-drift');
    source.documents.prod = [shopService('prod', 'web', { ingress: 'all' }), shopService('prod', 'api')];
    expect(gaps(await pass())).toEqual([]);
    const blind = await pass();
    expect(gaps(blind)).toEqual(['opened alerts/#prod-drift']);
    expect(blind.delivery).toMatchObject({ pending: 1, oldestPendingAt: '2026-02-27T05:00:00.000Z' });
    expect(sent.at(-1)).toMatchObject({ channel: '#drift', message: { environment: 'prod' } });
    expect(sent.at(-1)?.message.items[0]?.finding.message).toMatch(
      /Messages to #prod-drift are undelivered since 2026-02-27T05.*is_archived/,
    );
    expect(gaps(await pass())).toEqual([]);
    closed.clear();
    expect(gaps(await pass())).toEqual(['resolved alerts/#prod-drift']);
    expect(sent.at(-1)).toMatchObject({ channel: '#drift', message: { kind: 'resolved' } });
  });

  test('is a finding without a message where it is the default channel itself', async () => {
    await pass();
    closed.add('#drift');
    source.documents.prod = [shopService('prod', 'web', { ingress: 'all' }), shopService('prod', 'api')];
    await pass();
    const blind = await pass();
    expect(gaps(blind)).toEqual(['opened alerts/#drift']);
    expect(blind.alerts).toEqual([]);
    closed.clear();
    const mended = await pass();
    expect(mended.delivery).toMatchObject({ sent: 1, pending: 0 });
    expect(mended.alerts).toEqual([]);
    expect(gaps(mended)).toEqual(['resolved alerts/#drift']);
  });
});

describe('passes in a row that could not read everything', () => {
  test('are counted, and the answer says since when', async () => {
    await pass();
    source.gaps['prod|apikeys.keys'] = { status: 'DENIED', detail: 'apikeys.keys.list is missing' };
    const detailOf = ({ report }: PassReport) =>
      report.coverage.find(
        ({ resource, environment }) => environment === 'prod' && resource === 'apikeys.keys',
      )?.detail;
    expect(detailOf(await pass())).toBe('apikeys.keys.list is missing');
    expect(detailOf(await pass())).toBe(
      'apikeys.keys.list is missing; not read since 2026-02-27T05:00:00.000Z',
    );
    expect((await store.loadState()).health).toEqual({ partialInARow: 2 });
    source.gaps = {};
    await pass();
    expect((await store.loadState()).health).toEqual({ partialInARow: 0 });
  });
});
