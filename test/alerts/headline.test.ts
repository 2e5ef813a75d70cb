import { describe, expect, it } from '@jest/globals';
import { slackBlocks } from '../../shared/alerts/blocks.ts';
import { messagesFor } from '../../shared/alerts/group.ts';
import { headline } from '../../shared/alerts/headline.ts';
import { plainText } from '../../shared/alerts/plain-text.ts';
import type { Told } from '../../shared/findings/transitions.ts';
import { AT, context, told } from './fixtures.ts';

const WINDOW = { windowId: 'bg-1', windowExpiresAt: '2026-02-27T07:10:00.000Z' };
const AFTER = '2026-02-27T07:20:00.000Z';
const expired = told('old', WINDOW, { kind: 'window-expired', reason: 'neither-reverted-nor-written-back' });
const changed = (record = {}) =>
  told('old', { ...WINDOW, ...record }, { kind: 'changed', reason: 'new-value' });

function header(findings: Told[], at = AT): string {
  const part = messagesFor(findings, context({ at }))[0]?.parts[0];
  if (part === undefined) throw new Error('no message');
  return headline(part);
}

describe('the label of a message about a break-glass window', () => {
  it.each<[string, Told[], string, RegExp]>([
    ['what was found in it', [told('new', WINDOW)], AT, /^BREAK-GLASS · HIGH/],
    ['its end', [expired], AFTER, /^BREAK-GLASS ENDED · HIGH/],
    ['its end beside something new', [expired, told('new', { severity: 'critical' })], AFTER, /^CRITICAL/],
    ['what was found in it beside something else', [told('new', WINDOW), told('other')], AT, /^HIGH/],
    ['another value while it runs', [changed()], AT, /^BREAK-GLASS · HIGH/],
    ['another value after its end', [changed()], AFTER, /^HIGH/],
    ['another value after somebody closed it', [changed({ windowExpiresAt: null })], AT, /^HIGH/],
  ])('%s', (_name, findings, at, label) => {
    expect(header(findings, at)).toMatch(label);
  });
});

describe('the label of an end', () => {
  const ends = (id: string, reason: string) => told(id, { toldBy: 'first' }, { kind: 'resolved', reason });

  it.each<[string, Told[], RegExp]>([
    ['was mended', [ends('a', 'passes')], /^RESOLVED/],
    ['is not looked at any more', [ends('a', 'out-of-scope')], /^NO LONGER WATCHED/],
    ['is both', [ends('a', 'out-of-scope'), ends('b', 'reverted')], /^RESOLVED/],
  ])('of what %s', (_name, findings, label) => {
    expect(header(findings)).toMatch(label);
  });

  it('says of each finding what became of it', () => {
    const part = messagesFor([ends('a', 'out-of-scope'), ends('b', 'reverted')], context())[0]?.parts[0];
    if (part === undefined) throw new Error('no message');
    const said = JSON.stringify(slackBlocks(part).blocks);
    expect(said).toMatch(/~ \*no longer watched\*\\n/);
    expect(said).toMatch(/~ \*resolved\*: put back/);
    expect(plainText(part)).toMatch(/\(no longer watched\)[\s\S]*\(resolved: put back\)/);
  });
});

describe('the summary of a first pass that could not read everything', () => {
  const said = (unread: number, fromFiles?: true) => {
    const scopes = {
      total: 54,
      read: 54 - unread,
      unread,
      ...(fromFiles === undefined ? {} : { fromFiles }),
    };
    const part = messagesFor([], context({ firstRun: true, scopes }))[0]?.parts[0];
    return part === undefined ? '' : plainText(part);
  };

  it('names the doctor where the projects were asked, and what printed them where files were read', () => {
    for (const unread of [3, 54]) {
      expect(said(unread)).toContain('plumbline doctor');
      expect(said(unread, true)).toContain('plumbline check --from');
      expect(said(unread, true)).not.toContain('doctor');
    }
  });
});
