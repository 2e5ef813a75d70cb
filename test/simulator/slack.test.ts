import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import {
  type SlackFault,
  type SlackSimulator,
  type SlackSimulatorOptions,
  startSlackSimulator,
} from './slack.ts';

const TOKEN = 'xoxb-simulated-canary';
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const metadata = { event_type: 'plumbline_alert', event_payload: { entry: 'abc' } };
let slack: SlackSimulator;

/** What the client would say of each fault provoked here. */
const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

const client = (token = TOKEN) =>
  new WebClient(token, {
    slackApiUrl: slack.url,
    logger: quiet,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 2000,
  });
const post = (fields: object = {}) =>
  client().chat.postMessage({ channel: '#drift', text: 'hello', ...fields } as never);

async function restart(options: SlackSimulatorOptions): Promise<void> {
  await slack.close();
  slack = await startSlackSimulator(options);
}
beforeEach(async () => {
  slack = await startSlackSimulator();
});
afterEach(() => slack.close());

describe('posting and editing', () => {
  test('a post is kept with blocks, thread and metadata, under the id of its channel', async () => {
    const parent = await post({ blocks: [section('*hi*')], metadata });
    await post({ thread_ts: parent.ts });
    expect(parent.channel).toMatch(/^C[0-9A-F]{10}$/);
    expect(slack.messages).toMatchObject([
      { channel: parent.channel, text: 'hello', blocks: [section('*hi*')], metadata },
      { channel: parent.channel, thread_ts: parent.ts },
    ]);
    expect(slack.channelId('drift')).toBe(parent.channel);
  });

  test('an update with text alone takes the blocks away and keeps the metadata', async () => {
    const { channel, ts } = await post({ blocks: [section('a')], metadata });
    await client().chat.update({ channel: channel ?? '', ts: ts ?? '', text: 'resolved' });
    expect(slack.messages).toHaveLength(1);
    expect(slack.messages[0]).toMatchObject({ text: 'resolved', metadata, edited: { user: 'U0PLUMBLINE' } });
    expect(slack.messages[0]).not.toHaveProperty('blocks');
  });

  test('JSON bodies are understood too', async () => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json; charset=utf-8' };
    const body = JSON.stringify({ channel: 'drift', text: 'x', blocks: [section('x')] });
    const answer = await fetch(`${slack.url}chat.postMessage`, { method: 'POST', headers, body });
    expect(await answer.json()).toMatchObject({ ok: true, message: { blocks: [section('x')] } });
  });

  test('auth.test answers who the app is', async () => {
    expect(await client().auth.test()).toMatchObject({ ok: true, bot_id: 'B0PLUMBLINE' });
  });

  test('the token is in no record', async () => {
    await post();
    await fetch(`${slack.url}auth.test`, { method: 'POST', body: new URLSearchParams({ token: TOKEN }) });
    expect(slack.requests.map(({ token }) => token)).toEqual(['valid', 'valid']);
    expect(JSON.stringify([slack.requests, slack.messages])).not.toContain('canary');
  });
});

describe('history', () => {
  test('newest first, without replies, in pages', async () => {
    const first = await post({ text: '1' });
    await post({ text: '2' });
    await post({ text: 'reply', thread_ts: first.ts });
    await post({ text: '3' });
    const channel = first.channel ?? '';
    const page = await client().conversations.history({ channel, limit: 2 });
    expect(page.messages?.map(({ text }) => text)).toEqual(['3', '2']);
    const rest = await client().conversations.history({
      channel,
      limit: 2,
      cursor: page.response_metadata?.next_cursor ?? '',
    });
    expect([rest.messages?.map(({ text }) => text), rest.has_more]).toEqual([['1'], false]);
    const thread = await client().conversations.replies({ channel, ts: first.ts ?? '' });
    expect(thread.messages?.map(({ text }) => text)).toEqual(['1', 'reply']);
  });

  test('oldest and latest leave their own instant out unless inclusive', async () => {
    const [a, b, c] = [await post({ text: 'a' }), await post({ text: 'b' }), await post({ text: 'c' })];
    const between = { channel: a.channel ?? '', oldest: a.ts ?? '', latest: c.ts ?? '' };
    const texts = async (extra: object) =>
      (await client().conversations.history({ ...between, ...extra })).messages?.map(({ text }) => text);
    expect(await texts({})).toEqual(['b']);
    expect(await texts({ inclusive: true })).toEqual(['c', 'b', 'a']);
    expect(b.ok).toBe(true);
  });

  test('metadata only when asked for', async () => {
    const { channel = '' } = await post({ metadata });
    const seen = async (all: boolean) =>
      (await client().conversations.history({ channel, include_all_metadata: all })).messages?.[0]?.metadata;
    expect(await seen(false)).toBeUndefined();
    expect(await seen(true)).toEqual(metadata);
  });

  test('without the scope: missing_scope', async () => {
    await restart({ scopes: ['chat:write'] });
    const { channel = '' } = await post();
    await expect(client().conversations.history({ channel })).rejects.toThrow('missing_scope');
  });
});

describe('refusals', () => {
  const long = (length: number) => 'x'.repeat(length);
  const header = (text: string) => ({ type: 'header', text: { type: 'plain_text', text } });
  const context = (count: number) => ({
    type: 'context',
    elements: Array.from({ length: count }, () => ({ type: 'mrkdwn', text: 'x' })),
  });
  const fields = (count: number, length: number) => ({
    type: 'section',
    fields: Array.from({ length: count }, () => ({ type: 'mrkdwn', text: long(length) })),
  });
  const fifty = Array.from({ length: 50 }, () => ({ type: 'divider' }));

  const cases: [name: string, fields: object, error: string | null][] = [
    ['section of 3,000 characters', { blocks: [section(long(3000))] }, null],
    ['section of 3,001 characters', { blocks: [section(long(3001))] }, 'invalid_blocks'],
    ['empty text', { blocks: [section('')] }, 'invalid_blocks'],
    ['header of 150 characters', { blocks: [header(long(150))] }, null],
    ['header of 151 characters', { blocks: [header(long(151))] }, 'invalid_blocks'],
    [
      'header in mrkdwn',
      { blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }] },
      'invalid_blocks',
    ],
    ['10 fields', { blocks: [fields(10, 1)] }, null],
    ['11 fields', { blocks: [fields(11, 1)] }, 'invalid_blocks'],
    ['field of 2,001 characters', { blocks: [fields(1, 2001)] }, 'invalid_blocks'],
    ['10 context elements', { blocks: [context(10)] }, null],
    ['11 context elements', { blocks: [context(11)] }, 'invalid_blocks'],
    ['50 blocks', { blocks: fifty }, null],
    ['51 blocks', { blocks: [...fifty, { type: 'divider' }] }, 'invalid_blocks'],
    ['unknown block', { blocks: [{ type: 'carousel' }] }, 'invalid_blocks'],
    ['12,000 characters in all', { blocks: Array.from({ length: 4 }, () => section(long(3000))) }, null],
    [
      'more than 12,000 characters in all',
      { blocks: [...Array.from({ length: 4 }, () => section(long(3000))), section('x')] },
      'msg_blocks_too_long',
    ],
    ['no text and no blocks', { text: '' }, 'no_text'],
    ['text of 40,000 characters', { text: long(40_000) }, null],
    ['text beyond 40,000', { text: long(40_001) }, 'msg_too_long'],
    ['metadata without payload', { metadata: { event_type: 'x' } }, 'invalid_metadata_schema'],
    [
      'large metadata',
      { metadata: { event_type: 'x', event_payload: { a: long(20_000) } } },
      'metadata_too_large',
    ],
    ['a thread that is not there', { thread_ts: '1.000001' }, 'thread_not_found'],
  ];
  test.each(cases)('%s', async (_, given, error) => {
    if (error === null) expect((await post(given)).ok).toBe(true);
    else await expect(post(given)).rejects.toMatchObject({ data: { ok: false, error } });
    expect(slack.messages).toHaveLength(error === null ? 1 : 0);
  });

  test('a refused block is named by where it is', async () => {
    const refused = post({ blocks: [section('fine'), section(long(3001))] });
    await expect(refused).rejects.toMatchObject({
      data: {
        response_metadata: {
          messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]'],
        },
      },
    });
  });

  test('a channel that does not exist, a message that is not there, a wrong token, none', async () => {
    await restart({ channels: { 'prod-drift': 'C0PRODDRIFT' } });
    await expect(post()).rejects.toMatchObject({ data: { error: 'channel_not_found' } });
    const { channel = '' } = await post({ channel: '#prod-drift' });
    expect(channel).toBe('C0PRODDRIFT');
    await expect(client().chat.update({ channel, ts: '1.2', text: 'x' })).rejects.toMatchObject({
      data: { error: 'message_not_found' },
    });
    await expect(client('xapp-no').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
    const answer = await fetch(`${slack.url}auth.test`, { method: 'POST' });
    expect(await answer.json()).toEqual({ ok: false, error: 'not_authed' });
  });
});

describe('faults', () => {
  const cases: [name: string, fault: SlackFault, message: RegExp, kept: number][] = [
    ['rate-limited with Retry-After', { kind: 'rate-limited', retryAfter: 30 }, /rate.?limit/i, 0],
    ['rate-limited without', { kind: 'rate-limited' }, /Retry.?After|retry/i, 0],
    ['reset', { kind: 'reset' }, /./, 0],
    ['500', { kind: '500' }, /500/, 0],
    ['accepted-then-reset', { kind: 'accepted-then-reset' }, /./, 1],
    ['500-after-accept', { kind: '500-after-accept' }, /500/, 1],
    ['html-200', { kind: 'html-200' }, /html/i, 0],
    ['error', { kind: 'error', error: 'is_archived' }, /is_archived/, 0],
    ['cant_update_message', { kind: 'error', error: 'cant_update_message' }, /cant_update_message/, 0],
  ];
  test.each(cases)('%s', async (_, fault, message, kept) => {
    const handle = slack.faults.add({
      ...fault,
      times: 1,
      match: { method: 'chat.postMessage', channel: '#drift' },
    });
    await expect(post()).rejects.toThrow(message);
    expect([slack.messages.length, handle.hits]).toEqual([kept, 1]);
    await post();
    expect(slack.messages).toHaveLength(kept + 1);
  });

  test('slow: the answer comes after the caller gave up', async () => {
    slack.faults.add({ kind: 'slow' });
    const hasty = new WebClient(TOKEN, {
      slackApiUrl: slack.url,
      logger: quiet,
      retryConfig: { retries: 0 },
      timeout: 30,
    });
    await expect(hasty.chat.postMessage({ channel: 'x', text: 'x' })).rejects.toThrow();
  });
});

test('a channel takes one message a second; another channel is another one', async () => {
  let now = Date.parse('2026-02-27T03:00:00Z');
  await restart({ rateLimit: { perSecond: 1, burst: 2 }, now: () => new Date(now) });
  await post();
  await post();
  await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
  await post({ channel: '#other' });
  now += 1000;
  await post();
  expect(slack.messages.map(({ ts }) => ts.split('.')[0])).toEqual([
    '1772161200',
    '1772161200',
    '1772161200',
    '1772161201',
  ]);
  expect(new Set(slack.messages.map(({ ts }) => ts)).size).toBe(4);
});
