import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { breakGlass } from '../simulator/jualuma.ts';
import { folderForEach } from './command.ts';
import { type RunningFunction, startFunction } from './function.ts';
import { openWorld, type PassJson, sqliteIn, type World } from './world.ts';

interface ErrorJson {
  error: { code: string; message: string; issues: { path: string; message: string }[] };
}

const folder = folderForEach();
let world: World;
let running: RunningFunction;

beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
  running = await startFunction(world.variables);
});
afterEach(async () => {
  await running.stop();
  await world.close();
});

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${running.url}${path}`, { method: 'POST', ...init });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const json = (body: string): RequestInit => ({ body, headers: { 'content-type': 'application/json' } });

describe('the function over HTTP', () => {
  it('answers everything malformed with a 400 that says why, and does nothing', async () => {
    const malformed: [string, RequestInit, RegExp][] = [
      ['half a document', json('{"trigger":'), /not JSON/],
      ['another trigger', json('{"trigger":"cron"}'), /not understood/],
      ['a list', json('[]'), /not understood/],
      [
        'a form',
        { body: 'trigger=schedule', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        /not JSON/,
      ],
      ['a huge body', json(`{"trigger":"${'x'.repeat(40_000)}"}`), /the most/],
    ];
    for (const [name, init, message] of malformed) {
      const { status, body } = await ask('/', init);
      const { error } = body as ErrorJson;
      expect({ name, status, code: error.code }).toEqual({ name, status: 400, code: 'INPUT_INVALID' });
      expect(error.message).toMatch(message);
    }
    expect(world.google.requests).toEqual([]);
    expect(world.slack.messages).toEqual([]);
  });

  it('knows its addresses and methods', async () => {
    expect((await ask('/', { method: 'GET' })).status).toBe(405);
    expect((await ask('/nowhere')).status).toBe(404);
    expect((await ask('/findings/abc:accept', json('{}'))).status).toBe(404);
    const health = await ask('/healthz', { method: 'GET' });
    expect(health).toMatchObject({ status: 200, body: { status: 'ok', estate: 'jualuma' } });
  });

  it('runs one pass at a time: a tick that meets another stands back', async () => {
    const answers = await Promise.all([ask('/'), ask('/'), ask('/')]);
    const outcomes = answers.map(({ body }) => (body as PassJson).outcome).sort();
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(outcomes.filter((outcome) => outcome === 'complete').length).toBeGreaterThanOrEqual(1);
    expect(world.slack.messages).toHaveLength(1);
  });

  it('answers 503 where Slack did not take a message, and delivers it with the next pass', async () => {
    await ask('/');
    breakGlass(world.google.estate);
    const fault = world.slack.faults.add({
      match: { method: 'chat.postMessage' },
      kind: 'error',
      error: 'channel_not_found',
    });
    const failed = await ask('/');
    expect(failed).toMatchObject({
      status: 503,
      body: { error: { code: 'DELIVERY_FAILED' }, alerts: [{ state: 'pending' }] },
    });
    fault.remove();
    expect((await ask('/')).status).toBe(200);
    expect(world.slack.messages).toHaveLength(2);
    expect((await ask('/')).status).toBe(200);
    expect(world.slack.messages).toHaveLength(2);
  });

  it('settles findings, and says why it does not', async () => {
    await ask('/');
    breakGlass(world.google.estate);
    const { body } = await ask('/');
    const [first] = (body as PassJson).transitions.filter(({ kind }) => kind === 'opened');
    const path = `/findings/${first?.fingerprint}`;
    const refused = await ask(`${path}:accept`, json('{"by":"me"}'));
    expect(refused.status).toBe(400);
    expect((refused.body as ErrorJson).error.issues).toEqual([
      { path: 'reason', message: 'is missing, or no text' },
    ]);
    expect(
      (await ask(`${path}:accept`, json('{"by":"me","reason":"known","expires":"yesterday"}'))).status,
    ).toBe(400);
    const accepted = await ask(`${path}:accept`, json('{"by":"me","reason":"known","expires":"2099-01-01"}'));
    expect(accepted).toMatchObject({
      status: 200,
      body: { state: 'accepted', acceptance: { by: 'me', reason: 'known' } },
    });
    expect((await ask(`${path}:accept`, json('{"by":"me","reason":"known"}'))).status).toBe(409);
    expect((await ask(`${path}:reopen`, json('{"by":"me"}'))).body).toMatchObject({
      state: 'open',
      acceptance: null,
    });
    expect((await ask(`/findings/${'0'.repeat(64)}:reopen`, json('{"by":"me"}'))).status).toBe(404);
  });
});
