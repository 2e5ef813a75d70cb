import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { plumbline } from '../acceptance/command.ts';
import type { PassJson } from '../acceptance/world.ts';
import { describeWithEmulator } from '../emulator/emulator.ts';
import { type RunningStack, startStack } from './running-stack.ts';

jest.setTimeout(180_000);

/** What a reader of docs/deploy.md does on the first day, with the addresses and variables the stack prints. In order. */
describeWithEmulator('the first day, on npm run stack', () => {
  let stack: RunningStack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.end());

  const post = async (url: string, body?: object) => {
    const response = await fetch(url, {
      method: 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  };
  const tick = async () => JSON.parse((await post(`${stack.url}/`)).text) as PassJson;
  const command = (...words: string[]) => plumbline(words, stack.variables());

  it('the first tick: one summary, no alarm', async () => {
    expect(stack.text()).toMatch(/^tick: 200 complete$/m);
    expect(await stack.messages(1)).toEqual(['BASELINE · jualuma · nothing open']);
    const health = await (await fetch(`${stack.url}/healthz`)).json();
    expect(health).toMatchObject({ status: 'ok', estate: 'jualuma' });
  });

  it('prints addresses that answer', () => {
    const urls = [...stack.text().matchAll(/^ {2}curl (?:-X POST )?(\S+)/gm)].map(([, url]) => url);
    expect(urls).toEqual([
      ...[`${stack.url}/`, `${stack.url}/healthz`],
      ...[`${stack.control}/break-glass`, `${stack.control}/revert`],
    ]);
  });

  it('a change by hand: one alert, and the next tick is quiet', async () => {
    expect((await post(`${stack.control}/break-glass`)).status).toBe(200);
    const { transitions } = await tick();
    expect(transitions.filter(({ kind }) => kind === 'opened')).toHaveLength(6);
    expect(await tick()).toMatchObject({ outcome: 'complete', transitions: [], alerts: [] });
    expect(await stack.messages(2)).toEqual([
      expect.stringMatching(/^BASELINE/),
      'CRITICAL · prod · user-app · ingress opened and 5 more',
    ]);
  });

  it('is settled with the id the message shows, by command and over HTTP', async () => {
    const [, id = ''] = /┃ ([0-9a-f]{12}) run\.services\S+ ingress$/m.exec(stack.text()) ?? [];
    const accepted = await post(`${stack.url}/findings/${id}:accept`, { by: 'ann', reason: 'INC-227' });
    expect(accepted).toMatchObject({ status: 200, text: expect.stringContaining('"state":"accepted"') });
    expect((await command('findings', 'list')).stdout).not.toContain(id);
    const reopened = await command('findings', 'reopen', id, '--by', 'ann');
    expect(reopened).toMatchObject({ code: 0, stdout: expect.stringContaining(`${id} is open`) });
  });

  it('put back, and done again with a word about it: a window that the command reports and closes', async () => {
    await post(`${stack.control}/revert`);
    await tick();
    await post(`${stack.control}/break-glass`);
    const asked = { trigger: 'break-glass', reason: 'web answers 404', ticket: 'INC-227', expiresIn: '4h' };
    expect(await post(`${stack.url}/`, asked)).toMatchObject({
      status: 200,
      text: expect.stringContaining('"ticket":"INC-227"'),
    });
    expect((await command('break-glass', 'list')).stdout).toMatch(/bg-\w+-\w+ │ open +│ INC-227/);
    const report = await command('break-glass', 'report', 'INC-227');
    expect(report).toMatchObject({ code: 0, stdout: expect.stringContaining('+    ingress: { prod: all }') });
    const closed = await command(
      'break-glass',
      'close',
      'INC-227',
      '--by',
      'ann',
      '--reason',
      'written back',
    );
    expect(closed).toMatchObject({ code: 0, stdout: expect.stringContaining('is closed') });
  });

  it('doctor: can read everything and write nothing', async () => {
    const { code, stdout } = await command('doctor');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/can read everything it needs .* can neither write nor read a payload/),
    });
  });

  it('ends and leaves nothing running', async () => {
    await stack.end();
    await expect(fetch(`${stack.url}/healthz`)).rejects.toThrow();
  });
});
