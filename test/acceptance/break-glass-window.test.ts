import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { SimulatedEstate } from '../simulator/estate.ts';
import { breakGlass, revert } from '../simulator/jualuma.ts';
import { plumbline, withFolder } from './command.ts';
import { startFunction } from './function.ts';
import { CONTRACT, openWorld, type PassJson, sqliteIn, type World } from './world.ts';

const REQUEST = {
  trigger: 'break-glass',
  reason: 'web answers 404',
  ticket: 'INC-227',
  actor: 'ops@example.com',
  environment: 'prod',
  expiresIn: '4h',
};
const OPTIONS = [
  ['--trigger', REQUEST.trigger],
  ['--reason', REQUEST.reason],
  ['--ticket', REQUEST.ticket],
  ['--actor', REQUEST.actor],
  ['--environment', REQUEST.environment],
].flat();

interface WindowJson extends PassJson {
  window: { id: string; ticket: string; expiresAt: string };
  findings: { fingerprint: string }[];
}

function withWorld(play: (world: World, folder: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const world = await openWorld(sqliteIn(folder));
    try {
      await play(world, folder);
    } finally {
      await world.close();
    }
  });
}

describe('a change made by hand, over the command', () => {
  it('is named to whoever opens the next window while it stands', () =>
    withWorld(async (world) => {
      const run = (...words: string[]) => plumbline(words, world.variables);
      await run('run');
      breakGlass(world.google.estate);
      const first = JSON.parse((await run('run', ...OPTIONS, '--format', 'json')).stdout) as WindowJson;
      const { id } = first.window;
      const told = await run('run', ...OPTIONS, '--ticket', 'INC-228');
      const still = new RegExp(
        `still standing from window ${id} \\(INC-227\\): prod .*: ingress opened; .*; 3 more\\. What`,
      );
      expect(told.stdout).toMatch(still);
      const shown = await run('break-glass', 'show', 'INC-228');
      expect(shown.stdout.replaceAll(/\s+/g, ' ')).toMatch(still);
      const json = JSON.parse((await run('break-glass', 'show', 'INC-228', '--format', 'json')).stdout);
      const of = (fingerprints: string[]) => fingerprints.toSorted();
      const all = of(first.findings.map(({ fingerprint }) => fingerprint));
      expect(json.earlier.map(({ window }: Pick<WindowJson, 'window'>) => window)).toEqual([
        { id, ticket: 'INC-227' },
      ]);
      expect(of(json.earlier[0].findings)).toEqual(all);
      const report = await run('break-glass', 'report', 'INC-228');
      expect(report.stdout).toContain('## Still standing from earlier windows');
      expect(report.stdout).toContain('  - prod user-app: ingress opened');
      revert(world.google.estate);
      await run('run');
      expect((await run('break-glass', 'show', 'INC-228')).stdout).not.toContain('still standing');
    }));

  it('opens a window, is reported, written back and closed', () =>
    withWorld(async (world, folder) => {
      const run = (words: string[]) => plumbline(words, world.variables);
      await run(['run']);
      breakGlass(world.google.estate);
      const told = await run(['run', ...OPTIONS, '--format', 'json']);
      expect(told.code).toBe(2);
      const body = JSON.parse(told.stdout) as WindowJson;
      expect(body.window).toMatchObject({
        ticket: 'INC-227',
        id: expect.stringMatching(/^bg-\d{8}-[0-9a-f]{6}$/),
      });
      expect(JSON.stringify(world.slack.messages[1])).toContain(`Break-glass window ${body.window.id}`);

      const list = await run(['break-glass', 'list']);
      expect(list.stdout).toMatch(/INC-227.*prod/);
      const shown = await run(['break-glass', 'show', 'INC-227', '--format', 'json']);
      const opened = body.transitions
        .filter(({ kind }) => kind === 'opened')
        .map(({ fingerprint }) => fingerprint);
      const { findings } = JSON.parse(shown.stdout) as WindowJson;
      expect(findings.map(({ fingerprint }) => fingerprint).sort()).toEqual(opened.sort());

      const file = join(folder, 'backfill.md');
      expect((await run(['break-glass', 'report', 'INC-227', '--output', file])).code).toBe(0);
      const document = readFileSync(file, 'utf8');
      await putRight(world, folder, document);

      const closed = await run([
        'break-glass',
        'close',
        'INC-227',
        '--by',
        'ann',
        '--reason',
        'written back',
      ]);
      expect(closed.stdout).toMatch(/is closed/);
      const again = await run(['break-glass', 'close', 'INC-227', '--by', 'ann', '--reason', 'x']);
      expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/was closed by ann/) });
    }));

  it('refuses a request that says too little, and changes nothing', () =>
    withWorld(async (world) => {
      const cases: [string[], RegExp][] = [
        [['--trigger', 'break-glass'], /--reason is missing; --ticket is missing/],
        [[...OPTIONS, '--environment', 'qa'], /--environment is none of the contract's: dev, stage, prod/],
        [[...OPTIONS, '--expires-in', 'soon'], /--expires-in is no duration/],
        [['--ticket', 'INC-1'], /--ticket: only with --trigger break-glass/],
      ];
      for (const [words, message] of cases) {
        const { code, stderr, stdout } = await plumbline(['run', ...words], world.variables);
        expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
          code: 1,
          stdout: '',
          lines: 1,
        });
        expect(stderr).toMatch(message);
      }
      expect(world.google.requests).toEqual([]);
      const shown = await plumbline(['break-glass', 'show', 'INC-1'], world.variables);
      expect(shown).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/there is no break-glass window INC-1/),
      });
    }));
});

/** Applies the document's patch and reverts what it says to revert: then the estate holds its contract. */
async function putRight(world: World, folder: string, document: string): Promise<void> {
  mkdirSync(join(folder, 'contracts'));
  cpSync(CONTRACT, join(folder, CONTRACT));
  const [, diff] = /```diff\n([\s\S]*?\n)```/.exec(document) ?? [];
  execFileSync('git', ['apply', '-'], {
    cwd: folder,
    input: diff ?? '',
    env: { ...process.env, GIT_CEILING_DIRECTORIES: folder },
  });
  expect(document).toMatch(
    /To settle: gcloud run services update jualuma-backend .*--service-account=cr-backend@/,
  );
  const account = 'cr-backend@jualuma-prod.iam.gserviceaccount.com';
  world.google.estate.updateService('jualuma-prod', 'us-central1', 'jualuma-backend', (service) => {
    service.template.serviceAccount = account;
  });
  const check = await plumbline(
    ['check', '--contract', join(folder, CONTRACT), '--format', 'json'],
    world.variables,
  );
  const failing = (JSON.parse(check.stdout) as { checks: { id: string; status: string }[] }).checks
    .filter(({ status }) => status === 'FAIL')
    .map(({ id }) => id);
  expect(failing).toEqual([]);
}

describe('a change made by hand, over HTTP', () => {
  it('answers with the window, and one request covers what changed before it', () =>
    withWorld(async (world) => {
      const running = await startFunction(world.variables);
      const ask = async (body: object) => {
        const response = await fetch(running.url, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        });
        return { status: response.status, body: (await response.json()) as WindowJson };
      };
      try {
        await ask({});
        breakGlass(world.google.estate);
        const [tick, asked] = await Promise.all([ask({}), ask(REQUEST)]);
        expect([tick.status, asked.status]).toEqual([200, 200]);
        expect(asked.body.window).toMatchObject({ ticket: 'INC-227' });
        expect(Date.parse(asked.body.window.expiresAt) - Date.now()).toBeGreaterThan(3.9 * 3_600_000);
        const again = await ask({ ...REQUEST, expiresIn: '8h' });
        expect(again.body.window.id).toBe(asked.body.window.id);
        revert(world.google.estate as SimulatedEstate);
        expect((await ask({})).status).toBe(200);
        const refused = await ask({ ...REQUEST, environment: 'qa' });
        expect(refused).toMatchObject({
          status: 400,
          body: {
            error: { issues: [{ path: 'environment', message: expect.stringMatching(/dev, stage, prod/) }] },
          },
        });
      } finally {
        await running.stop();
      }
    }));
});
