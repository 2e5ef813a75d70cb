import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalServer, startLocalServer } from '../adapters/google/local-server.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { folderForEach, plumbline } from './command.ts';
import { startFunction } from './function.ts';
import { CONTRACT, openWorld, sqliteIn, type World } from './world.ts';

const APP = 'test/corpus/workflows/jualuma/app';
const ASKED = ['--trigger', 'break-glass', '--reason', 'web answers 404', '--ticket', 'INC-227'];
/** Several processes, one after the other, on a machine that may be busy. */
const ENOUGH_MS = 120_000;

const folder = folderForEach();
let world: World;
let server: LocalServer;
let status = 200;
beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
  status = 200;
  server = await startLocalServer(() => ({ status, json: { body: 'canary-answer' } }));
  world.variables.PLUMBLINE_SMOKE_ENDPOINT = server.endpoint;
});
afterEach(async () => {
  await world.close();
  await server.close();
});

/** The contract with the repository it speaks of beside it. */
function withCheckout(): string {
  mkdirSync(join(folder(), 'contracts'));
  const contract = join(folder(), CONTRACT);
  cpSync(CONTRACT, contract);
  cpSync(APP, join(folder(), 'app'), { recursive: true });
  return contract;
}

const section = (report: string, title: string) =>
  report.split(/^#+ /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

describe('break-glass report', () => {
  it(
    'reads the workflows, asks URLs on request, and says what it did not ask',
    async () => {
      world.variables.PLUMBLINE_CONTRACT = withCheckout();
      const run = (words: string[]) => plumbline(words, world.variables);
      await run(['run']);
      breakGlass(world.google.estate);
      await run(['run', ...ASKED]);
      expect(server.log()).toEqual(['GET api.jualuma.com/api/health']);

      const { stdout: quiet } = await run(['break-glass', 'report', 'INC-227']);
      expect(server.log()).toHaveLength(1);
      expect(section(quiet, 'Not seen')).toMatch(/were not asked.*break-glass report --smoke/);
      expect(quiet).not.toMatch(/workflow.*was not read/);
      expect(quiet).toContain('+    ingress: { prod: all }');
      expect(section(quiet, 'Contract')).toMatch(
        /These go with it:\n\n(?:- .*\n)*- .*ingress internal-and-cloud-load-balancing \(deploy-prod\.yml:45\)/,
      );

      status = 500;
      const { stdout: asked } = await run(['break-glass', 'report', 'INC-227', '--smoke']);
      expect(server.log()).toHaveLength(2);
      expect(section(asked, 'What the declared URLs answered')).toMatch(
        /- backend \(prod\): FAIL\. prod api\.jualuma\.com answers 500 for GET \/api\/health/,
      );
      expect(asked).toMatch(/\| 21 \| Smoke \| FAIL \| 1 FAIL \|/);
      expect(asked).not.toMatch(/were not asked|canary-answer/);
    },
    ENOUGH_MS,
  );

  it(
    'names what could not be read',
    async () => {
      const run = (words: string[]) => plumbline(words, world.variables);
      await run(['run']);
      breakGlass(world.google.estate);
      await run(['run', ...ASKED]);
      world.google.estate.project('jualuma-prod').permissions.delete('secretmanager.versions.list');
      const { stdout } = await run(['break-glass', 'report', 'INC-227']);
      expect(section(stdout, 'Not seen')).toMatch(/- prod secretmanager\.versions: DENIED/);
      expect(stdout).toMatch(/PLAID_SECRET versions\.2` \|.*\| not known \|/);
    },
    ENOUGH_MS,
  );
});

describe('a break-glass request over HTTP', () => {
  it(
    'answers with what the declared URLs said',
    async () => {
      const running = await startFunction(world.variables);
      try {
        const response = await fetch(running.url, {
          method: 'POST',
          body: JSON.stringify({ trigger: 'break-glass', reason: 'web answers 404', ticket: 'INC-227' }),
        });
        const text = await response.text();
        expect(JSON.parse(text)).toMatchObject({
          smoke: [{ role: 'backend', environment: 'prod', status: 'PASS', message: expect.any(String) }],
        });
        expect(text + running.output()).not.toContain('canary-answer');
      } finally {
        await running.stop();
      }
    },
    ENOUGH_MS,
  );
});
