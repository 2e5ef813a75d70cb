import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { openFirestoreStore } from '../../shared/adapters/firestore/state-store.ts';
import { openSqliteStore } from '../../shared/adapters/sqlite/state-store.ts';
import type { StateStore } from '../../shared/ports.ts';
import { withFolder } from '../acceptance/command.ts';
import { openWorld, type World } from '../acceptance/world.ts';
import { describeWithEmulator, emulatorHost } from '../emulator/emulator.ts';
import { instancesIn, playStorm } from './storm.ts';

const TIME_LIMIT_MS = 300_000;
const SCOPE = 'prod|jualuma-prod|us-central1|run.services';

/** Holds a storm to its promises. */
async function weather(world: World, instances: number, open: () => Promise<StateStore>): Promise<void> {
  const { answers, logged } = await playStorm(world, instances);
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  const requests = answers.filter(({ asked }) => asked === 'break-glass');
  expect(requests).toHaveLength(25);
  expect(new Set(requests.map(({ body }) => body.outcome))).toEqual(new Set(['complete']));

  const store = await open();
  const runs = await store.listRuns(100);
  const saw = new Map<string, number>();
  for (const { runId, readings } of runs) {
    const id = readings[SCOPE] ?? '';
    saw.set(runId, instancesIn((await store.getReadings([id]))[id] ?? ''));
  }
  const pending = await store.pendingEntries();
  await store.close();

  for (const { body, seen } of requests) expect(saw.get(body.runId)).toBeGreaterThanOrEqual(seen);
  expect(runs.length).toBeLessThan(25);
  expect(logged.map(({ runId }) => runId).sort()).toEqual(runs.map(({ runId }) => runId).sort());
  expect(pending).toEqual([]);

  const lines = world.slack.messages
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => /\[[0-9a-f]{12}\]$/.test(line));
  expect(lines.length).toBeGreaterThanOrEqual(7);
  expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
  process.stderr.write(
    `storm on ${instances} instances: ${answers.length} triggers, ${requests.length} of them break-glass, ${runs.length - 2} passes, ${lines.length} findings told, none twice\n`,
  );
}

describe('fifty triggers at once', () => {
  test(
    'with SQLite and three processes: everything told once, every request covered',
    () =>
      withFolder(async (folder) => {
        const path = `${folder}/state.db`;
        const world = await openWorld(`sqlite:${path}`);
        try {
          await weather(world, 3, () => openSqliteStore({ path, estate: 'jualuma' }));
        } finally {
          await world.close();
        }
      }),
    TIME_LIMIT_MS,
  );
});

describeWithEmulator('fifty triggers at once, on the emulator', () => {
  test(
    'with Firestore and two instances: everything told once, every request covered',
    async () => {
      const world = await openWorld('firestore:(default)');
      const projectId = `storm-${randomUUID().slice(0, 8)}`;
      world.variables.FIRESTORE_EMULATOR_HOST = emulatorHost() ?? '';
      world.variables.GOOGLE_CLOUD_PROJECT = projectId;
      const options = { database: '(default)', projectId, estate: 'jualuma' };
      try {
        await weather(world, 2, () => openFirestoreStore(options));
      } finally {
        await world.close();
      }
    },
    TIME_LIMIT_MS,
  );
});
