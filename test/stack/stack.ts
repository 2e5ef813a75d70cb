/**
 * `npm run stack`: what stands in the cloud, on this machine: the bundle under functions-framework, Firestore's
 * emulator, simulators of Google and Slack, and a tick. Ends with Ctrl-C and leaves nothing behind.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type RunningFunction, startFunction } from '../acceptance/function.ts';
import { showSlackMessage } from '../demo/slack-terminal.ts';
import { locateEmulator } from '../emulator/locate.ts';
import { startEmulator, stopEmulator } from '../emulator/start.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../simulator/google.ts';
import { breakGlass, buildJualumaEstate, revert } from '../simulator/jualuma.ts';
import { type SlackSimulator, startSlackSimulator } from '../simulator/slack.ts';

interface World {
  google: GoogleSimulator;
  slack: SlackSimulator;
}

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, every: { type: 'string', default: '60' } },
});
/** What the command needs to work on the function's memory. */
const LAPTOP = [
  'PLUMBLINE_CONTRACT',
  'PLUMBLINE_STORE',
  'GOOGLE_CLOUD_PROJECT',
  'PLUMBLINE_FINGERPRINT_KEY',
  'FIRESTORE_EMULATOR_HOST',
  'PLUMBLINE_GCP_ENDPOINT',
];
const LOOK_MS = 200;
const port = Number(values.port);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-stack-'));
const ends: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());

try {
  await start();
} catch (error) {
  say(`the stack does not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
  await end();
}

async function start(): Promise<void> {
  const emulator = await firestore();
  const world = await openSimulators();
  say('bundling, and installing the bundle as a deployment does …');
  const variables = variablesFor(world, emulator);
  const running = await startFunction(variables, port);
  ends.unshift(() => running.stop());
  const control = controlOf(world).listen(port + 1, '127.0.0.1');
  ends.unshift(() => control.close());
  explain(variables);
  showSlack(world);
  await ticking(running);
}

async function openSimulators(): Promise<World> {
  const [google, slack] = await Promise.all([
    startGoogleSimulator({ now: () => new Date() }),
    startSlackSimulator(),
  ]);
  ends.unshift(
    () => google.close(),
    () => slack.close(),
  );
  buildJualumaEstate(google.estate);
  return { google, slack };
}

/** As Terraform sets them, with addresses on this machine. */
function variablesFor({ google, slack }: World, emulator: string): Record<string, string> {
  return {
    FIRESTORE_EMULATOR_HOST: emulator,
    // An emulator that ran before may remember another stack.
    GOOGLE_CLOUD_PROJECT: `local-${randomBytes(4).toString('hex')}`,
    PLUMBLINE_CONTRACT: 'contracts/jualuma.yaml',
    PLUMBLINE_FINGERPRINT_KEY: randomBytes(32).toString('base64'),
    PLUMBLINE_GCP_ENDPOINT: google.url,
    PLUMBLINE_NOTIFY: 'slack:#drift',
    PLUMBLINE_STORE: 'firestore:plumbline',
    SLACK_API_URL: slack.url,
    SLACK_BOT_TOKEN: 'xoxb-local',
  };
}

async function firestore(): Promise<string> {
  const emulator = locateEmulator();
  if (emulator === null)
    throw new Error(
      'no Firestore emulator: gcloud components install cloud-firestore-emulator, and Java 17 or later',
    );
  if (emulator.kind === 'running') return emulator.host;
  const { host, pid } = await startEmulator(emulator, folder);
  ends.unshift(() => stopEmulator(pid));
  return host;
}

/** Where somebody changes the simulated estate by hand, as people do in a console. */
function controlOf({ google }: World): Server {
  return createServer((request, response) => {
    const change = { '/break-glass': breakGlass, '/revert': revert }[request.url ?? ''];
    if (change === undefined || request.method !== 'POST')
      response.writeHead(404).end('POST /break-glass or /revert\n');
    else {
      change(google.estate);
      response.end('done; the next tick will see it\n');
    }
  });
}

/** What the channel shows, whoever asked for the pass. */
function showSlack({ slack }: World): void {
  let shown = 0;
  const show = () => {
    for (const message of slack.messages.slice(shown)) say(`\n${showSlackMessage(message)}\n`);
    shown = slack.messages.length;
  };
  const timer = setInterval(show, LOOK_MS);
  ends.unshift(() => clearInterval(timer));
}

/** What Cloud Scheduler does, every minute here instead of every hour. */
async function ticking(running: RunningFunction): Promise<void> {
  const tick = async () => {
    const response = await fetch(running.url, { method: 'POST' }).catch(() => null);
    const body = (await response?.json().catch(() => null)) as { outcome?: string } | null | undefined;
    say(`tick: ${response?.status ?? 'no answer'} ${body?.outcome ?? ''}`);
  };
  await tick();
  const timer = setInterval(tick, Number(values.every) * 1000);
  ends.unshift(() => clearInterval(timer));
}

function explain(variables: Record<string, string>): void {
  const shared = LAPTOP.map((name) => `  export ${name}='${variables[name] ?? ''}'`).join('\n');
  say(`The function   http://127.0.0.1:${port}    (the bundle, as it is deployed)
Firestore      ${variables.FIRESTORE_EMULATOR_HOST}
Google, Slack  ${variables.PLUMBLINE_GCP_ENDPOINT}  ${variables.SLACK_API_URL}

  curl -X POST http://127.0.0.1:${port}/                    a pass, as Scheduler asks for it
  curl http://127.0.0.1:${port}/healthz
  curl -X POST http://127.0.0.1:${port + 1}/break-glass         somebody changes prod by hand
  curl -X POST http://127.0.0.1:${port + 1}/revert              and takes it back

In another terminal, the command with the function's memory, as from a laptop:

${shared}
  npm run -s plumbline -- findings list

A tick every ${values.every} s. Ctrl-C ends everything.
`);
}

async function end(): Promise<void> {
  for (const stop of ends.splice(0)) await stop();
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
