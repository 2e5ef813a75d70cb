import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dumpEmulator } from '../emulator/dump.ts';
import { describeWithEmulator, emulatorHost } from '../emulator/emulator.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { plumbline, withFolder } from './command.ts';
import { byCommand, byFunction, openWorld, sqliteIn, TOKEN, type Way, type World } from './world.ts';

const CANARY = 'canary-7f3a9c51-never-print-me';

const REGION = 'us-central1';

/** Plants the canary in every place of the estate where a literal can stand. */
function plant({ google }: World, value: string): void {
  for (const project of ['jualuma-dev', 'jualuma-stage', 'jualuma-prod'])
    for (const name of google.estate
      .services(project, REGION)
      .map(({ name }) => name.split('/').at(-1) ?? ''))
      google.estate.updateService(project, REGION, name, (service) => {
        for (const container of service.template.containers ?? []) {
          container.env = (container.env ?? []).map((entry) =>
            'value' in entry ? { ...entry, value } : entry,
          );
          container.env.push({ name: 'CANARY', value });
          container.args = ['--token', value];
          container.command = ['run', value];
          container.livenessProbe = {
            httpGet: { path: '/', httpHeaders: [{ name: 'Authorization', value }] },
          };
        }
      });
}

/** A whole life: baseline, an incident, another value everywhere, every way to print. */
async function live(world: World, way: Way): Promise<string> {
  plant(world, CANARY);
  const printed = [(await way.pass()).printed];
  breakGlass(world.google.estate);
  printed.push((await way.pass()).printed);
  plant(world, `${CANARY}-2`);
  printed.push((await way.pass()).printed);
  expect(printed.join('')).toContain('opened');
  return printed.join('');
}

function everywhere(world: World, printed: string): string {
  return `${printed}${JSON.stringify(world.slack.messages)}${JSON.stringify(world.slack.requests)}`;
}

describe('a canary in every literal', () => {
  it('appears in no output, no Slack message and no byte of the SQLite store', () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      try {
        const printed = [await live(world, byCommand(world))];
        const snapshot = join(folder, 'snapshot.json');
        for (const words of [
          ['check'],
          ['check', '--format', 'markdown'],
          ['check', '--format', 'json', '--log-level', 'debug'],
          ['capture', '--out', snapshot],
          ['findings', 'list', '--state', 'all', '--format', 'json'],
          ['history', '--format', 'json'],
        ]) {
          const { stdout, stderr } = await plumbline(words, world.variables);
          printed.push(stdout, stderr);
        }
        const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
          entry.isFile(),
        );
        const kept = files.map((entry) =>
          readFileSync(join(entry.parentPath, entry.name)).toString('latin1'),
        );
        expect(files.length).toBeGreaterThanOrEqual(2);
        expect(everywhere(world, printed.join('')) + kept.join('')).not.toContain(CANARY);
        expect(printed.join('') + kept.join('')).not.toContain(TOKEN);
      } finally {
        await world.close();
      }
    }));
});

describeWithEmulator('a canary in every literal, over HTTP', () => {
  it('appears in no answer, no log, no Slack message and nowhere in Firestore', async () => {
    const world = await openWorld('firestore:(default)');
    const project = `ops-${randomUUID().slice(0, 8)}`;
    world.variables.FIRESTORE_EMULATOR_HOST = emulatorHost() ?? '';
    world.variables.GOOGLE_CLOUD_PROJECT = project;
    const way = await byFunction(world);
    try {
      const printed = await live(world, way);
      const kept = await dumpEmulator(project);
      expect(kept).toContain('template.containers');
      expect(everywhere(world, printed) + kept).not.toContain(CANARY);
      expect(printed + kept).not.toContain(TOKEN);
    } finally {
      await way.close();
      await world.close();
    }
  });
});
