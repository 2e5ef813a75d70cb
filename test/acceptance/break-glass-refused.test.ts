import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { folderForEach, plumbline } from './command.ts';
import { type RunningFunction, startFunction } from './function.ts';
import { openWorld, sqliteIn, type World } from './world.ts';

const ASKED = { trigger: 'break-glass', reason: 'web answers 404', ticket: 'INC-227' };
const LONG = 'x'.repeat(501);
/** Several processes, one after the other, on a machine that may be busy. */
const ENOUGH_MS = 180_000;

const folder = folderForEach();
let world: World;
beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
});
afterEach(() => world.close());

/** Nothing was read, told or kept. */
async function expectNothingDone(): Promise<void> {
  expect({ google: world.google.requests, slack: world.slack.messages }).toEqual({ google: [], slack: [] });
  const windows = await plumbline(['break-glass', 'list'], world.variables);
  const runs = await plumbline(['history', '--format', 'json'], world.variables);
  expect(windows.stdout).toBe('no break-glass windows\n');
  expect(JSON.parse(runs.stdout)).toEqual([]);
}

interface Case {
  name: string;
  body: string;
  headers?: Record<string, string>;
  why: RegExp;
}

const CASES: Case[] = [
  { name: 'no JSON', body: '{"trigger":', why: /is not JSON/ },
  { name: 'a list', body: '[]', why: /not understood/ },
  {
    name: 'too large',
    body: JSON.stringify({ ...ASKED, reason: 'x'.repeat(17_000) }),
    why: /bytes; 16384 is the most/,
  },
  {
    name: 'a reason that is too long',
    body: JSON.stringify({ ...ASKED, reason: LONG }),
    why: /"path":"reason"/,
  },
  {
    name: 'a ticket that is too long',
    body: JSON.stringify({ ...ASKED, ticket: LONG }),
    why: /"path":"ticket"/,
  },
  {
    name: 'no ticket',
    body: JSON.stringify({ ...ASKED, ticket: undefined }),
    why: /"path":"ticket".*is missing/,
  },
  { name: 'a blank reason', body: JSON.stringify({ ...ASKED, reason: ' \n' }), why: /"path":"reason"/ },
  {
    name: 'a reason that is no text',
    body: JSON.stringify({ ...ASKED, reason: { $ne: '' } }),
    why: /"path":"reason"/,
  },
  { name: 'an unknown key', body: JSON.stringify({ ...ASKED, force: true }), why: /force/ },
  {
    name: 'another trigger',
    body: JSON.stringify({ ...ASKED, trigger: 'breakglass' }),
    why: /"path":"trigger"/,
  },
  {
    name: 'an environment that is not there',
    body: JSON.stringify({ ...ASKED, environment: 'qa' }),
    why: /dev, stage, prod/,
  },
  {
    name: 'no duration',
    body: JSON.stringify({ ...ASKED, expiresIn: '-4h' }),
    why: /"path":"expiresIn".*no duration/,
  },
  { name: 'a year', body: JSON.stringify({ ...ASKED, expiresIn: '365d' }), why: /more than 30 days/ },
  {
    name: 'a header that claims who asks, and too little said',
    body: JSON.stringify({ trigger: 'break-glass' }),
    headers: { 'x-goog-authenticated-user-email': 'accounts.google.com:admin@example.com' },
    why: /"path":"reason".*"path":"ticket"/,
  },
];

describe('over HTTP', () => {
  let running: RunningFunction;
  beforeEach(async () => {
    running = await startFunction(world.variables);
  });
  afterEach(() => running.stop());

  it(
    'a request that is malformed or oversized changes nothing and says why',
    async () => {
      for (const { name, body, headers = {}, why } of CASES) {
        const type = { 'content-type': 'application/json', ...headers };
        const response = await fetch(running.url, { method: 'POST', body, headers: type });
        const text = await response.text();
        expect({ name, status: response.status, text }).toMatchObject({ name, status: 400 });
        expect(JSON.parse(text)).toMatchObject({ error: { code: 'INPUT_INVALID' } });
        expect(text).toMatch(why);
      }
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const response = await fetch(running.url, { method });
        expect([method, response.status]).toEqual([method, 405]);
      }
      await expectNothingDone();
    },
    ENOUGH_MS,
  );
});

describe('by the command', () => {
  it(
    'a request that is malformed or oversized changes nothing and says why',
    async () => {
      const trigger = ['--trigger', 'break-glass'];
      const asked = [...trigger, '--reason', 'web answers 404', '--ticket', 'INC-227'];
      const cases: [string[], RegExp][] = [
        [trigger, /--reason is missing; --ticket is missing/],
        [[...asked, '--reason', LONG], /--reason has 501 characters; 500 is the most/],
        [[...asked, '--ticket', LONG], /--ticket has 501 characters/],
        [[...asked, '--actor', LONG], /--actor has 501 characters/],
        [[...asked, '--expires-in', '365d'], /--expires-in is more than 30 days/],
        [['--trigger', 'breakglass'], /argument 'breakglass' is invalid/],
      ];
      for (const [words, why] of cases) {
        const { code, stdout, stderr } = await plumbline(['run', ...words], world.variables);
        expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(why) });
      }
      await expectNothingDone();
    },
    ENOUGH_MS,
  );
});
