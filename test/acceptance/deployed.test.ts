import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { describeWithEmulator, emulatorHost } from '../emulator/emulator.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { type DeployedEnvironment, deployedEnvironment } from '../terraform/deployed-environment.ts';
import { type RunningFunction, startFunction } from './function.ts';
import { openWorld, type PassJson, type World } from './world.ts';

const SECONDS = 1000;
/** The first test bundles, installs and asks Terraform, on a machine that may be busy. */
jest.setTimeout(180 * SECONDS);

/** The bundle, unzipped and installed, with the environment that Terraform gives it, the emulator and the simulators. */
describeWithEmulator('the function as it is deployed', () => {
  let deployed: DeployedEnvironment | null;
  let world: World;
  let variables: Record<string, string>;
  let running: RunningFunction;

  beforeAll(() => {
    deployed = deployedEnvironment('jualuma');
  });
  beforeEach(async () => {
    world = await openWorld('unused');
    variables = {
      ...environmentOf(deployed, world),
      GOOGLE_CLOUD_PROJECT: `ops-${randomUUID().slice(0, 8)}`,
    };
    running = await startFunction(variables);
  });
  afterEach(async () => {
    await running.stop();
    await world.close();
  });

  const tick = async () => {
    const response = await fetch(running.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"trigger":"schedule"}',
    });
    return { status: response.status, body: (await response.json()) as PassJson };
  };

  it('says what it is, ticks, tells a break-glass once, and goes on after a restart', async () => {
    const health = await fetch(`${running.url}/healthz`);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await health.json()).toEqual({
      status: 'ok',
      version,
      schema: expect.any(Number),
      estate: 'jualuma',
      contract: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await tick()).toMatchObject({ status: 200, body: { outcome: 'complete' } });
    breakGlass(world.google.estate);
    expect(await tick()).toMatchObject({ status: 200, body: { outcome: 'complete' } });
    expect(world.slack.messages).toHaveLength(2);
    await running.terminate();
    running = await startFunction(variables);
    expect(await tick()).toMatchObject({ status: 200, body: { outcome: 'complete', transitions: [] } });
    expect(world.slack.messages).toHaveLength(2);
    expect(world.google.requests.filter(({ kind }) => kind !== 'read')).toEqual([]);
  });

  it('ends within seconds in the middle of a pass, with the state whole and the lease free', async () => {
    expect(await tick()).toMatchObject({ status: 200, body: { outcome: 'complete' } });
    breakGlass(world.google.estate);
    world.google.faults.add({ kind: 'slow', match: { path: /secrets$/ } });
    const before = world.google.requests.length;
    const cut = tick().catch(() => null);
    while (world.google.requests.length === before) await new Promise((resolve) => setImmediate(resolve));
    const began = performance.now();
    expect(await running.terminate()).toBe(0);
    expect(performance.now() - began).toBeLessThan(8 * SECONDS);
    expect(await cut).toMatchObject({ status: 503, body: { error: { code: 'STOPPED' } } });
    expect(world.slack.messages).toHaveLength(1);

    world.google.faults.clear();
    running = await startFunction(variables);
    const next = await tick();
    expect(next).toMatchObject({ status: 200, body: { outcome: 'complete' } });
    expect(next.body.transitions.filter(({ kind }) => kind === 'opened')).toHaveLength(6);
    expect(world.slack.messages).toHaveLength(2);
    expect(await tick()).toMatchObject({ body: { outcome: 'complete', transitions: [] } });
  });
});

/** Terraform's variables as they are; what it takes from Secret Manager, and where Google, Firestore and Slack are here. */
function environmentOf(deployed: DeployedEnvironment | null, world: World): Record<string, string> {
  const { PLUMBLINE_GCP_ENDPOINT = '', SLACK_API_URL = '' } = world.variables;
  const here = { PLUMBLINE_GCP_ENDPOINT, SLACK_API_URL, FIRESTORE_EMULATOR_HOST: emulatorHost() ?? '' };
  if (deployed === null) return { ...world.variables, PLUMBLINE_STORE: 'firestore:plumbline', ...here };
  const secrets = deployed.secrets.map((name) => [name, world.variables[name] ?? '']);
  return { ...deployed.variables, ...Object.fromEntries(secrets), ...here };
}
