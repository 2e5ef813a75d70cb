import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REPORT_FORMATS } from '../../shared/report/formats.ts';
import { dumpEmulator } from '../emulator/dump.ts';
import { describeWithEmulator, emulatorHost } from '../emulator/emulator.ts';
import { breakGlass } from '../simulator/jualuma.ts';
import { logBreakGlass } from '../simulator/jualuma-audit.ts';
import { plumbline, withFolder } from './command.ts';
import { byCommand, byFunction, openWorld, sqliteIn, TOKEN, type Way, type World } from './world.ts';

const CANARY = 'canary-7f3a9c51-never-print-me';

/** Shaped like an issued credential, and put together here so that no scanner takes it for a leaked one. */
const PASTED = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dcQQ'].join('_');

const REGION = 'us-central1';
/** A dozen processes, one after the other, on a machine that may be busy. */
const ENOUGH_MS = 180_000;

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

/** Pastes a credential wherever people write a text: descriptions, notes, names, paths. */
function paste({ google: { estate } }: World): void {
  const project = 'jualuma-prod';
  estate.updateService(project, REGION, 'frontend-app', (service) => {
    service.description = `use ${PASTED}`;
    service.annotations = { ...service.annotations, 'acme.com/note': PASTED };
    service.labels = { ...service.labels, note: PASTED.toLowerCase() };
    service.template.annotations = { ...service.template.annotations, 'acme.com/note': PASTED };
    for (const container of service.template.containers ?? []) {
      container.workingDir = `/srv/${PASTED}`;
      container.startupProbe = { httpGet: { path: `/health?token=${PASTED}` } };
    }
  });
  estate.updateSecret(project, 'PLAID_SECRET', { annotations: { note: PASTED } });
  estate.updateSecret(project, 'STRIPE_SECRET_KEY', { annotations: { 'plumbline-fingerprint': PASTED } });
  estate.updateServiceAccount(project, `cr-backend@${project}.iam.gserviceaccount.com`, {
    description: `key: ${PASTED}`,
    displayName: PASTED,
  });
  estate.addApiKey(project, { displayName: `Browser key prod ${PASTED}` });
}

/** A whole life: baseline, an incident, another value everywhere, every way to print. */
async function live(world: World, way: Way): Promise<string> {
  plant(world, CANARY);
  const printed = [(await way.pass()).printed];
  breakGlass(world.google.estate);
  logBreakGlass(world.google.estate, { at: new Date().toISOString(), secret: CANARY });
  printed.push((await way.pass()).printed);
  plant(world, `${CANARY}-2`);
  paste(world);
  printed.push((await way.pass()).printed);
  expect(printed.join('')).toContain('opened');
  expect(JSON.stringify(world.slack.messages)).toContain('by ops@example.com with gcloud');
  return printed.join('');
}

function everywhere(world: World, printed: string): string {
  return `${printed}${JSON.stringify(world.slack.messages)}${JSON.stringify(world.slack.requests)}`;
}

describe('a canary in every literal', () => {
  const all = () =>
    withFolder(async (folder) => {
      const world = await openWorld(sqliteIn(folder));
      try {
        const printed = [await live(world, byCommand(world))];
        const snapshot = join(folder, 'snapshot.json');
        for (const words of [
          ...Object.keys(REPORT_FORMATS).map((format) => [
            'check',
            '--format',
            format,
            '--log-level',
            'debug',
          ]),
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
        const told = everywhere(world, printed.join('')) + kept.join('');
        expect(told).not.toContain(CANARY);
        expect(told).toContain('workingDir');
        expect(told.toLowerCase()).not.toContain(PASTED.toLowerCase());
        expect(printed.join('') + kept.join('')).not.toContain(TOKEN);
      } finally {
        await world.close();
      }
    });
  it('appears in no output, no Slack message and no byte of the SQLite store', all, ENOUGH_MS);
});

describeWithEmulator('a canary in every literal, over HTTP', () => {
  it(
    'appears in no answer, no log, no Slack message and nowhere in Firestore',
    async () => {
      const world = await openWorld('firestore:(default)');
      const project = `ops-${randomUUID().slice(0, 8)}`;
      world.variables.FIRESTORE_EMULATOR_HOST = emulatorHost() ?? '';
      world.variables.GOOGLE_CLOUD_PROJECT = project;
      const way = await byFunction(world);
      try {
        const printed = await live(world, way);
        const kept = await dumpEmulator(project);
        expect(kept).toContain('template.containers');
        const told = everywhere(world, printed) + kept;
        expect(told).not.toContain(CANARY);
        expect(told.toLowerCase()).not.toContain(PASTED.toLowerCase());
        expect(printed + kept).not.toContain(TOKEN);
      } finally {
        await way.close();
        await world.close();
      }
    },
    ENOUGH_MS,
  );
});
