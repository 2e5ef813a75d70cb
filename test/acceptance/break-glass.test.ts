import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeWithEmulator, emulatorHost } from '../emulator/emulator.ts';
import { breakGlass, revert } from '../simulator/jualuma.ts';
import { withFolder } from './command.ts';
import { byCommand, byFunction, openWorld, type PassJson, sqliteIn, type Way, type World } from './world.ts';

const PROD_SERVICES = ['frontend-app', 'jualuma-backend', 'marketing-site', 'support-portal'];

describe('over the command, with SQLite', () => {
  it('tells the break-glass of 2026-02-27 once, and its end once', () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      try {
        await playIncident(world, byCommand(world));
      } finally {
        await world.close();
      }
    }));
});

describeWithEmulator('over HTTP, with Firestore', () => {
  let world: World;
  let way: Way;
  beforeEach(async () => {
    world = await openWorld('firestore:(default)');
    world.variables.FIRESTORE_EMULATOR_HOST = emulatorHost() ?? '';
    world.variables.GOOGLE_CLOUD_PROJECT = `ops-${randomUUID().slice(0, 8)}`;
    way = await byFunction(world);
  });
  afterEach(async () => {
    await way.close();
    await world.close();
  });

  it('tells the break-glass of 2026-02-27 once, and its end once', () => playIncident(world, way));
});

async function playIncident(world: World, way: Way): Promise<void> {
  const { google, slack } = world;
  const baseline = await way.pass();
  expect(loud(baseline.body)).toEqual([]);
  expect(slack.messages).toHaveLength(1);

  for (const name of PROD_SERVICES) google.estate.redeploy('jualuma-prod', 'us-central1', name);
  const redeployed = await way.pass();
  expect(loud(redeployed.body)).toEqual([]);
  expect(slack.messages).toHaveLength(1);

  breakGlass(google.estate);
  const caught = await way.pass();
  expect(kinds(caught.body)).toEqual({ opened: 6 });
  expect(slack.messages).toHaveLength(2);
  const alert = JSON.stringify(slack.messages[1]);
  for (const name of PROD_SERVICES) expect(alert).toContain(name);
  expect(alert).toMatch(/cr-backend@jualuma-prod.*→.*678067977394-compute@developer\.gserviceaccount\.com/);
  expect(alert).toMatch(/PLAID_SECRET/);
  expect(alert).toMatch(/contracts\/jualuma\.yaml:\d+/);

  const quiet = await way.pass();
  expect(loud(quiet.body)).toEqual([]);
  expect(slack.messages).toHaveLength(2);

  revert(google.estate);
  const settled = await way.pass();
  expect(kinds(settled.body)).toEqual({ resolved: 6 });
  expect(fingerprints(settled.body)).toEqual(fingerprints(caught.body));
  expect(slack.messages).toHaveLength(3);
  expect(slack.messages[2]?.thread_ts).toBe(slack.messages[1]?.ts);
  expect(slack.messages[1]?.edited).toBeDefined();

  const after = await way.pass();
  expect(loud(after.body)).toEqual([]);
  expect(slack.messages).toHaveLength(3);
}

/** What people would be told: releases and conforming changes are recorded, and quiet. */
function loud({ transitions }: PassJson) {
  return transitions.filter(({ kind }) => ['opened', 'changed', 'regressed', 'resolved'].includes(kind));
}

function fingerprints(body: PassJson): string[] {
  return loud(body)
    .map(({ fingerprint }) => fingerprint)
    .sort();
}

function kinds(body: PassJson): Record<string, number> {
  const groups = Map.groupBy(loud(body), ({ kind }) => kind);
  return Object.fromEntries([...groups].map(([kind, found]) => [kind, found.length]));
}
