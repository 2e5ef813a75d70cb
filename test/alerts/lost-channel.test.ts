import { expect, test } from '@jest/globals';
import { createSlackNotifier } from '../../shared/adapters/slack/notifier.ts';
import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import { runPass } from '../../shared/pass.ts';
import { shopMonitor, shopService, shopSource } from '../fakes/shop-monitor.ts';
import { startSlackSimulator } from '../simulator/slack.ts';

const OLD = '#drift';
const NEW = '#drift-new';

/** A shop, a Slack whose old channel is archived on demand, and a pass an hour. */
async function open() {
  const clock = { at: Date.parse('2026-02-27T00:00:00Z') };
  const now = () => new Date(clock.at);
  const slack = await startSlackSimulator({ now });
  const store = await openSqliteStore({ path: ':memory:', estate: 'shop', clock: { now } });
  const source = shopSource();
  const notifier = createSlackNotifier({ token: 'xoxb-test', apiUrl: slack.url });
  const channel = { name: OLD };
  return {
    channel,
    ingress(api: 'all' | 'internal') {
      source.documents.prod = [shopService('prod', 'web'), shopService('prod', 'api', { ingress: api })];
    },
    archive() {
      const places = [OLD, slack.channelId(OLD)];
      const match = ({ args }: { args: { channel?: unknown } }) => places.includes(String(args.channel));
      slack.faults.add({ match, kind: 'error', error: 'is_archived' });
    },
    /** Texts that arrived in a channel. */
    texts: (name: string) =>
      slack.messages.filter((one) => one.channel === slack.channelId(name)).map(({ text }) => text),
    async pass() {
      clock.at += 3_600_000;
      const deps = shopMonitor({ store, notifier, source, now }, { defaultChannel: channel.name });
      const answer = await runPass(deps, 'schedule');
      return answer.outcome === 'coalesced' ? -1 : answer.delivery.pending;
    },
    async close() {
      await Promise.all([store.close(), slack.close()]);
    },
  };
}

test('what an archived channel did not take goes to the channel that is named instead', async () => {
  const shop = await open();
  try {
    await shop.pass();
    shop.archive();
    shop.ingress('all');
    expect(await shop.pass()).toBe(1);
    expect(await shop.pass()).toBe(1);
    shop.channel.name = NEW;
    expect(await shop.pass()).toBe(0);
    const told = [
      expect.stringMatching(/^CRITICAL · prod · api · ingress opened/),
      expect.stringMatching(/^RESOLVED · prod · #drift · messages do not arrive/),
    ];
    expect(shop.texts(NEW)).toEqual(told);
    expect(await shop.pass()).toBe(0);
    expect(shop.texts(NEW)).toEqual(told);
  } finally {
    await shop.close();
  }
});

test('the end of what was told in a channel that is archived since is told where people are now', async () => {
  const shop = await open();
  try {
    await shop.pass();
    shop.ingress('all');
    await shop.pass();
    shop.archive();
    shop.ingress('internal');
    expect(await shop.pass()).toBe(1);
    shop.channel.name = NEW;
    expect(await shop.pass()).toBe(0);
    expect(shop.texts(NEW)).toEqual([expect.stringMatching(/^RESOLVED · prod · api · ingress opened/)]);
  } finally {
    await shop.close();
  }
});
