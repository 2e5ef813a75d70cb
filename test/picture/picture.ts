import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openEyes, openSettings, openStore, passDeps } from '../../functions/wire.ts';
import { runPass } from '../../shared/pass.ts';
import { startGoogleSimulator } from '../simulator/google.ts';
import { breakGlass, buildJualumaEstate, revert } from '../simulator/jualuma.ts';
import { logBreakGlass } from '../simulator/jualuma-audit.ts';
import { startSlackSimulator } from '../simulator/slack.ts';
import type { SlackMessage } from '../simulator/slack-workspace.ts';
import { type Posted, slackPage } from './slack-html.ts';

/**
 * Draws docs/alerts.png: the incident of the demo is played against the simulators, and what Slack was
 * sent (the baseline, the alert as it was posted, its end) is shown by a browser. Needs Chromium
 * (`apt-get install chromium`, or CHROMIUM=path).
 */
const TARGET = 'docs/alerts.png';
const SIZE = '900,1880';
let at = new Date('2026-02-27T02:10:00Z');

const folder = mkdtempSync(join(tmpdir(), 'plumbline-picture-'));
const google = await startGoogleSimulator({ now: () => at });
const slack = await startSlackSimulator({ now: () => at });
buildJualumaEstate(google.estate);
const settings = openSettings(
  {
    PLUMBLINE_GCP_ENDPOINT: google.url,
    PLUMBLINE_STORE: `sqlite:${join(folder, 'state.db')}`,
    PLUMBLINE_NOTIFY: 'slack:#drift',
    SLACK_BOT_TOKEN: 'xoxb-picture',
    SLACK_API_URL: slack.url,
  },
  { contract: 'contracts/jualuma.yaml' },
);
const store = await openStore(settings);
let runs = 0;
const deps = {
  ...passDeps(settings, { eyes: openEyes(settings, { from: null }), store, print: () => undefined }),
  now: () => at,
  newId: () => {
    runs += 1;
    return `run-${runs}`;
  },
};

try {
  writeFileSync(join(folder, 'slack.html'), slackPage(await play()));
  draw(join(folder, 'slack.html'));
  process.stdout.write(`${TARGET} drawn\n`);
} finally {
  await store.close();
  await Promise.all([google.close(), slack.close()]);
  rmSync(folder, { recursive: true, force: true });
}

async function play(): Promise<Posted[]> {
  await runPass(deps, 'schedule');
  at = new Date('2026-02-27T03:10:00Z');
  breakGlass(google.estate);
  logBreakGlass(google.estate);
  await runPass(deps, 'schedule');
  const told = slack.messages.map((message) => posted(structuredClone(message)));
  at = new Date('2026-02-27T04:10:00Z');
  revert(google.estate);
  await runPass(deps, 'schedule');
  return [...told, ...slack.messages.slice(told.length).map(posted)];
}

function posted({ blocks, thread_ts, edited, ts }: SlackMessage): Posted {
  const time = new Date(Number(ts) * 1000).toISOString().slice(11, 16);
  return {
    at: `${time} UTC`,
    blocks: blocks ?? [],
    reply: thread_ts !== undefined,
    edited: edited !== undefined,
  };
}

function draw(page: string): void {
  execFileSync(
    process.env.CHROMIUM ?? 'chromium',
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--window-size=${SIZE}`,
      `--screenshot=${TARGET}`,
      pathToFileURL(page).href,
    ],
    { stdio: 'ignore' },
  );
}
