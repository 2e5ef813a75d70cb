import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { slackBlocks } from '../../shared/alerts/blocks.ts';
import { messagesFor } from '../../shared/alerts/group.ts';
import type { AlertMessage } from '../../shared/alerts/model.ts';
import { plainText, shortText } from '../../shared/alerts/plain-text.ts';
import type { Json } from '../../shared/snapshot/json.ts';
import { refuseBlocks } from '../simulator/slack-blocks.ts';
import { context, many, told } from './fixtures.ts';
import { expectGolden } from './golden.ts';
import { MESSAGES } from './messages.ts';

const HOSTILE = '<!channel> <@U1> & *bold* ~gone~ `code` http://evil.example\n> quoted \u202e reversed';

function hostile(): AlertMessage {
  const named = told('evil', {
    role: HOSTILE,
    resource: `run.services/us-central1/${HOSTILE}`,
    message: HOSTILE,
    before: HOSTILE,
    after: HOSTILE,
    settle: HOSTILE,
    actor: { principal: HOSTILE, tool: HOSTILE, at: '', confidence: 'high' },
    windowId: HOSTILE,
  });
  const message = messagesFor([named], context({ estate: HOSTILE, contractFile: HOSTILE }))[0]?.parts[0];
  if (message === undefined) throw new Error('no message');
  return { ...message, notice: HOSTILE };
}

function texts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'text' && typeof part === 'string' ? [part] : texts(part),
  );
}

describe('messages', () => {
  test.each(Object.entries(MESSAGES))('%s looks as designed in Slack', (name, message) => {
    expectGolden(`${name}.golden.json`, `${JSON.stringify(slackBlocks(message), null, 2)}\n`);
  });

  test.each(Object.entries(MESSAGES))('%s looks as designed as text', (name, message) => {
    expectGolden(`${name}.golden.txt`, `${plainText(message)}\n`);
  });

  test.each(Object.entries(MESSAGES))('Slack would take %s', (_name, message) => {
    const { blocks, text } = slackBlocks(message);
    expect(refuseBlocks(blocks as unknown as Json)).toBeNull();
    expect(text).not.toBe('');
  });
});

describe('what somebody else named', () => {
  test('is shown, never obeyed', () => {
    const { blocks, text } = slackBlocks(hostile());
    for (const part of [text, ...texts(blocks)]) {
      expect(part).not.toMatch(/[<>\u202e]/);
      expect(part.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
    }
    expect(JSON.stringify(blocks)).toContain('&lt;!channel&gt;');
  });

  test('leaves no code span, bold or strike of its own', () => {
    const marked = slackBlocks(hostile()).blocks.filter(({ type }) => type !== 'header');
    for (const part of texts(marked)) {
      expect((part.match(/`/g) ?? []).length % 2).toBe(0);
      expect(part.replaceAll(/`[^`]*`/g, '')).not.toMatch(/\*bold\*|~gone~/);
    }
  });

  test('makes no link or mention: every markdown text is verbatim', () => {
    const markdown = JSON.stringify(slackBlocks(hostile()).blocks).match(/"type":"mrkdwn"/g) ?? [];
    const verbatim = JSON.stringify(slackBlocks(hostile()).blocks).match(/"verbatim":true/g) ?? [];
    expect(verbatim).toHaveLength(markdown.length);
  });

  test('forges no line of the text', () => {
    const lines = shortText(hostile()).split('\n');
    expect(lines.filter((line) => line.startsWith('>'))).toEqual([]);
    expect(plainText(hostile())).not.toMatch(/^> quoted/m);
  });
});

describe('the budget', () => {
  test('holds for the longest and the most, and says what was left out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.string({ maxLength: 5_000, unit: 'grapheme' }),
        (count, text) => {
          const findings = many(count).map(({ record }) =>
            told(record.resource, { ...record, message: text, settle: text, role: text, after: text }),
          );
          const message = messagesFor(findings, context())[0]?.parts[0];
          if (message === undefined) throw new Error('no message');
          const slack = slackBlocks(message);
          expect(slack.blocks.length).toBeLessThanOrEqual(40);
          expect(slack.text.length + JSON.stringify(slack.blocks).length).toBeLessThanOrEqual(8_000);
          expect(refuseBlocks(slack.blocks as unknown as Json)).toBeNull();
          expect(texts(slack.blocks).some((part) => part.includes('left out here'))).toBe(slack.leftOut > 0);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('ten ordinary findings fit with everything said of the worst', () => {
    const message = messagesFor(many(10), context())[0]?.parts[0];
    if (message === undefined) throw new Error('no message');
    const { blocks, leftOut } = slackBlocks(message);
    expect(leftOut).toBe(0);
    expect(JSON.stringify(blocks)).toContain('To settle: `gcloud run services update service-000');
  });
});
