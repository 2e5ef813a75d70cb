import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { beforeTheNight, NIGHT_ROLES, playTheNight } from '../simulator/jualuma-night.ts';
import { plumbline, withFolder } from './command.ts';
import { startFunction } from './function.ts';
import { CONTRACT, openWorld, sqliteIn, type World } from './world.ts';

/** In every body of the audit log: what was submitted is never kept or shown. */
const SUBMITTED = 'canary-night-7d1f';
const REQUEST = {
  reason: 'web answers 404',
  ticket: 'INC-227',
  actor: 'ops@example.com',
  environment: 'prod',
};
/** Several processes, one after the other, on a machine that may be busy. */
const ENOUGH_MS = 180_000;

const SERVICES = ['frontend-app', 'jualuma-backend', 'marketing-site', 'support-portal'];
const OPS = 'ops@example.com with gcloud 528.0.0';
const IAM = 'iam@example.com with gcloud 528.0.0';
const ACCOUNT = 'cr-backend@jualuma-prod.iam.gserviceaccount.com';

/** Every action of the document of that night that metadata can show, with who it was; and nothing else. */
const ACTIONS = [
  `iam.serviceAccounts/${ACCOUNT} by ${IAM}`,
  ...NIGHT_ROLES.map(
    (role) =>
      `resourcemanager.projects/jualuma-prod iamPolicy.bindings["${role}"]["serviceAccount:${ACCOUNT}"] by ${IAM}`,
  ),
  ...SERVICES.flatMap((name) => [
    ...(name === 'jualuma-backend' ? [] : [`run.services/us-central1/${name} iapEnabled by ${OPS}`]),
    `run.services/us-central1/${name} ingress by ${OPS}`,
    `run.services/us-central1/${name} invokerIamDisabled by ${OPS}`,
    ...(name === 'jualuma-backend'
      ? [`run.services/us-central1/${name} template.serviceAccount by ${OPS}`]
      : []),
  ]),
  'secretmanager.secrets/PLAID_SECRET versions.2 by sec@example.com with the console',
];

describe('the night of 2026-02-27, from the state before it', () => {
  it('over the command', () => replay(byCommand), ENOUGH_MS);
  it('over HTTP', () => replay(byHttp), ENOUGH_MS);
});

/** A first pass, and one that covers a request. */
interface Watch {
  pass(): Promise<void>;
  breakGlass(): Promise<string>;
  stop(): Promise<void>;
}

async function replay(watch: (world: World) => Promise<Watch>): Promise<void> {
  await withFolder(async (folder) => {
    const world = await openWorld(sqliteIn(folder));
    const watching = await watch(world);
    try {
      beforeTheNight(world.google.estate);
      await watching.pass();
      playTheNight(world.google.estate, { at: new Date().toISOString(), secret: SUBMITTED });
      const answer = await watching.breakGlass();
      const { stdout: report } = await plumbline(['break-glass', 'report', 'INC-227'], world.variables);
      expect(actionsOf(report).sort()).toEqual(ACTIONS.toSorted());
      expect(report).not.toMatch(/refused@|second@|elsewhere@|dev@example|other-grant@|roles\/owner/);
      const shown = await plumbline(['break-glass', 'show', 'INC-227', '--format', 'json'], world.variables);
      const kept = readFileSync(join(folder, 'state.db'), 'latin1');
      const told = JSON.stringify(world.slack.messages);
      expect(answer + report + shown.stdout + kept + told).not.toContain(SUBMITTED);
      await writeBack(world, folder, report);
    } finally {
      await watching.stop();
      await world.close();
    }
  });
}

/** The rows of the table of changes: the place, and by whom; each with the time of its entry and full confidence. */
function actionsOf(report: string): string[] {
  const [, table = ''] = /## Runtime changes seen\n\n([\s\S]*?)\n\n/.exec(report) ?? [];
  return table
    .split('\n')
    .slice(2)
    .map((row) => {
      const place = /<br>`([^`]+)`/.exec(row)?.[1];
      const [, who] = /\| ([^|]*), \d{4}-\d\d-\d\dT[\d:.]+Z \(high\) \|/.exec(row) ?? [];
      return `${place} by ${who}`;
    });
}

/** With the document's patch applied, nothing fails: the rest of that night was as the contract wants it. */
async function writeBack(world: World, folder: string, report: string): Promise<void> {
  const [, diff = ''] = /```diff\n([\s\S]*?\n)```/.exec(report) ?? [];
  expect(report).not.toContain('To revert, or to settle by hand\n\n- **');
  mkdirSync(join(folder, 'contracts'));
  cpSync(CONTRACT, join(folder, CONTRACT));
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: folder };
  execFileSync('git', ['apply', '-'], { cwd: folder, input: diff, env });
  const before = await plumbline(['check'], world.variables);
  const after = await plumbline(['check', '--contract', join(folder, CONTRACT)], world.variables);
  expect([before.code, after.code]).toEqual([2, 0]);
}

async function byCommand(world: World): Promise<Watch> {
  const { reason, ticket, actor, environment } = REQUEST;
  const run = async (words: string[]) => {
    const { stdout, stderr } = await plumbline(['run', ...words, '--format', 'json'], world.variables);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'complete' });
    return stdout + stderr;
  };
  const asked = ['--reason', reason, '--ticket', ticket, '--actor', actor, '--environment', environment];
  return {
    pass: async () => void (await run([])),
    breakGlass: () => run(['--trigger', 'break-glass', ...asked]),
    stop: async () => undefined,
  };
}

async function byHttp(world: World): Promise<Watch> {
  const running = await startFunction(world.variables);
  const post = async (body: object) => {
    const response = await fetch(running.url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(200);
    return (await response.text()) + running.output();
  };
  return {
    pass: async () => void (await post({})),
    breakGlass: () => post({ trigger: 'break-glass', ...REQUEST }),
    stop: () => running.stop(),
  };
}
