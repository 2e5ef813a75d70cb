import { describe, expect, test } from '@jest/globals';
import { messagesFor } from '../../shared/alerts/group.ts';
import { channelFor } from '../../shared/alerts/route.ts';
import { context, many, told } from './fixtures.ts';

const ROUTES = [
  { match: { environment: 'prod', severity: 'critical' }, channel: '#page' },
  { match: { environment: 'prod' }, channel: '#prod-drift' },
  { match: { role: 'marketing' }, channel: '#web' },
  { match: {}, channel: '#everything' },
];

function shape(message: ReturnType<typeof messagesFor>[number] | undefined) {
  const [part] = message?.parts ?? [];
  return {
    kind: part?.kind,
    environment: part?.environment,
    channel: message?.channel,
    answers: message?.answers,
  };
}

describe('channelFor', () => {
  test.each([
    ['the first route that fits', { environment: 'prod', severity: 'critical', role: null }, '#page'],
    ['severity is compared exactly', { environment: 'prod', severity: 'high', role: null }, '#prod-drift'],
    ['a role', { environment: 'dev', severity: 'low', role: 'marketing' }, '#web'],
    ['a route that asks nothing', { environment: 'dev', severity: 'low', role: 'backend' }, '#everything'],
  ])('%s', (_name, finding, expected) => {
    expect(channelFor(ROUTES, '#default', finding)).toBe(expected);
  });

  test('the default where no route fits', () => {
    const [first] = ROUTES;
    expect(
      channelFor(first === undefined ? [] : [first], '#default', {
        environment: 'dev',
        severity: 'low',
        role: null,
      }),
    ).toBe('#default');
  });
});

describe('messagesFor', () => {
  test('nothing told is no message', () => {
    expect(messagesFor([], context())).toEqual([]);
  });

  test('one message an environment, worst first', () => {
    const messages = messagesFor(
      [
        told('a', { severity: 'low' }),
        told('b', { severity: 'critical' }),
        told('c', { environment: 'dev' }),
      ],
      context(),
    );
    expect(messages.map(({ parts }) => parts[0]?.items.map(({ finding }) => finding.severity))).toEqual([
      ['high'],
      ['critical', 'low'],
    ]);
  });

  test('routes split a message by channel', () => {
    const messages = messagesFor(
      [told('a', { severity: 'critical' }), told('b')],
      context({ routes: ROUTES }),
    );
    expect(messages.map(({ channel }) => channel).toSorted()).toEqual(['#page', '#prod-drift']);
  });

  test('what is resolved answers the entry that told it', () => {
    const ends = { kind: 'resolved' as const, reason: 'reverted' };
    const messages = messagesFor(
      [
        told('a', { toldBy: 'one' }, ends),
        told('b', { toldBy: 'two' }, ends),
        told('c', { toldBy: 'one' }, ends),
        told('d'),
      ],
      context(),
    );
    expect(messages.map(shape)).toEqual(
      expect.arrayContaining([
        { kind: 'resolved', environment: 'prod', channel: '#drift', answers: 'one' },
        { kind: 'resolved', environment: 'prod', channel: '#drift', answers: 'two' },
        { kind: 'alert', environment: 'prod', channel: '#drift', answers: null },
      ]),
    );
    expect(messages).toHaveLength(3);
  });

  test('the first run is one message for the estate, with the worst and the numbers', () => {
    const findings = [...many(30), told('x', { environment: 'dev', severity: 'low' })].map(({ record }) =>
      told(record.resource, record, { reason: 'first-run' }),
    );
    const messages = messagesFor(findings, context({ firstRun: true }));
    expect(messages.map(shape)).toEqual([
      { kind: 'baseline', environment: '*', channel: '#drift', answers: null },
    ]);
    expect(messages[0]?.parts[0]?.items).toHaveLength(10);
    expect(messages[0]?.parts[0]?.counts).toEqual({ high: 30, low: 1 });
  });

  test('a first run with nothing wrong says so', () => {
    expect(messagesFor([], context({ firstRun: true })).map(shape)).toEqual([
      { kind: 'baseline', environment: '*', channel: '#drift', answers: null },
    ]);
  });

  test('a new scope is a summary beside the alerts', () => {
    const messages = messagesFor([told('a', {}, { reason: 'new-scope' }), told('b')], context());
    expect(messages.map((message) => shape(message).kind)).toEqual(['baseline', 'alert']);
  });

  test('more than ten go on in the thread, none twice, none lost', () => {
    const [message] = messagesFor(many(23), context());
    expect(message?.parts.map(({ items }) => items.length)).toEqual([10, 10, 3]);
    expect(message?.parts.map(({ part }) => part)).toEqual(
      [1, 2, 3].map((number) => ({ number, of: 3, total: 23 })),
    );
    const shown =
      message?.parts.flatMap(({ items }) => items.map(({ finding }) => finding.fingerprint)) ?? [];
    expect(new Set(shown).size).toBe(23);
  });

  test('the order of what is told makes no difference', () => {
    const findings = many(12);
    expect(messagesFor(findings.toReversed(), context())).toEqual(messagesFor(findings, context()));
  });
});
