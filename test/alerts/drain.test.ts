import { describe, expect, test } from '@jest/globals';
import { drainOutbox } from '../../shared/alerts/drain.ts';
import type { Delivery, OutboxEntry } from '../../shared/alerts/model.ts';
import { outboxEntries } from '../../shared/alerts/outbox.ts';
import type { Told } from '../../shared/findings/transitions.ts';
import type { Notifier, SendOutcome, SendRequest } from '../../shared/ports.ts';
import { AT, context, many, told } from './fixtures.ts';
import { outboxStore } from './outbox-store.ts';

const NOW = new Date(AT);
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

/** A notifier that answers as told and keeps what it was asked. */
function scripted(
  answers: Partial<{ send: SendOutcome[]; update: SendOutcome[]; find: (Delivery | 'absent' | 'unknown')[] }>,
) {
  const calls: { call: string; request: Partial<SendRequest> & { resolved?: boolean[] } }[] = [];
  let posted = 0;
  const sent = (channel: string): SendOutcome => {
    posted += 1;
    return { status: 'sent', delivery: { channel: `id-of-${channel}`, ts: String(posted) } };
  };
  const notifier: Notifier = {
    send: async (request) => {
      calls.push({ call: 'send', request });
      return answers.send?.shift() ?? sent(request.channel);
    },
    update: async (delivery, message) => {
      calls.push({
        call: 'update',
        request: { thread: delivery, message, resolved: message.items.map(({ resolved }) => resolved) },
      });
      return answers.update?.shift() ?? { status: 'sent', delivery };
    },
    find: async (channel, entryId, _since, thread) => {
      calls.push({ call: 'find', request: { channel, entryId, thread: thread ?? null } });
      return answers.find?.shift() ?? 'absent';
    },
  };
  return { notifier, calls, names: () => calls.map(({ call }) => call) };
}

function entriesOf(tell: Told[], overrides = {}): OutboxEntry[] {
  return outboxEntries({ records: tell.map(({ record }) => record), tell }, context(overrides)).entries;
}
function one(tell: Told[] = [told('a')], overrides: Partial<OutboxEntry> = {}): OutboxEntry {
  const [entry] = entriesOf(tell);
  if (entry === undefined) throw new Error('no entry');
  return { ...entry, ...overrides };
}
const AMBIGUOUS: SendOutcome = { status: 'ambiguous', detail: 'connection reset' };
const LATER: SendOutcome = { status: 'retry-later', afterMs: 30_000, detail: 'rate limited' };
const CLOSED: SendOutcome = { status: 'misconfigured', code: 'invalid_auth', detail: 'check the token' };
const REFUSED: SendOutcome = { status: 'refused', code: 'invalid_blocks', detail: 'as it is' };
const GONE: SendOutcome = { status: 'refused', code: 'message_not_found', detail: 'gone' };

let drains = 0;
/** One drain at an instant, which is the store's time as well. */
function drain(store: ReturnType<typeof outboxStore>, notifier: Notifier, now = NOW) {
  drains += 1;
  store.time.now = now;
  return drainOutbox({ store, notifier, now: () => now, owner: `drain-${drains}` });
}
function only(store: ReturnType<typeof outboxStore>): OutboxEntry {
  const [entry] = store.entries.values();
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

describe('how a send ended, and what is kept', () => {
  test.each<[string, SendOutcome[], Partial<OutboxEntry>]>([
    [
      'sent',
      [],
      { state: 'sent', delivery: { channel: 'id-of-#drift', ts: '1' }, lastError: null, ambiguous: false },
    ],
    [
      'retry later',
      [LATER],
      {
        state: 'pending',
        notBefore: '2026-02-27T03:10:30.000Z',
        ambiguous: false,
        lastError: 'rate limited',
      },
    ],
    ['ambiguous', [AMBIGUOUS], { state: 'pending', ambiguous: true, lastError: 'connection reset' }],
    ['misconfigured', [CLOSED], { state: 'misconfigured', lastError: 'invalid_auth: check the token' }],
    ['refused, then short', [REFUSED], { state: 'sent' }],
    ['refused twice', [REFUSED, REFUSED], { state: 'misconfigured', lastError: 'invalid_blocks: as it is' }],
  ])('%s', async (_name, send, expected) => {
    const store = outboxStore([one()]);
    await drain(store, scripted({ send }).notifier);
    expect(only(store)).toMatchObject({ ...expected, attempts: 1, claim: null });
  });

  test('a refused message is sent once more, as short text', async () => {
    const { notifier, calls } = scripted({ send: [REFUSED] });
    await drain(outboxStore([one()]), notifier);
    expect(calls.map(({ request }) => request.short)).toEqual([false, true]);
  });

  test('what is sent is not sent again', async () => {
    const store = outboxStore([one()]);
    const script = scripted({});
    await drain(store, script.notifier);
    expect(await drain(store, script.notifier, later(60))).toMatchObject({ sent: 0, pending: 0 });
    expect(script.names()).toEqual(['send']);
  });

  test('what is not due waits, and goes out when it is', async () => {
    const store = outboxStore([one()]);
    const script = scripted({ send: [LATER] });
    await drain(store, script.notifier);
    expect(await drain(store, script.notifier, new Date(NOW.getTime() + 29_000))).toMatchObject({
      sent: 0,
      pending: 1,
    });
    expect(await drain(store, script.notifier, later(1))).toMatchObject({ sent: 1, pending: 0 });
  });

  test('a misconfigured channel is tried again by the next drain', async () => {
    const store = outboxStore([one()]);
    const script = scripted({ send: [CLOSED] });
    expect(await drain(store, script.notifier)).toMatchObject({
      pending: 1,
      misconfigured: 1,
      oldestPendingAt: AT,
    });
    expect(await drain(store, script.notifier, later(60))).toMatchObject({
      sent: 1,
      misconfigured: 0,
      oldestPendingAt: null,
    });
  });

  test('a notifier that throws has told nothing about what arrived', async () => {
    const store = outboxStore([one()]);
    const { notifier } = scripted({});
    const summary = await drain(store, { ...notifier, send: () => Promise.reject(new Error('xoxb-secret')) });
    expect(only(store)).toMatchObject({ ambiguous: true, state: 'pending' });
    expect(JSON.stringify([summary, only(store)])).not.toContain('xoxb');
  });
});

describe('an attempt that ended without an answer', () => {
  const ambiguous = () => outboxStore([one([told('a')], { ambiguous: true, attempts: 1 })]);

  test('is settled where history has the message', async () => {
    const store = ambiguous();
    const script = scripted({ find: [{ channel: 'C1', ts: '9' }] });
    expect(await drain(store, script.notifier)).toMatchObject({ sent: 1, possibleDuplicates: 0 });
    expect(script.names()).toEqual(['find']);
    expect(only(store).delivery).toEqual({ channel: 'C1', ts: '9' });
  });

  test('is sent again where history lacks it', async () => {
    const script = scripted({ find: ['absent'] });
    expect(await drain(ambiguous(), script.notifier)).toMatchObject({ sent: 1, possibleDuplicates: 0 });
    expect(script.calls.at(-1)?.request.message?.notice).toBeNull();
  });

  test('is sent again and marked where history cannot be read', async () => {
    const script = scripted({ find: ['unknown'] });
    expect(await drain(ambiguous(), script.notifier)).toMatchObject({ sent: 1, possibleDuplicates: 1 });
    expect(script.calls.at(-1)?.request.message?.notice).toMatch(/second copy/);
  });

  test('is looked up under the id the channel had before', async () => {
    const sent = { ...one([told('b')]), state: 'sent' as const, delivery: { channel: 'C42', ts: '1' } };
    const store = outboxStore([sent, one([told('a')], { ambiguous: true })]);
    const script = scripted({ find: ['absent'] });
    await drain(store, script.notifier);
    expect(script.calls[0]?.request.channel).toBe('C42');
  });

  test('includes the claim of a drain that died', async () => {
    const claim = { owner: 'dead', until: later(1).toISOString() };
    const store = outboxStore([one([told('a')], { claim })]);
    const script = scripted({ find: [{ channel: 'C1', ts: '9' }] });
    expect(await drain(store, script.notifier)).toMatchObject({ sent: 0, pending: 1 });
    expect(await drain(store, script.notifier, later(2))).toMatchObject({ sent: 1 });
    expect(script.names()).toEqual(['find']);
  });
});

describe('several entries', () => {
  test('go out oldest first', async () => {
    const old = { ...one([told('old')]), createdAt: '2026-02-27T01:00:00.000Z' };
    const script = scripted({});
    await drain(outboxStore([one([told('new')]), old]), script.notifier);
    expect(script.calls.map(({ request }) => request.entryId)[0]).toBe(old.id);
  });

  test('a failing channel rests and holds up no other', async () => {
    const entries = [one([told('a')]), one([told('b')]), { ...one([told('c')]), channel: '#other' }].map(
      (entry, index) => ({
        ...entry,
        createdAt: later(index).toISOString(),
      }),
    );
    const script = scripted({ send: [AMBIGUOUS] });
    expect(await drain(outboxStore(entries), script.notifier)).toMatchObject({ sent: 1, pending: 2 });
    expect(script.calls.map(({ request }) => request.channel)).toEqual(['#drift', '#other']);
  });

  test('who asked to wait is not asked again before, whatever else is due for the channel', async () => {
    const [first, second] = [one([told('a')]), { ...one([told('b')]), createdAt: later(1).toISOString() }];
    const store = outboxStore([first]);
    const script = scripted({ send: [{ ...LATER, afterMs: 10 * 60_000 }] });
    await drain(store, script.notifier);
    store.entries.set(second.id, second);
    store.entries.set('c', { ...one([told('c')]), id: 'c', channel: '#other' });
    expect(await drain(store, script.notifier, later(5))).toMatchObject({ sent: 1, pending: 2 });
    expect(script.calls.at(-1)?.request.channel).toBe('#other');
    expect(await drain(store, script.notifier, later(11))).toMatchObject({ sent: 2, pending: 0 });
  });

  test('a drain does not go on for longer than a pass can wait; the rest goes out with the next', async () => {
    const entries = many(8).map((tell, index) => ({
      ...one([tell]),
      createdAt: later(index).toISOString(),
    }));
    const store = outboxStore(entries);
    let at = NOW.getTime();
    const pace = async () => {
      at += 30_000;
    };
    const { notifier } = scripted({});
    const slow = { store, notifier, now: () => new Date(at), pace };
    expect(await drainOutbox({ ...slow, owner: 'one' })).toMatchObject({ sent: 4, pending: 4 });
    expect(await drainOutbox({ ...slow, owner: 'two' })).toMatchObject({ sent: 4, pending: 0 });
  });

  test('later parts reply in the thread of the first', async () => {
    const script = scripted({});
    await drain(outboxStore(entriesOf(many(23))), script.notifier);
    expect(script.calls.map(({ request }) => request.thread?.ts ?? null)).toEqual([null, '1', '1']);
  });

  test('parts wait for the first', async () => {
    const script = scripted({ send: [LATER] });
    expect(await drain(outboxStore(entriesOf(many(23))), script.notifier)).toMatchObject({
      sent: 0,
      pending: 3,
    });
    expect(script.names()).toEqual(['send']);
  });
});

describe('a resolution', () => {
  function resolution(head: OutboxEntry): OutboxEntry {
    const ends = { kind: 'resolved' as const, reason: 'reverted' };
    return {
      ...one([told('a', { state: 'resolved', toldBy: head.id }, ends)]),
      createdAt: later(60).toISOString(),
    };
  }
  const head = () => one([told('a'), told('b')]);

  test('edits what told the finding and replies in its thread', async () => {
    const first = head();
    const store = outboxStore([first, resolution(first)]);
    const script = scripted({});
    expect(await drain(store, script.notifier)).toMatchObject({ sent: 2 });
    expect(script.names()).toEqual(['send', 'update', 'send']);
    expect(script.calls[1]?.request.resolved).toEqual([true, false]);
    expect(script.calls[2]?.request.thread).toEqual({ channel: 'id-of-#drift', ts: '1' });
  });

  test('keeps earlier marks when the next finding resolves', async () => {
    const first = head();
    const ends = { kind: 'resolved' as const, reason: 'reverted' };
    const second = { ...one([told('b', { toldBy: first.id }, ends)]), createdAt: later(90).toISOString() };
    const script = scripted({});
    await drain(outboxStore([first, resolution(first), second]), script.notifier);
    expect(script.calls.filter(({ call }) => call === 'update').at(-1)?.request.resolved).toEqual([
      true,
      true,
    ]);
  });

  test('waits while what it answers is not sent', async () => {
    const first = { ...head(), notBefore: later(5).toISOString() };
    const script = scripted({});
    expect(await drain(outboxStore([first, resolution(first)]), script.notifier)).toMatchObject({
      sent: 0,
      pending: 2,
    });
    expect(script.names()).toEqual([]);
  });

  const toldBefore = () => ({ ...head(), state: 'sent' as const, delivery: { channel: 'C1', ts: '1' } });

  test.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'is a message of its own where the first one cannot be edited: %s',
    async (code) => {
      const first = toldBefore();
      const script = scripted({ update: [{ ...GONE, code }] });
      await drain(outboxStore([first, resolution(first)]), script.notifier);
      expect(script.names()).toEqual(['update', 'send']);
      expect(script.calls.at(-1)?.request).toMatchObject({ thread: null, channel: 'C1' });
    },
  );

  test('replies all the same where the edit itself was refused', async () => {
    const first = toldBefore();
    const script = scripted({ update: [{ ...GONE, code: 'msg_blocks_too_long' }] });
    await drain(outboxStore([first, resolution(first)]), script.notifier);
    expect(script.calls.at(-1)?.request.thread).toEqual({ channel: 'C1', ts: '1' });
  });

  test('an edit without an answer is made again, and does not hold the reply up for ever', async () => {
    const first = toldBefore();
    const store = outboxStore([first, resolution(first)]);
    const script = scripted({ update: [AMBIGUOUS, AMBIGUOUS, AMBIGUOUS] });
    for (const sent of [0, 0, 1])
      expect(await drain(store, script.notifier, later(sent + 1))).toMatchObject({
        sent,
        possibleDuplicates: 0,
      });
    expect(script.names()).toEqual(['update', 'update', 'update', 'send']);
  });

  test('posts nothing where the edit has to wait', async () => {
    const first = { ...head(), state: 'sent' as const, delivery: { channel: 'C1', ts: '1' } };
    const store = outboxStore([first, resolution(first)]);
    const script = scripted({ update: [LATER] });
    expect(await drain(store, script.notifier)).toMatchObject({ sent: 0, pending: 1 });
    expect(await drain(store, script.notifier, later(61))).toMatchObject({ sent: 1 });
    expect(script.names()).toEqual(['update', 'update', 'send']);
  });

  test('answers nothing where the store lost what told it', async () => {
    const script = scripted({});
    await drain(outboxStore([resolution(head())]), script.notifier);
    expect(script.names()).toEqual(['send']);
  });
});

test('a send is paced', async () => {
  const waited: string[] = [];
  const pace = async (channel: string) => void waited.push(channel);
  const store = outboxStore([one()]);
  await drainOutbox({ store, notifier: scripted({}).notifier, now: () => NOW, owner: 'drain-1', pace });
  expect(waited).toEqual(['#drift']);
});
