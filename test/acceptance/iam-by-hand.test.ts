import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEyes, openSettings, openStore, passDeps } from '../../functions/wire.ts';
import { type PassDeps, runPass } from '../../shared/pass.ts';
import type { StateStore } from '../../shared/ports.ts';
import { folderForEach } from './command.ts';
import { CONTRACT, openWorld, sqliteIn, type World } from './world.ts';

const PROD = 'jualuma-prod';
const BACKEND = `cr-backend@${PROD}.iam.gserviceaccount.com`;
/** What was granted by hand on 2026-02-27, and what the contract declares since. */
const ROLES = [
  'roles/aiplatform.user',
  'roles/cloudsql.client',
  'roles/cloudsql.instanceUser',
  'roles/datastore.user',
  'roles/secretmanager.secretAccessor',
];

const folder = folderForEach();
let world: World;
let store: StateStore;
let deps: PassDeps;
beforeEach(async () => {
  world = await openWorld(sqliteIn(folder()));
  const settings = openSettings(world.variables, { contract: CONTRACT });
  store = await openStore(settings);
  deps = passDeps(settings, { eyes: openEyes(settings, { from: null }), store, print: () => undefined });
});
afterEach(async () => {
  await store.close();
  await world.close();
});

const LOUD = ['opened', 'changed', 'regressed', 'resolved'];

/** One pass: what people are told, and what is wrong in its report. */
async function look(): Promise<{ told: Record<string, number>; wrong: string }> {
  const answer = await runPass(deps, 'schedule');
  if (answer.outcome === 'coalesced') throw new Error('another pass holds the lease of a fresh store');
  const loud = answer.transitions.filter(({ kind }) => LOUD.includes(kind));
  return {
    told: Object.fromEntries(
      [...Map.groupBy(loud, ({ kind }) => kind)].map(([kind, found]) => [kind, found.length]),
    ),
    wrong: answer.report.findings.map(({ message }) => message).join('\n'),
  };
}

const pass = async () => (await look()).told;

describe('the third action of the break-glass of 2026-02-27', () => {
  it('is seen step by step: no account, an account without roles, an account with its roles', async () => {
    const { estate } = world.google;
    estate.removeServiceAccount(PROD, BACKEND);
    for (const role of ROLES) estate.revokeProjectRole(PROD, role, `serviceAccount:${BACKEND}`);
    const baseline = await look();
    // The declared account is not there, and what runs as it could not be deployed again.
    expect(baseline.told).toEqual({ opened: 2 });
    expect(baseline.wrong).toContain(`prod has no account ${BACKEND}`);
    expect(baseline.wrong).toContain(`runs as ${BACKEND}, which does not exist`);

    estate.addServiceAccount(PROD, 'cr-backend', { displayName: 'Cloud Run backend' });
    const without = await look();
    expect(without.told).toEqual({ resolved: 1, opened: ROLES.length, changed: 1 });
    expect(without.wrong).toMatch(/neither the policy of .* lets read it: the next revision could not start/);

    for (const role of ROLES) estate.grantProjectRole(PROD, role, `serviceAccount:${BACKEND}`);
    expect(await pass()).toEqual({ resolved: ROLES.length + 1 });
    expect(await pass()).toEqual({});
  });
});

describe('a grant by hand', () => {
  it.each([
    [
      'a role too many for the backend',
      'roles/storage.admin',
      `serviceAccount:${BACKEND}`,
      /which the contract does not declare for backend/,
    ],
    [
      'a forbidden role for the deployer',
      'roles/editor',
      `serviceAccount:github-deployer@${PROD}.iam.gserviceaccount.com`,
      /forbids it to every service account/,
    ],
    ['a person who is not on the list', 'roles/viewer', 'user:eve@example.com', /not on the list of people/],
  ])('%s is one finding, critical, and resolved when it is taken back', async (_, role, member, words) => {
    const { estate } = world.google;
    expect(await pass()).toEqual({});
    estate.grantProjectRole(PROD, role, member);
    const caught = await look();
    expect(caught.told).toEqual({ opened: 1 });
    expect(caught.wrong).toMatch(words);
    expect(JSON.stringify(world.slack.messages.at(-1))).toMatch(/CRITICAL/);
    expect(await pass()).toEqual({});
    estate.revokeProjectRole(PROD, role, member);
    expect(await pass()).toEqual({ resolved: 1 });
  });

  it('of a declared role to the account it is declared for is as the contract says, and tells nobody', async () => {
    const { estate } = world.google;
    estate.revokeProjectRole(PROD, 'roles/datastore.user', `serviceAccount:${BACKEND}`);
    expect(await pass()).toEqual({ opened: 1 });
    estate.grantProjectRole(PROD, 'roles/datastore.user', `serviceAccount:${BACKEND}`);
    expect(await pass()).toEqual({ resolved: 1 });
  });

  it('under a condition is another grant', async () => {
    const { estate } = world.google;
    expect(await pass()).toEqual({});
    estate.grantProjectRole(PROD, 'roles/datastore.user', `serviceAccount:${BACKEND}`, {
      title: 'until May',
      expression: 'request.time < timestamp("2026-05-01T00:00:00Z")',
    });
    expect(await pass()).toEqual({ opened: 1 });
  });
});

describe('a key of an account', () => {
  it('is one finding, told again once Google found it exposed, and resolved when it is gone', async () => {
    const { estate } = world.google;
    expect(await pass()).toEqual({});
    const id = estate.addKey(PROD, BACKEND);
    const caught = await look();
    expect(caught.told).toEqual({ opened: 1 });
    expect(caught.wrong).toContain(`${BACKEND} has a user-managed key`);
    expect(await pass()).toEqual({});

    const disableReason = 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_EXPOSED';
    estate.updateKey(PROD, BACKEND, id, { disabled: true, disableReason });
    const leaked = await look();
    // The key's finding is told again with why; that it was disabled meanwhile is a change of its own.
    expect(leaked.told).toEqual({ changed: 1, opened: 1 });
    expect(leaked.wrong).toContain('which Google found exposed to the public');

    estate.removeKey(PROD, BACKEND, id);
    expect(await pass()).toEqual({ resolved: 2 });
  });
});

describe('an API key', () => {
  const targets = ['identitytoolkit.googleapis.com', 'securetoken.googleapis.com'];
  const site = 'https://*.jualuma.com/*';
  const keyOf = () => [...world.google.estate.project(PROD).apiKeys.keys()][0] ?? '';

  it('that is opened to another site is one finding, and resolved when that is taken back', async () => {
    const { estate } = world.google;
    expect(await pass()).toEqual({});
    estate.updateApiKey(PROD, keyOf(), { targets, referrers: [site, 'https://evil.example/*'] });
    const caught = await look();
    expect(caught.told).toEqual({ opened: 1 });
    expect(caught.wrong).toContain(
      'may be used from https://evil.example/*, which the contract does not allow',
    );
    estate.updateApiKey(PROD, keyOf(), { targets, referrers: [site] });
    expect(await pass()).toEqual({ resolved: 1 });
  });

  it('that is opened to a site the contract allows is as the contract says, and tells nobody', async () => {
    expect(await pass()).toEqual({});
    const referrers = [
      site,
      'https://frontend-app-m5loacypwq-uc.a.run.app/*',
      'https://frontend-app-x1-uc.a.run.app/*',
    ];
    world.google.estate.updateApiKey(PROD, keyOf(), { targets, referrers });
    expect(await pass()).toEqual({});
  });

  it('that is opened to a deprecated site is told: that is not what the contract wants', async () => {
    expect(await pass()).toEqual({});
    const referrers = [
      site,
      'https://frontend-app-m5loacypwq-uc.a.run.app/*',
      'https://app-1.us-central1.run.app/*',
    ];
    world.google.estate.updateApiKey(PROD, keyOf(), { targets, referrers });
    expect(await pass()).toEqual({ opened: 1 });
  });
});
