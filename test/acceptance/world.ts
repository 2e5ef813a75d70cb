import { join } from 'node:path';
import type { CoverageEntry } from '../../shared/snapshot/model.ts';
import { type GoogleSimulator, startGoogleSimulator } from '../simulator/google.ts';
import { buildJualumaEstate } from '../simulator/jualuma.ts';
import { type SlackSimulator, startSlackSimulator } from '../simulator/slack.ts';
import { plumbline } from './command.ts';
import { startFunction } from './function.ts';

export const CONTRACT = 'contracts/jualuma.yaml';
export const TOKEN = 'xoxb-canary-token';

/** The part of a pass's answer that the command prints and the function sends alike. */
export interface PassJson {
  outcome: string;
  runId: string;
  coverage: CoverageEntry[];
  transitions: { kind: string; reason: string; fingerprint: string; environment: string; subject: string }[];
  alerts: { kind: string; channel: string; state: string }[];
}

export interface PassResult {
  /** Exit code of the command, or HTTP status of the function. */
  code: number | null;
  body: PassJson;
  printed: string;
}

/** A Google and a Slack of one's own, and the variables that point Plumbline at them. */
export interface World {
  google: GoogleSimulator;
  slack: SlackSimulator;
  variables: Record<string, string>;
  close(): Promise<void>;
}

export async function openWorld(store: string): Promise<World> {
  const [google, slack] = await Promise.all([
    // The command goes by the machine's clock, and the contract says how old a secret may be.
    startGoogleSimulator({ now: tickingClock() }),
    startSlackSimulator(),
  ]);
  buildJualumaEstate(google.estate);
  return {
    google,
    slack,
    variables: {
      PLUMBLINE_CONTRACT: CONTRACT,
      PLUMBLINE_GCP_ENDPOINT: google.url,
      PLUMBLINE_STORE: store,
      PLUMBLINE_NOTIFY: 'slack:#drift',
      PLUMBLINE_FINGERPRINT_KEY: Buffer.alloc(32, 3).toString('base64'),
      SLACK_BOT_TOKEN: TOKEN,
      SLACK_API_URL: slack.url,
    },
    close: async () => {
      await Promise.all([google.close(), slack.close()]);
    },
  };
}

/** Today, and never twice the same instant: what was made later is newer. */
function tickingClock(): () => Date {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now());
    return new Date(last);
  };
}

/** One way to have a pass: each runs the same code with the same protocol and another store. */
export interface Way {
  pass(): Promise<PassResult>;
  close(): Promise<void>;
}

export function byCommand(world: World): Way {
  return {
    pass: async () => {
      const { code, stdout, stderr } = await plumbline(['run', '--format', 'json'], world.variables);
      if (stdout === '') throw new Error(stderr);
      return { code, body: JSON.parse(stdout) as PassJson, printed: stdout + stderr };
    },
    close: async () => undefined,
  };
}

export async function byFunction(world: World): Promise<Way> {
  const running = await startFunction(world.variables);
  return {
    pass: async () => {
      const response = await fetch(running.url, { method: 'POST' });
      const text = await response.text();
      return { code: response.status, body: JSON.parse(text) as PassJson, printed: text + running.output() };
    },
    close: () => running.stop(),
  };
}

/** What a SQLite store of a test's own is called. */
export function sqliteIn(folder: string): string {
  return `sqlite:${join(folder, 'state.db')}`;
}
