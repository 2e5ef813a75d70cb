import { describe, expect, test } from '@jest/globals';
import { slackBlocks } from '../../shared/alerts/blocks.ts';
import { messagesFor } from '../../shared/alerts/group.ts';
import { headline } from '../../shared/alerts/headline.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import { decideTransitions } from '../../shared/findings/transitions.ts';
import { diffReadings } from '../../shared/snapshot/diff.ts';
import type { Change, Reading } from '../../shared/snapshot/model.ts';
import { context } from '../alerts/fixtures.ts';
import { passInput } from './fixtures.ts';

const UID = '3f1c9a52-77de-4a10-9d0c-2b6f00aa11cc';

function keys(...names: string[]): Reading {
  const documents = names.map((displayName, index) => {
    const uid = index === 0 ? UID : `other-${index}`;
    return [`apikeys.keys/${uid}`, { name: uid, fields: { displayName }, evidence: {} }] as const;
  });
  return {
    environment: 'prod',
    project: 'shop-prod',
    region: null,
    resource: 'apikeys.keys',
    status: 'OK',
    detail: null,
    documents: Object.fromEntries(documents),
    gaps: {},
  };
}

function told(changes: Change[]) {
  const { tell } = decideTransitions(passInput({ changes }));
  const message = messagesFor(tell, context())[0]?.parts[0];
  if (message === undefined) throw new Error('nobody was told');
  return { finding: tell[0]?.record, message };
}

describe('an API key is called by its name, with its uid', () => {
  test.each([
    ['that appears', diffReadings(keys(), keys('Browser key prod')), 'appeared'],
    ['that is gone', diffReadings(keys('Browser key prod'), keys()), 'disappeared'],
  ])('%s', (_, changes, what) => {
    const { finding, message } = told(changes);
    expect(finding).toMatchObject({
      resource: `apikeys.keys/${UID}`,
      message: `API key "Browser key prod" (3f1c9a52) ${what}.`,
    });
    expect(headline(message)).toContain(`API key "Browser key prod" (3f1c9a52) · ${what}`);
    expect(plainText(message)).toContain(`apikeys.keys/${UID}`);
  });

  test('one that changes too, by the name it has now', () => {
    const [change] = diffReadings(keys('Old'), keys('New'));
    expect(change).toMatchObject({ path: 'displayName', label: 'API key "New" (3f1c9a52)' });
  });

  test('one without a name, by its id', () => {
    expect(told(diffReadings(keys(), keys(''))).finding?.message).toBe(`apikeys.keys/${UID} appeared.`);
  });

  test('a name is shown, never obeyed, and no longer than a headline', () => {
    const hostile = `"<!channel> <@U1> & *bold* \u202e\n# ${'x'.repeat(200)}`;
    const { message } = told(diffReadings(keys(), keys(hostile)));
    const { blocks, text } = slackBlocks(message);
    expect(headline(message).length).toBeLessThan(150);
    for (const said of [JSON.stringify(blocks), text]) expect(said).not.toMatch(/<!channel>|<@U1>|\u202e/);
    expect(plainText(message)).not.toContain('\u202e');
  });
});
