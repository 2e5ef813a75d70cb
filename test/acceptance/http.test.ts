import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { breakGlass } from '../simulator/jualuma.ts';
import { folderForEach } from './command.ts';
import { type RunningFunction, startFunction } from './function.ts';
import { openWorld, type PassJson, sqliteIn, TOKEN, type World } from './world.ts';

interface ErrorJson {
  error: { code: string; message: string; issues: { path: string; message: string }[] };
}

const folder = folderForEach();
let world: World;
let running: RunningFunction;

beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
  world.variables.GOOGLE_CLOUD_PROJECT = 'ops';
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

/** The structured lines printed so far; standard output may be behind the answer. */
async function lines(count: number): Promise<Record<string, unknown>[]> {
  for (let looks = 0; looks < 200_000; looks += 1) {
    const printed = running
      .output()
      .split('\n')
      .filter((line) => /^\{.*\}$/.test(line));
    if (printed.length >= count) return printed.map((line) => JSON.parse(line) as Record<string, unknown>);
    await new Promise(setImmediate);
  }
  throw new Error(`fewer than ${count} lines: ${running.output()}`);
}

/** Bytes are sent without a content type. */
const bytes = (text: string) => new TextEncoder().encode(text);
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
      ['a body of no type', { body: bytes('{"trigger":') }, /not JSON/],
      [
        'a compressed body',
        { body: gzipSync('{"trigger":"schedule"}'), headers: { 'content-encoding': 'gzip' } },
        /not JSON/,
      ],
      ['an unknown packing', { body: '{"trigger":', headers: { 'content-encoding': 'x' } }, /not JSON/],
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
    for (const [path, method, allow] of [
      ['/', 'GET', 'POST'],
      ['/healthz', 'POST', 'GET, HEAD'],
      [`/findings/${'a'.repeat(12)}:accept`, 'GET', 'POST'],
    ] as const) {
      const refused = await fetch(`${running.url}${path}`, { method });
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, allow]);
    }
    expect((await ask('/nowhere')).status).toBe(404);
    expect((await ask('/%ff')).body).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect((await ask('/findings/abc:accept', json('{}'))).status).toBe(404);
    expect((await fetch(`${running.url}/healthz`, { method: 'HEAD' })).status).toBe(200);
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

  it('answers a break-glass request with a pass that began after it, also where it meets another', async () => {
    const asked = { trigger: 'break-glass', reason: 'db down', ticket: 'INC-7', actor: 'ann@example.com' };
    const incomplete = await ask('/', json('{"trigger":"break-glass","ticket":"INC-7"}'));
    expect(incomplete).toMatchObject({ status: 400, body: { error: { code: 'INPUT_INVALID' } } });
    await ask('/');
    const tick = ask('/');
    breakGlass(world.google.estate);
    const answers = await Promise.all([1, 2, 3].map(() => ask('/', json(JSON.stringify(asked)))));
    const first = (await tick).body as PassJson;
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      const { outcome, runId, coverage } = body as PassJson;
      expect({ outcome, scopes: coverage.length }).toEqual({ outcome: 'complete', scopes: 54 });
      expect(runId).not.toBe(first.runId);
    }
    expect((await ask('/')).body).toMatchObject({ outcome: 'complete', transitions: [] });
    expect(world.slack.messages).toHaveLength(2);
  });

  it('logs passes, heartbeats and failures as structured lines with the trace of their request', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const { body } = await ask('/', { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } });
    const { runId } = body as PassJson;
    const place = { 'logging.googleapis.com/trace': `projects/ops/traces/${trace}`, runId };
    const [pass, heartbeat] = await lines(2);
    expect(pass).toMatchObject({
      ...place,
      severity: 'INFO',
      event: 'pass',
      outcome: 'complete',
      alertsSent: 1,
    });
    expect(pass?.calls).toBe(world.google.requests.length);
    expect(heartbeat).toMatchObject({ ...place, severity: 'INFO', event: 'heartbeat' });
    breakGlass(world.google.estate);
    world.slack.faults.add({ kind: 'error', error: 'invalid_auth' });
    await ask('/');
    expect((await lines(4)).slice(2)).toMatchObject([
      { severity: 'INFO', event: 'pass', alertsPending: 1 },
      { severity: 'ERROR', code: 'DELIVERY_FAILED', misconfigured: 1 },
    ]);
    expect(running.output()).not.toContain(TOKEN);
  });

  it('stops on a store it cannot trust, says so, and tells nothing false', async () => {
    await ask('/');
    breakGlass(world.google.estate);
    const db = new DatabaseSync(join(folder(), 'state.db'));
    db.exec(`UPDATE baseline SET json = 'gone'`);
    db.close();
    const { status, body } = await ask('/');
    expect({ status, code: (body as ErrorJson).error.code }).toEqual({ status: 500, code: 'STORE_CORRUPT' });
    expect((await lines(3))[2]).toMatchObject({ severity: 'ERROR', code: 'STORE_CORRUPT' });
    expect(world.slack.messages).toHaveLength(1);
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
    // As a message names it.
    const short = `/findings/${first?.fingerprint.slice(0, 12)}`;
    expect(await ask(`${short}:silence`, json('{"by":"me","until":"2099-01-01"}'))).toMatchObject({
      status: 200,
      body: { fingerprint: first?.fingerprint, silence: { by: 'me' } },
    });
    for (const nobodys of ['0'.repeat(64), '0'.repeat(12)])
      expect((await ask(`/findings/${nobodys}:reopen`, json('{"by":"me"}'))).status).toBe(404);
  });
});

describe('a function that cannot start', () => {
  const broken = { PLUMBLINE_NOTIFY: 'slack:#drift', PLUMBLINE_CONCURRENCY: 'many', SLACK_BOT_TOKEN: '' };
  const printed = async (variables: Record<string, string>) => {
    const failure = await startFunction({ ...world.variables, ...broken, ...variables }).catch(String);
    if (typeof failure !== 'string') await failure.stop();
    return /(?:plumbline: |\{)[^\n]+/.exec(String(failure))?.[0] ?? '';
  };

  it('says all of it in one line', async () => {
    expect(await printed({})).toMatch(/^plumbline: configuration: .*CONCURRENCY.*; SLACK_BOT_TOKEN/);
  });

  it('and in Cloud Run as an error with its code', async () => {
    const line = JSON.parse(await printed({ K_SERVICE: 'plumbline' })) as Record<string, string>;
    expect(line).toEqual({
      severity: 'ERROR',
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/CONCURRENCY.*; SLACK_BOT_TOKEN/),
    });
  });
});
