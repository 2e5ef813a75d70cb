import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { openEyes, openSettings, openStore, passDeps } from '../../functions/wire.ts';
import { judge, look, reportOn } from '../../shared/judge.ts';
import { runPass } from '../../shared/pass.ts';
import type { PassReport } from '../../shared/pass-report.ts';
import { markdownAudit } from '../../shared/report/markdown.ts';
import { isGap } from '../../shared/snapshot/model.ts';
import { startGoogleSimulator } from '../simulator/google.ts';
import { breakGlass, buildJualumaEstate, revert } from '../simulator/jualuma.ts';
import { logBreakGlass } from '../simulator/jualuma-audit.ts';
import { startSlackSimulator } from '../simulator/slack.ts';
import { showSlackMessage } from './slack-terminal.ts';

const CONTRACT = 'contracts/jualuma.yaml';
const AUDIT_LINES = 46;

const folder = mkdtempSync(join(tmpdir(), 'plumbline-demo-'));
const google = await startGoogleSimulator({ now: () => new Date() });
const slack = await startSlackSimulator();
buildJualumaEstate(google.estate);
const settings = openSettings(
  {
    PLUMBLINE_GCP_ENDPOINT: google.url,
    PLUMBLINE_STORE: `sqlite:${join(folder, 'state.db')}`,
    PLUMBLINE_NOTIFY: 'slack:#drift',
    SLACK_BOT_TOKEN: 'xoxb-demo',
    SLACK_API_URL: slack.url,
  },
  { contract: CONTRACT },
);
const store = await openStore(settings);
const deps = passDeps(settings, {
  eyes: openEyes(settings, { from: null }),
  store,
  print: (text) => process.stdout.write(text),
});
let shown = 0;

try {
  await play();
} finally {
  await store.close();
  await Promise.all([google.close(), slack.close()]);
  rmSync(folder, { recursive: true, force: true });
}

async function play(): Promise<void> {
  title('An estate of three projects (dev, stage, prod) on a local Google; a local Slack; one contract');
  say(`contract ${CONTRACT}, Google at ${google.url}, Slack at ${slack.url}, state in ${folder}`);

  title('1. First run: a baseline. There is nothing to compare with yet, so one summary and no alarm');
  expect(await pass(), { moved: 0, open: 0, messages: 1 });

  title('2. An hour later, nothing changed: silence');
  google.estate.redeploy('jualuma-prod', 'us-central1', 'frontend-app');
  say('(not quite nothing: frontend-app was redeployed with a new image, which is a release and no drift)');
  expect(await pass(), { moved: 0, open: 0, messages: 0 });

  title('3. 3 a.m.: somebody opens prod, swaps the backend account, adds a version to PLAID_SECRET');
  breakGlass(google.estate);
  logBreakGlass(google.estate);
  expect(await pass(), { moved: 6, open: 6, messages: 1 });

  title('4. The next hour: it is still so, and everybody knows');
  expect(await pass(), { moved: 0, open: 6, messages: 0 });

  title('5. The audit, as plumbline check --format markdown prints it');
  await audit();

  title('6. It is put back: resolved, told once, in the thread of the alert');
  revert(google.estate);
  expect(await pass(), { moved: 6, open: 0, messages: 1 });

  title('Where to look next');
  say('README.md               five minutes with your own projects, no cloud access beyond gcloud');
  say(`${CONTRACT}  the contract this estate was held against`);
  say('npm run -s plumbline -- check --contract contracts/jualuma.yaml --help');
}

async function pass(): Promise<PassReport> {
  const started = performance.now();
  const calls = google.requests.length;
  const answer = await runPass(deps, 'schedule');
  if (answer.outcome === 'coalesced') throw new Error('another pass holds the lease of a fresh store');
  const scopes = answer.report.coverage.length;
  const unread = answer.report.coverage.filter(isGap).length;
  say(
    `${google.requests.length - calls} reads, no writes; ${scopes - unread} of ${scopes} scopes read; ${Math.round(performance.now() - started)} ms; ${answer.open} open`,
  );
  for (const message of slack.messages.slice(shown)) {
    const thread = message.thread_ts === undefined ? '' : ' (reply in its thread)';
    process.stdout.write(`\n  ${styleText('bold', 'plumbline')} ${styleText('dim', `in Slack${thread}`)}\n`);
    process.stdout.write(`${showSlackMessage(message)}\n`);
  }
  shown = slack.messages.length;
  return answer;
}

/** The demo is also a check: it ends with an error where the monitor did not do what the heading says. */
function expect(answer: PassReport, wanted: { moved: number; open: number; messages: number }): void {
  const loud = ['opened', 'changed', 'regressed', 'resolved'];
  const got = {
    moved: answer.transitions.filter((transition) => loud.includes(transition.kind)).length,
    open: answer.open,
    messages: answer.delivery.sent,
  };
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    throw new Error(`expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
}

async function audit(): Promise<void> {
  const now = new Date();
  const snapshot = await look(deps, { now, signal: AbortSignal.timeout(60_000) });
  const lines = markdownAudit(reportOn(deps, snapshot, judge(deps, snapshot, now))).split('\n');
  for (const line of lines.slice(0, AUDIT_LINES)) say(line);
  say(styleText('dim', `… and ${lines.length - AUDIT_LINES} lines more`));
}

function title(text: string): void {
  process.stdout.write(`\n${styleText(['bold', 'cyan'], text)}\n`);
}

function say(text: string): void {
  process.stdout.write(`  ${text}\n`);
}
