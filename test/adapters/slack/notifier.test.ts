import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createSlackNotifier } from '../../../shared/adapters/slack/notifier.ts';
import { markResolved } from '../../../shared/alerts/deliver.ts';
import { drainOutbox } from '../../../shared/alerts/drain.ts';
import { outboxEntries } from '../../../shared/alerts/outbox.ts';
import type { SendRequest } from '../../../shared/ports.ts';
import { AT, context, many, told } from '../../alerts/fixtures.ts';
import { MESSAGES } from '../../alerts/messages.ts';
import { outboxStore } from '../../alerts/outbox-store.ts';
import { type SlackFault, type SlackSimulator, startSlackSimulator } from '../../simulator/slack.ts';

const TOKEN = 'xoxb-1234-canary-token';
const SINCE = '2000-01-01T00:00:00.000Z';
let slack: SlackSimulator;

beforeEach(async () => {
  slack = await startSlackSimulator();
});
afterEach(() => slack.close());

function notifier(options: { token?: string; timeoutMs?: number } = {}) {
  return createSlackNotifier({ token: TOKEN, apiUrl: slack.url, ...options });
}
function request(overrides: Partial<SendRequest> = {}): SendRequest {
  return {
    entryId: 'e'.repeat(64),
    channel: '#drift',
    message: message('alert'),
    thread: null,
    short: false,
    ...overrides,
  };
}
function message(name: string): SendRequest['message'] {
  const found = MESSAGES[name];
  if (found === undefined) throw new Error(name);
  return found;
}

describe('sending', () => {
  test.each(Object.keys(MESSAGES))('%s arrives with its entry as metadata', async (name) => {
    const outcome = await notifier().send(request({ message: message(name) }));
    expect(outcome).toMatchObject({ status: 'sent', delivery: { channel: slack.channelId('#drift') } });
    expect(slack.messages[0]?.metadata).toEqual({
      event_type: 'plumbline_alert',
      event_payload: { entry: 'e'.repeat(64) },
    });
    expect(slack.requests[0]?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  });

  test('short is text without blocks', async () => {
    await notifier().send(request({ short: true }));
    expect(slack.messages[0]?.blocks).toBeUndefined();
    expect(slack.messages[0]?.text).toContain('CRITICAL');
  });

  test('a thread is replied to', async () => {
    const slackNotifier = notifier();
    const first = await slackNotifier.send(request());
    if (first.status !== 'sent') throw new Error(first.status);
    await slackNotifier.send(request({ thread: first.delivery, channel: first.delivery.channel }));
    expect(slack.messages[1]?.thread_ts).toBe(first.delivery.ts);
  });

  test('an update keeps the blocks and shows what is resolved', async () => {
    const slackNotifier = notifier();
    const first = await slackNotifier.send(request());
    if (first.status !== 'sent') throw new Error(first.status);
    await slackNotifier.update(first.delivery, markResolved(message('alert'), message('resolved')));
    expect(JSON.stringify(slack.messages[0]?.blocks)).toContain('*resolved*: put back');
    expect(slack.messages[0]?.edited).toBeDefined();
  });
});

const FAULTS: Record<string, [SlackFault, object, number]> = {
  '429 with Retry-After': [
    { kind: 'rate-limited', retryAfter: 7 },
    { status: 'retry-later', afterMs: 7_000 },
    0,
  ],
  '429 without Retry-After': [{ kind: 'rate-limited' }, { status: 'retry-later', afterMs: 60_000 }, 0],
  'ratelimited as an error': [{ kind: 'error', error: 'ratelimited' }, { status: 'retry-later' }, 0],
  'a reset before': [{ kind: 'reset' }, { status: 'ambiguous' }, 0],
  'a reset after it was accepted': [{ kind: 'accepted-then-reset' }, { status: 'ambiguous' }, 1],
  '500': [{ kind: '500' }, { status: 'ambiguous', detail: 'Slack answered HTTP 500' }, 0],
  '500 after it was accepted': [{ kind: '500-after-accept' }, { status: 'ambiguous' }, 1],
  'a page of somebody else': [
    { kind: 'html-200' },
    { status: 'ambiguous', detail: 'Slack answered something that is no answer of its API' },
    0,
  ],
  'no answer in time': [{ kind: 'slow', delayMs: 300 }, { status: 'ambiguous' }, 0],
  fatal_error: [{ kind: 'error', error: 'fatal_error' }, { status: 'ambiguous' }, 0],
  'an unknown code': [
    { kind: 'error', error: 'brand_new' },
    { status: 'ambiguous', detail: 'Slack answered brand_new' },
    0,
  ],
  invalid_auth: [
    { kind: 'error', error: 'invalid_auth' },
    { status: 'misconfigured', code: 'invalid_auth' },
    0,
  ],
  channel_not_found: [
    { kind: 'error', error: 'channel_not_found' },
    { status: 'misconfigured', code: 'channel_not_found' },
    0,
  ],
  restricted_action_read_only_channel: [
    { kind: 'error', error: 'restricted_action_read_only_channel' },
    { status: 'misconfigured', code: 'restricted_action_read_only_channel' },
    0,
  ],
  msg_blocks_too_long: [
    { kind: 'error', error: 'msg_blocks_too_long' },
    { status: 'refused', code: 'msg_blocks_too_long' },
    0,
  ],
};

/** A short time limit where it is what is tested; a busy machine must not look like a slow Slack. */
function patienceWith({ kind }: SlackFault): { timeoutMs?: number } {
  return kind === 'slow' ? { timeoutMs: 100 } : {};
}

describe('failures', () => {
  test.each(Object.entries(FAULTS))(
    '%s is classified, tried once, and tells no token',
    async (_name, [fault, expected, posted]) => {
      const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
        jest.spyOn(console, level),
      );
      slack.faults.add(fault);
      const outcome = await notifier(patienceWith(fault)).send(request());
      expect(outcome).toMatchObject(expected);
      expect(slack.messages).toHaveLength(posted);
      expect(slack.requests).toHaveLength(1);
      expect(JSON.stringify(outcome)).not.toMatch(/xox|html/i);
      for (const spy of spies) expect(spy).not.toHaveBeenCalled();
      jest.restoreAllMocks();
    },
  );

  test('a token Slack does not know is misconfigured', async () => {
    const outcome = await notifier({ token: 'xoxp-wrong' }).send(request());
    expect(outcome).toMatchObject({ status: 'misconfigured', code: 'invalid_auth' });
  });

  test('nobody listening is ambiguous', async () => {
    const nobody = createSlackNotifier({ token: TOKEN, apiUrl: 'http://127.0.0.1:9/api' });
    expect(await nobody.send(request())).toMatchObject({ status: 'ambiguous' });
    expect(await nobody.find('C0', 'e', SINCE)).toBe('unknown');
  });
});

describe('finding', () => {
  test('a message by its entry, in the channel or in a thread', async () => {
    const slackNotifier = notifier();
    const first = await slackNotifier.send(request());
    if (first.status !== 'sent') throw new Error(first.status);
    await slackNotifier.send(request({ entryId: 'reply', thread: first.delivery }));
    expect(await slackNotifier.find('#drift', 'e'.repeat(64), SINCE)).toEqual(first.delivery);
    expect(await slackNotifier.find('#drift', 'reply', SINCE, first.delivery)).toMatchObject({
      channel: first.delivery.channel,
    });
    expect(await slackNotifier.find('#drift', 'other', SINCE)).toBe('absent');
    expect(await slackNotifier.find('#drift', 'other', SINCE, first.delivery)).toBe('absent');
  });

  test('is not known where history is closed', async () => {
    await slack.close();
    slack = await startSlackSimulator({ scopes: ['chat:write'] });
    const slackNotifier = notifier();
    await slackNotifier.send(request());
    expect(await slackNotifier.find('#drift', 'e'.repeat(64), SINCE)).toBe('unknown');
  });

  test('is not known where the channel is known by name alone', async () => {
    expect(await notifier().find('#drift', 'e', SINCE)).toBe('unknown');
  });

  test('reads page after page', async () => {
    const slackNotifier = notifier();
    const first = await slackNotifier.send(request({ short: true }));
    for (let index = 0; index < 205; index += 1)
      await slackNotifier.send(request({ entryId: `e${index}`, short: true }));
    expect(first).toMatchObject({ status: 'sent' });
    expect(await slackNotifier.find('#drift', 'e'.repeat(64), SINCE)).toMatchObject({
      channel: slack.channelId('#drift'),
    });
    expect(slack.requests.filter(({ method }) => method === 'conversations.history')).toHaveLength(2);
  });
});

describe('the outbox over Slack', () => {
  const CHANNEL = 'C0123456789';
  const LATER = '2026-02-27T04:10:00.000Z';
  function outbox(tell: ReturnType<typeof many>, at = AT) {
    return outboxEntries(
      { records: tell.map(({ record }) => record), tell },
      context({ defaultChannel: CHANNEL, at }),
    ).entries;
  }
  function drain(
    store: ReturnType<typeof outboxStore>,
    owner: string,
    { slow = {}, hours = 0 }: { slow?: { timeoutMs?: number }; hours?: number } = {},
  ) {
    const now = new Date(Date.parse(AT) + hours * 3_600_000);
    store.time.now = now;
    return drainOutbox({ store, notifier: notifier(slow), now: () => now, owner });
  }

  test.each<SlackFault['kind']>(['accepted-then-reset', '500-after-accept', 'reset', '500'])(
    '%s ends in one message',
    async (kind) => {
      slack.faults.add({ kind, times: 1, match: { method: 'chat.postMessage' } });
      const store = outboxStore(outbox([told('a')]));
      expect(await drain(store, 'one')).toMatchObject({ sent: 0, pending: 1 });
      expect(await drain(store, 'two')).toMatchObject({ sent: 1, pending: 0 });
      expect(slack.messages).toHaveLength(1);
    },
  );

  test.each(Object.entries(FAULTS))(
    '%s: nothing is lost, nothing comes twice, and no log or record has the token',
    async (_name, [fault]) => {
      slack.faults.add({ ...fault, times: 1, match: { method: 'chat.postMessage' } });
      const store = outboxStore(outbox([told('a')]));
      const slow = patienceWith(fault);
      const summaries = [await drain(store, 'one', { slow })];
      // What was slow arrives after its time, and before anybody looks again.
      while (slack.requests.some(({ outcome }) => outcome === 'pending')) await new Promise(setImmediate);
      summaries.push(await drain(store, 'two', { slow, hours: 1 }));
      expect(summaries.at(-1)).toMatchObject({ pending: 0, possibleDuplicates: 0 });
      expect(slack.messages).toHaveLength(1);
      expect(JSON.stringify([summaries, [...store.entries.values()]])).not.toMatch(/xox/);
    },
  );

  test('with closed history the second copy says what it is', async () => {
    await slack.close();
    slack = await startSlackSimulator({ scopes: ['chat:write'] });
    slack.faults.add({ kind: 'accepted-then-reset', times: 1 });
    const store = outboxStore(outbox([told('a')]));
    await drain(store, 'one');
    expect(await drain(store, 'two')).toMatchObject({ sent: 1, possibleDuplicates: 1 });
    expect(slack.messages.map(({ text }) => text.includes('second copy'))).toEqual([false, true]);
  });

  test('a resolution whose reply was accepted unseen is not repeated', async () => {
    const [head] = outbox([told('a')]);
    if (head === undefined) throw new Error('no entry');
    const store = outboxStore([
      head,
      ...outbox([told('a', { toldBy: head.id }, { kind: 'resolved', reason: 'reverted' })], LATER),
    ]);
    slack.faults.add({
      kind: 'accepted-then-reset',
      times: 1,
      match: ({ args, method }) => method === 'chat.postMessage' && args.thread_ts !== undefined,
    });
    expect(await drain(store, 'one')).toMatchObject({ sent: 1, pending: 1 });
    expect(await drain(store, 'two')).toMatchObject({ sent: 1, pending: 0 });
    expect(slack.messages).toHaveLength(2);
    expect(slack.messages[0]?.text).toContain('RESOLVED');
  });

  test('twenty-three findings are one message and its thread', async () => {
    await drain(outboxStore(outbox(many(23))), 'one');
    expect(slack.messages.map(({ thread_ts }) => thread_ts === undefined)).toEqual([true, false, false]);
  });
});
